"""What the wiki leaves out itself: the same items in the same order, with and without."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.filters.created import Created
from bot.filters.last_edited import LastEdited
from bot.filters.title import Title
from bot.plan import Edit
from bot.planner.planning import Planning
from bot.planner.pushing import question
from bot.plugin import Narrowed, QuerySource
from bot.wiki import AllPages, Query, RecentChanges
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
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_items_are_the_same_in_the_same_order(reach, ledger, source, filters):
    wiki = reach(TEXTS)
    where = f"where: [{', '.join(f'{{{one}}}' for one in filters)}]"
    found, funnel = planned(make_task(f"for_each: {{{source}}}\n{where}"), wiki, ledger)
    # a source made of sources is no question that could be narrowed
    whole, other = planned(make_task(f"for_each: {{union: [{{{source}}}]}}\n{where}"), wiki, ledger)
    assert found == whole
    assert not other.pushed_down
    assert funnel.planned == other.planned
    assert funnel.seen <= other.seen
    assert funnel.seen == other.seen or funnel.pushed_down
    assert funnel.seen == funnel.planned + sum(funnel.skipped.values())


def asked(more: str, reach) -> tuple[Query, list[str], list[str]]:
    task = make_task(more)
    found = question(task.source, task.where, reach({"A": ""}))
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
        "[{all_pages: {}}, {backlinks: Mars}]",
        "{union: [{all_pages: {}}]}",
        "{file: pages.txt}",
    ],
)
def test_a_limit_and_a_source_of_sources_keep_their_questions(reach, source):
    task = make_task(f"for_each: {source}\nwhere: [{{redirect: false}}]")
    assert question(task.source, task.where, reach({"A": ""})) is None


class Stubborn(QuerySource):
    """Asks one question and drops some of the answer itself."""

    def query(self, reach):  # noqa: ARG002 - the base's signature
        return AllPages()

    def find(self, reach):
        for batch in super().find(reach):
            yield batch[:1]


def test_a_source_that_does_more_than_to_ask_is_left_alone(reach):
    assert question(Stubborn(), (), reach({"A": ""})) is None


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
    narrowed = Title(matches=(pattern,)).narrowed(AllPages(), SITE)
    if prefix is None:
        assert narrowed is None
    else:
        assert narrowed
        assert (narrowed.query, narrowed.whole) == (AllPages(prefix=prefix), False)


def test_the_beginning_of_a_title_in_another_namespace():
    one = Title(matches=("^Talk:Mars",))
    narrowed = one.narrowed(AllPages(namespace=1), SITE)
    assert narrowed
    assert narrowed.query == AllPages(namespace=1, prefix="Mars")
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
