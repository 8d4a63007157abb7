"""docs/requests.md says what filters cost: every row is asked of the real MediaWiki."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.filters import FILTERS
from bot.loading import installed_tables, parse_task
from bot.mediawiki import BotPassword, MediaWiki
from bot.page import INFO, NOTHING
from bot.wiki import AllPages, Known
from devwiki.devwiki import Devwiki
from tests.docs.test_requests_page import rows
from tests.pairs import SITE

ROWS = rows("Filters")
TASK = "for_each: {titles: A}\ndo:\n  - report: {columns: {p: title}}\nwhere:\n"


@pytest.fixture(scope="module")
def wiki(devwiki: Devwiki) -> Iterator[MediaWiki]:
    """The real wiki, already logged in."""
    name, password = devwiki.accounts["SweepBot"].login("sweep")
    one = MediaWiki("devwiki", devwiki.api, "User:Tester", BotPassword(name, password))
    with closing(one):
        assert one.site
        yield one


@pytest.fixture(scope="module")
def found(wiki):
    """The pages of the main namespace, one batch."""
    return [one for batch in wiki.enumerate(AllPages()) for one in batch]


@pytest.mark.live
@pytest.mark.parametrize(("written", "requests"), ROWS, ids=[name for name, _ in ROWS])
def test_a_filter_costs_what_the_page_says(wiki, found, written, requests):
    [one] = parse_task(f"{TASK}  - {written}\n", "row.yaml", installed_tables()).where
    site = wiki.site
    one.fits(site)
    before = wiki.requests
    needs = one.needs(site)
    for facet in needs:
        if isinstance(facet, Known):
            assert list(wiki.enumerate(facet.query))
    asked = frozenset(facet for facet in needs if facet.scope == "page") | {INFO}
    assert 400 < sum(len(batch) for batch in wiki.fetch([found], asked)) < 500
    assert wiki.requests - before == requests


def test_every_filter_is_told_of():
    told = {written.partition(":")[0] for written, _ in ROWS}
    free = {"all", "any", "not", "namespace", "title", "subpage"}  # these ask nothing
    assert FILTERS.keys() - told - free == {"created"}
    assert FILTERS["subpage"].model_validate({}).needs(SITE) == NOTHING
