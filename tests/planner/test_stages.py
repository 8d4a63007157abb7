"""Which facets are fetched when: together what one request fetches, the rest for what is left."""

from typing import ClassVar

import pytest

from bot.filters.created import Created
from bot.filters.in_category import InCategory
from bot.filters.orphan import Orphan
from bot.filters.redirect import Redirect
from bot.filters.text import Text
from bot.mediawiki.facets import effort
from bot.page import INFO, TEXT, Facets, Page
from bot.planner.stages import Stage, stages, without_bare_reading
from bot.plugin import Filter
from bot.wiki import REDIRECT_FLAG, Categories, FirstRevision, Incoming
from tests.pairs import SITE

ORPHAN = Orphan()
(LINKS,) = ORPHAN.needs(SITE)
FIRST = FirstRevision()
TEXT_FILTER, IN_CATEGORY = Text(text=("x",)), InCategory(category=("C",))
CREATED = Created(by=("Ann",))


class OrphanOrShort(Filter):
    """Reads the pages themselves and what is asked for apart."""

    reads: ClassVar = frozenset({INFO, LINKS})

    def keep(self, page: Page) -> bool:
        return bool(page.length)


def made(filters, more=frozenset()):
    wanted = frozenset({INFO}).union(more, *(one.needs(SITE) for one in filters))
    return stages(filters, wanted, SITE, effort)


def test_the_facets_are_what_they_are_taken_for():
    assert isinstance(LINKS, Incoming)
    assert [effort(one) for one in (INFO, TEXT, LINKS, FIRST)] == [
        *("together", "together", "apart", "each")
    ]


def test_what_one_request_fetches_is_one_stage():
    found = made([Redirect(), IN_CATEGORY, TEXT_FILTER])
    facets: Facets = frozenset({INFO, REDIRECT_FLAG, Categories(), TEXT})
    assert found == (Stage(facets, (Redirect(), IN_CATEGORY, TEXT_FILTER)),)
    assert made([], {TEXT}) == (Stage(frozenset({INFO, TEXT})),)


def test_what_is_asked_for_apart_waits_for_the_filters_that_read_pages():
    assert made([ORPHAN, TEXT_FILTER]) == (
        Stage(frozenset({INFO, TEXT}), (TEXT_FILTER,)),
        Stage(frozenset({LINKS}), (ORPHAN,), reads=False),
    )


def test_pages_are_read_last_where_no_filter_reads_them():
    assert made([ORPHAN], {TEXT}) == (
        Stage(frozenset({LINKS}), (ORPHAN,), reads=False),
        Stage(frozenset({INFO, TEXT})),
    )


def test_pages_are_read_first_where_that_is_wanted():
    wanted: Facets = frozenset({INFO, TEXT, LINKS})
    assert stages([ORPHAN], wanted, SITE, effort, read_first=True) == (
        Stage(frozenset({INFO, TEXT})),
        Stage(frozenset({LINKS}), (ORPHAN,), reads=False),
    )


def test_a_filter_that_needs_both_waits_for_the_pages():
    one = OrphanOrShort()
    assert made([one], {TEXT}) == (
        Stage(frozenset({INFO, TEXT})),
        Stage(frozenset({LINKS}), (one,), reads=False),
    )


def test_what_costs_a_request_a_page_comes_last():
    assert made([CREATED, ORPHAN, TEXT_FILTER]) == (
        Stage(frozenset({INFO, TEXT}), (TEXT_FILTER,)),
        Stage(frozenset({LINKS}), (ORPHAN,), reads=False),
        Stage(frozenset({FIRST}), (CREATED,), reads=False),
    )


def test_what_only_an_action_wants_is_asked_for_pages_that_all_filters_keep():
    assert made([TEXT_FILTER], {LINKS}) == (
        Stage(frozenset({INFO, TEXT}), (TEXT_FILTER,)),
        Stage(frozenset({LINKS}), reads=False),
    )
    assert made([CREATED], {LINKS}) == (
        Stage(frozenset({FIRST}), (CREATED,), reads=False),
        Stage(frozenset({INFO})),
        Stage(frozenset({LINKS}), reads=False),
    )


@pytest.mark.parametrize("filters", [[], [ORPHAN], [ORPHAN, TEXT_FILTER], [CREATED, ORPHAN]])
def test_every_facet_is_fetched_once_and_every_filter_judges_once(filters):
    found = made(filters, {TEXT, Categories()})
    facets = [facet for stage in found for facet in stage.facets]
    assert len(facets) == len(set(facets))
    assert set(facets) == {INFO, TEXT, Categories()}.union(*(one.needs(SITE) for one in filters))
    assert sorted(one.yaml_name for stage in found for one in stage.filters) == sorted(
        one.yaml_name for one in filters
    )


def test_a_last_reading_that_tells_nothing_is_left_out():
    asking, reading = made([ORPHAN])
    assert without_bare_reading((asking, reading)) == (asking,)


@pytest.mark.parametrize(
    "rounds",
    [made([]), made([ORPHAN], {TEXT}), made([ORPHAN, TEXT_FILTER]), made([Redirect()])],
)
def test_a_reading_that_tells_something_stays(rounds):
    assert without_bare_reading(rounds) == rounds
