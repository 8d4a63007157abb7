"""One page, judged as it is now by everything that the task says."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.errors import UsageError
from bot.offline import OfflineWiki
from bot.plan import Edit, Skip
from bot.planner.again import Again
from bot.titles import Title
from bot.wiki import CandidateBatch, Query
from tests.offline.exports import entries, export_xml
from tests.planner.conftest import make_task

TEXTS = {"A": "an old text", "Barred": "{{nobots}} old", "Plain": "nothing", "R": "#REDIRECT [[A]]"}


def judged(reach, title, more=""):
    return Again(make_task(more), reach(TEXTS).wiki)(Title(0, title))


def test_the_page_comes_with_what_the_task_would_do_to_it(reach):
    page, verdict = judged(reach, "A", "edit: {summary: so, minor: true}")
    (edit,) = verdict.items
    assert isinstance(edit, Edit)
    assert (edit.before, edit.after) == ("an old text", "an new text")
    assert (edit.title, edit.pageid, edit.baserevid) == (page.title, page.pageid, page.revid)
    assert (edit.summary, edit.minor, edit.read_at) == ("so", True, page.read_at)
    assert page.read_at


@pytest.mark.parametrize(
    ("title", "more", "reason"),
    [
        ("Gone", "", "missing"),
        ("Gone", "where: [{title: A}]", "missing"),
        ("Plain", "", "unchanged"),
        ("Barred", "", "bots"),
        ("A", "where: [{not: {title: A}}]", "not"),
        ("A", "where: [{text: nothing}]", "text"),
        ("A", "where: [redirect]", "redirect"),
        ("R", "where: [{not: redirect}]", "not"),
        ("A", "require: [{size_change: {at_least: 1}}]", "size_change"),
    ],
)
def test_every_guard_of_the_task_is_asked(reach, title, more, reason):
    page, verdict = judged(reach, title, more)
    assert verdict.skip
    assert verdict.skip.reason == reason
    assert page.exists == (reason != "missing")


def test_a_summary_that_may_tell_how_the_page_was_found_is_left_out(reach):
    _, verdict = judged(reach, "A", "edit: {summary: '{{ via|first }}'}")
    (edit,) = verdict.items
    assert isinstance(edit, Edit)
    assert edit.summary == ""


ROWS = """
for_each: {file: list.csv}
where: [{text: '${row.old}'}]
do: [{replace: {find: '${row.old}', with: x}}]
"""


def test_options_are_made_from_the_row_that_comes_with_the_page(reach):
    again = Again(make_task(ROWS), reach(TEXTS).wiki)
    page, verdict = again(Title(0, "A"), {"old": "an"})
    (edit,) = verdict.items
    assert isinstance(edit, Edit)
    assert (edit.after, edit.row) == ("x old text", {"old": "an"})
    assert page.candidate.row == {"old": "an"}
    assert again(Title(0, "A"), {"old": "no such"})[1].skip == Skip(Title(0, "A"), "text")


@pytest.mark.parametrize("row", [None, {"other": "old"}, {"old": ""}])
def test_a_row_that_makes_no_options_is_a_reason(reach, row):
    page, verdict = Again(make_task(ROWS), reach(TEXTS).wiki)(Title(0, "A"), row)
    assert page.exists
    assert verdict.skip
    assert (verdict.skip.reason, bool(verdict.skip.detail)) == ("row", True)


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        ("[{exists: false}]", ""),
        ("[{exists: false}, {title: A}]", "title"),
        ("[exists]", "exists"),
        ("[{text: old}]", "missing"),
    ],
)
def test_a_task_may_ask_for_pages_that_do_not_exist(reach, where, reason):
    more = f"where: {where}\ndo: [{{report: {{columns: [title]}}}}]"
    page, verdict = judged(reach, "Gone", more)
    assert not page.exists
    assert bool(verdict.items) == (reason == "")
    assert (verdict.skip.reason if verdict.skip else "") == reason


class Counted(OfflineWiki):
    """Counts the questions that list pages."""

    listed = 0

    def enumerate(self, query: Query) -> Iterator[CandidateBatch]:
        self.listed += 1
        return super().enumerate(query)


def test_what_the_whole_task_asks_for_is_asked_once(tmp_path):
    texts = {"Old": "", "Older": "#REDIRECT [[Old]]", "A": "[[Old]]", "B": "[[Older]]"}
    export = tmp_path / "export.xml"
    export.write_text(export_xml(*entries(texts)))
    task = make_task("""
        for_each: {titles: [A, B]}
        do: [{retarget_link: {from: Old, to: New, redirects: follow}}]
        """)
    with closing(Counted("testwiki", export, cache=tmp_path / "cache")) as wiki:
        again = Again(task, wiki)
        assert wiki.listed == 0
        after = [
            item.after
            for name in ("A", "B", "A")
            for item in again(Title(0, name))[1].items
            if isinstance(item, Edit)
        ]
        assert wiki.listed == 1
    assert after == ["[[New|Old]]", "[[New|Older]]", "[[New|Old]]"]


def test_a_task_that_does_not_fit_the_wiki_is_refused(reach):
    task = make_task("where: [{namespace: Tlak}]")
    with pytest.raises(UsageError, match="Tlak"):
        Again(task, reach(TEXTS).wiki)
