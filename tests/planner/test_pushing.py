"""What the wiki leaves out itself: the same items in the same order, with and without."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.filters.created import Created
from bot.filters.last_edited import LastEdited
from bot.filters.title import Title
from bot.page import Candidate, FacetValues
from bot.plan import Edit
from bot.planner.planning import Planning
from bot.planner.pushing import knowing, narrowed, question
from bot.plugin import Narrowed, NarrowedSource, QuerySource
from bot.titles import Title as WikiTitle
from bot.wiki import (
    AllPages,
    CategoryMembers,
    Known,
    Query,
    RecentChanges,
    RedirectsTo,
    Titles,
)
from tests.pairs import SITE
from tests.planner.conftest import make_task

TEXTS = {
    "Mars": "old",
    "List of moons": "old and [[Mars]], and much more of it",
    "List": "old [[Mars]]",
    "Lister": "#REDIRECT [[Mars]]",
    "Liszt": "[[Mars]] old",
    "Talk:Mars": "old [[Mars]] [[Category:Planets]]",
    "Talk:List of moons": "old [[Mars]]",
    "User:Mars": "#REDIRECT [[Mars]] old",
    "User:List": "old [[Mars]] [[Category:Planets]]",
    "Category:Planets": "old",
}
SOURCES = [
    "all_pages: {}",
    "all_pages: {namespace: 1}",
    "all_pages: {prefix: Lis, order: descending}",
    "all_pages: {redirects: only}",
    "backlinks: {to: Mars}",
    "backlinks: {to: Mars, namespace: [0, 1]}",
    "backlinks: {to: Mars, through_redirects: true}",
    "category: Planets",
    "titles: [Mars, Lister, 'Talk:Mars']",
    "union: [{backlinks: {to: Mars}}]",
    "union: [{category: Planets}, {all_pages: {}}, {backlinks: {to: Mars}}]",
    "union: {ways: first, sources: [{all_pages: {namespace: 1}}, {all_pages: {}}]}",
    "union: [{all_pages: {limit: 2}}, {backlinks: {to: Mars, through_redirects: true}}]",
    "difference: [{all_pages: {}}, {backlinks: {to: Mars}}]",
    "difference: [{backlinks: {to: Mars}}, {all_pages: {redirects: only}}, {category: Planets}]",
    "intersection: [{backlinks: {to: Mars}}, {all_pages: {namespace: 2}}]",
    "intersection: [{category: Planets}, {backlinks: {to: Mars}}]",
    "sample: {of: {all_pages: {}}, share: 60%}",
    "sample: {of: {backlinks: {to: Mars}}, count: 3}",
    "union: [{sample: {of: {category: Planets}, share: 50%}}, {union: [{all_pages: {}}]}]",
    "difference: [{union: [{all_pages: {}}, {category: Planets}]}, {titles: [Mars]}]",
]
FILTERS = [
    "namespace: 0",
    "namespace: [0, Talk]",
    "namespace: User",
    "redirect: true",
    "redirect: false",
    "longer_than: 12",
    "shorter_than: 13",
    "shorter_than: 0",
    "size: {at_least: 9, at_most: 30}",
    "title: {matches: '^List of'}",
    "title: {matches: '^Lists*'}",
    "title: {matches: '^Mars|^List'}",
    "title: {matches: '^list', case: ignore}",
    "title: {matches: '^Talk:Li'}",
    "title: [Mars, List]",
    "not: {namespace: 1}",
    "all: [{namespace: 0}, {redirect: false}, {longer_than: 5}]",
    "all: [{namespace: 0}, {text: old}]",
    "any: [{namespace: 0}, {redirect: true}]",
    "text: moons",
]


def planned(task, reach, ledger):
    planning = Planning(task, reach, ledger)
    items = [one.item for batch in planning for one in batch]
    edits = [(item.title, item.after) for item in items if isinstance(item, Edit)]
    return edits, planning.plan.funnel


@given(st.sampled_from(SOURCES), st.lists(st.sampled_from(FILTERS), max_size=3))
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_items_are_the_same_in_the_same_order(reach, ledger, source, filters):
    wiki = reach(TEXTS)
    where = f"where: [{', '.join(f'{{{one}}}' for one in filters)}]"
    found, funnel = planned(make_task(f"for_each: {{{source}}}\n{where}"), wiki, ledger)
    # a source with a limit counts what it finds, and stays as it is
    limited = f"for_each: {{union: {{sources: [{{{source}}}], limit: 999}}}}\n{where}"
    whole, other = planned(make_task(limited), wiki, ledger)
    assert found == whole
    assert not other.pushed_down
    assert funnel.planned == other.planned
    assert funnel.seen <= other.seen
    assert funnel.seen == other.seen or funnel.pushed_down
    assert funnel.seen == funnel.planned + sum(funnel.skipped.values())


def asked(more: str, reach) -> tuple[Query, list[str], list[str]]:
    task, wiki = make_task(more), reach({"A": ""})
    found = question(narrowed(task.source, task.where, wiki), wiki)
    assert found
    return (
        found.query,
        [one.yaml_name for one in found.pushed],
        [one.yaml_name for one in found.answered],
    )


def test_filters_narrow_one_after_the_other(reach):
    query, pushed, answered = asked(
        "where: [{redirect: false}, {namespace: 0}, {longer_than: 9}, {shorter_than: 99}, "
        "{title: {matches: '^List of \\w'}}, {text: x}]",
        reach,
    )
    assert query == AllPages(redirects="exclude", smallest=10, largest=98, prefix="List of ")
    assert pushed == ["redirect", "longer_than", "shorter_than", "title"]
    assert answered == ["redirect", "namespace", "longer_than", "shorter_than"]


def test_what_is_within_all_counts_and_what_is_within_any_and_not_does_not(reach):
    query, pushed, answered = asked(
        "where: [{all: [{redirect: true}, {text: x}]}, {any: [{longer_than: 1}]}, "
        "{not: {shorter_than: 1}}]",
        reach,
    )
    assert query == AllPages(redirects="only")
    assert (pushed, answered) == (["all"], [])


@pytest.mark.parametrize(
    "source",
    [
        "{all_pages: {limit: 3}}",
        "{union: {sources: [{all_pages: {}}], limit: 3}}",
        "{union: [{all_pages: {limit: 3}}]}",
        "{sample: {of: {all_pages: {}}, count: 3}}",
        "{file: pages.txt}",
    ],
)
def test_where_pages_are_counted_the_question_stays(reach, source):
    task, wiki = make_task(f"for_each: {source}\nwhere: [{{redirect: false}}]"), reach({"A": ""})
    found = narrowed(task.source, task.where, wiki)
    assert (found.pushed, found.answered) == ((), ())
    assert question(found, wiki) is None


def test_a_list_of_one_is_the_one(reach):
    query, pushed, answered = asked(
        "for_each: [{all_pages: {}}]\nwhere: [{redirect: false}]", reach
    )
    assert query == AllPages(redirects="exclude")
    assert (pushed, answered) == (["redirect"], ["redirect"])


def questions(source, filters, reach) -> tuple[list[Query], list[str], list[str]]:
    task, wiki = make_task(f"for_each: {source}\nwhere: {filters}"), reach({"A": ""})
    found = narrowed(task.source, task.where, wiki)
    return (
        [one.query(wiki) for one in found.source.parts() if isinstance(one, QuerySource)],
        [one.yaml_name for one in found.pushed],
        [one.yaml_name for one in found.answered],
    )


PLANETS = CategoryMembers(category=WikiTitle(14, "Category:Planets"))
FILTERED = "[{redirect: false}, {namespace: 0}]"


def test_of_a_list_each_source_is_asked_for_less_and_all_together_answer_a_filter(reach):
    asked, pushed, answered = questions("[{all_pages: {}}, {category: Planets}]", FILTERED, reach)
    assert asked == [AllPages(redirects="exclude"), replace(PLANETS, namespaces=(0,))]
    assert pushed == ["redirect", "namespace"]
    assert answered == ["namespace"]  # a category does not tell redirects


def test_what_any_of_an_intersection_leaves_out_is_left_out(reach):
    asked, pushed, answered = questions(
        "{intersection: [{all_pages: {}}, {category: Planets}]}", FILTERED, reach
    )
    assert asked == [AllPages(redirects="exclude"), replace(PLANETS, namespaces=(0,))]
    assert pushed == ["redirect", "namespace"]
    assert sorted(set(answered)) == ["namespace", "redirect"]


def test_of_a_difference_only_the_first_is_asked_for_less(reach):
    asked, pushed, answered = questions(
        "{difference: [{all_pages: {}}, {all_pages: {prefix: X}}, {category: Planets}]}",
        FILTERED,
        reach,
    )
    assert asked == [AllPages(redirects="exclude"), AllPages(prefix="X"), PLANETS]
    assert pushed == ["redirect"]
    assert answered == ["redirect", "namespace"]


def test_a_share_is_drawn_from_less_and_a_number_of_pages_from_all(reach):
    source = "{sample: {of: {all_pages: {}}, %s}}"
    share = questions(source % "share: 5%", FILTERED, reach)
    assert share == ([AllPages(redirects="exclude")], ["redirect"], ["redirect", "namespace"])
    count = questions(source % "count: 5", FILTERED, reach)
    assert count == ([AllPages()], [], [])


def test_a_source_within_that_counts_is_left_as_it_is(reach):
    asked, pushed, answered = questions(
        "[{all_pages: {limit: 5}}, {union: [{all_pages: {}}, {titles: [A]}]}]", FILTERED, reach
    )
    assert asked == [
        AllPages(request_size=5),
        AllPages(redirects="exclude"),
        Titles(titles=(WikiTitle(0, "A"),)),
    ]
    assert (pushed, answered) == (["redirect"], [])


def test_what_the_task_knows_already_is_not_asked_again(reach):
    wiki = reach({"A": "", "B": "#REDIRECT [[A]]", "C": "[[B]]"})
    source = make_task(
        "for_each: [{backlinks: {to: A, through_redirects: true}}, {backlinks: A}, "
        "{difference: [{titles: [C]}, {titles: [B]}]}, {all_pages: {limit: 1}}]"
    ).source
    redirect = (Candidate(WikiTitle(0, "B"), 2, redirect=True),)
    shared: FacetValues = {Known(RedirectsTo(to=WikiTitle(0, "A"), double=True)): redirect}
    known = knowing(source, shared, wiki)
    assert [one.query(wiki).known for one in _backlinks(known)] == [redirect, None]
    assert [one.query(wiki).known for one in _backlinks(source)] == [None, None]
    assert list(known.candidates(wiki)) == list(source.candidates(wiki))
    narrower = narrowed(source, make_task("where: [{namespace: 0}]").where, wiki).source
    both = _backlinks(knowing(narrower, shared, wiki))
    assert [(one.query(wiki).known, one.query(wiki).namespaces) for one in both] == [
        (redirect, (0,)),
        (None, (0,)),
    ]


def _backlinks(source):
    found = [one for one in source.parts() if getattr(one, "of", one.yaml_name) == "backlinks"]
    assert found
    return found


class Stubborn(QuerySource):
    """Asks one question and drops some of the answer itself."""

    def query(self, reach):  # noqa: ARG002 - the base's signature
        return AllPages()

    def find(self, reach):
        for batch in super().find(reach):
            yield batch[:1]


def test_a_source_that_does_more_than_to_ask_is_left_alone(reach):
    wiki, redirects = reach({"A": ""}), make_task("where: [{redirect: true}]").where
    found = narrowed(Stubborn(), redirects, wiki)
    assert found == NarrowedSource(Stubborn())
    assert question(found, wiki) is None


@pytest.mark.parametrize(
    ("pattern", "prefix"),
    [
        ("^List of", "List of"),
        ("^List of .*s$", "List of "),
        ("^Lists?", "List"),
        ("^Star Trek: [A-Z]", "Star Trek: "),
        ("^1984", "1984"),
        ("^Élan", "Élan"),
        ("List of", None),
        ("^list of", None),  # no title begins with a small letter here
        ("^A|^B", None),
        ("^(?i:List)", None),
        ("^A  B", None),
        ("^Talk:Mars", None),
        ("^X*", None),
        ("^A::B", "A::B"),
        ("^https://", None),
    ],
)
def test_the_beginning_of_a_pattern(pattern, prefix):
    found = Title(matches=(pattern,)).narrowed(AllPages(), SITE)
    if prefix is None:
        assert found is None
    else:
        assert found
        assert (found.query, found.whole) == (AllPages(prefix=prefix), False)


def test_the_beginning_of_a_title_in_another_namespace():
    one = Title(matches=("^Talk:Mars",))
    found = one.narrowed(AllPages(namespace=1), SITE)
    assert found
    assert found.query == AllPages(namespace=1, prefix="Mars")
    assert one.narrowed(RecentChanges(), SITE) is None
    assert Title(matches=("^Mars",), title=("X",)).narrowed(AllPages(), SITE) is None
    assert Title(matches=("^Mars",)).narrowed(AllPages(prefix="Venus"), SITE) is None


def test_dates_narrow_what_changed_lately():
    after = {"after": "2026-03-01"}
    created = Created.model_validate(after).narrowed(RecentChanges(types=("new",)), SITE)
    since = datetime(2026, 2, 28, 23, tzinfo=UTC)  # an hour more, for clocks that differ
    assert created == Narrowed(RecentChanges(types=("new",), since=since), whole=False)
    edited = LastEdited.model_validate(after)
    assert edited.narrowed(RecentChanges(), SITE) == Narrowed(
        RecentChanges(since=since), whole=False
    )
    assert edited.narrowed(AllPages(), SITE) is None
    assert LastEdited(before="2 days").narrowed(RecentChanges(), SITE) is None
    assert Created(by=("Ann",)).narrowed(RecentChanges(types=("new",)), SITE) is None
