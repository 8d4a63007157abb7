"""One page's way, told whole: every filter, every action, every condition."""

from dataclasses import replace

import pytest

from bot.errors import BotError, UsageError
from bot.page import Page
from bot.planner.tracing import trace
from bot.plugin import Filter
from tests.pairs import SITE, make_page
from tests.planner.conftest import make_task


class Failing(Filter):
    """Fails on every page."""

    def keep(self, page: Page) -> bool:
        raise BotError(f"cannot judge {page.title}")


def test_every_filter_is_asked_though_the_first_drops_and_so_are_those_within():
    task = make_task("""
        where:
          - title: Venus
          - any: [{text: old}, {text: nowhere}]
        """)
    title, either = trace(task, make_page("old")).filters
    assert (title.plugin.yaml_name, title.kept) == ("title", False)
    assert either.kept
    assert [(one.kept, one.plugin.yaml_name) for one in either.within] == [
        (True, "text"),
        (False, "text"),
    ]


def test_each_action_is_told_with_the_text_that_the_one_before_left():
    task = make_task("""
        do:
          - replace: {find: old, with: new}
          - replace: {find: new, with: newer, when: [{text: new}]}
          - replace: {find: x, with: y, when: [{text: nowhere}]}
          - report: {columns: [title]}
        """)
    found = trace(task, make_page("old"))
    assert [(one.before, one.after, one.acted) for one in found.actions] == [
        ("old", "new", True),
        ("new", "newer", True),
        ("", "", False),
        ("newer", "newer", True),
    ]
    assert len(found.actions[3].items) == 1
    assert [one.kept for one in found.actions[1].when] == [True]


def test_conditions_judge_the_whole_change_and_nothing_where_nothing_changes():
    task = make_task("require: [{size_change: {at_least: 5}}]")
    said = trace(task, make_page("old")).conditions
    assert [(one.plugin.yaml_name, one.wanted, one.holds) for one in said] == [
        ("only_whitespace", False, False),
        ("only_cosmetic", False, False),
        ("size_change", True, False),
    ]
    assert trace(task, make_page("nothing")).conditions == ()


def test_a_page_that_does_not_exist_has_titles_to_look_at_alone():
    task = make_task("where: [{title: Venus}, {text: old}]")
    missing = Page(make_page("x").candidate, SITE, exists=False)
    found = trace(task, missing)
    assert [one.kept for one in found.filters] == [False, None]
    assert found.filters[1].failed == "there is nothing to look at"
    assert (found.actions, found.conditions) == ((), ())


def test_a_page_that_a_task_wants_missing_is_told_like_any_but_for_its_text():
    task = make_task("""
        where: [{exists: false}, {not: {text: old}}]
        do: [{replace: {matches: ^, with: new}}, {report: {columns: [title]}}]
        """)
    found = trace(task, Page(make_page("x").candidate, SITE, exists=False))
    assert [one.kept for one in found.filters] == [True, True]
    assert [(one.before, one.after, len(one.items)) for one in found.actions] == [
        ("", "", 0),
        ("", "", 1),
    ]
    assert found.conditions == ()


def test_a_page_is_told_by_its_own_row():
    task = make_task("for_each: {file: a.csv}\nwhere: [{text: '${row.word}'}]")
    page = make_page("an old word")
    for word, kept in (("word", True), ("other", False)):
        of_row = replace(page, candidate=replace(page.candidate, row={"word": word}))
        (seen,) = trace(task, of_row).filters
        assert seen.kept == kept
    with pytest.raises(UsageError, match="options name"):
        trace(task, page)


def test_what_fails_is_told_and_ends_nothing():
    task = make_task()
    broken = make_task().do[0].model_copy(update={"when": (Failing(),)})
    found = trace(
        type(task)(
            **{
                **{name: getattr(task, name) for name in task.__slots__},
                "where": (Failing(),),
                "do": (broken,),
            }
        ),
        make_page("old"),
    )
    assert (found.filters[0].kept, found.filters[0].failed) == (None, "cannot judge Page")
    assert not found.actions[0].acted
    assert found.actions[0].failed == "cannot judge Page"
