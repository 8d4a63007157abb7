"""Lists that both wikis give: by number, by size, by beginning, drawn by lot."""

from itertools import chain

import pytest

from bot.outside import Outside
from bot.page import INFO
from bot.plugin import Reach
from bot.sources.page_list import PageList
from bot.wiki import AllPages, PageIds, RandomPages
from tests.contract.expanded import all_pages

pytestmark = pytest.mark.live


def told(wiki, query):
    return [(one.title.text, one.pageid, one.redirect) for one in chain(*wiki.enumerate(query))]


@pytest.fixture(scope="session")
def numbers(offline):
    return [page.pageid for page in all_pages(offline)]


def test_every_page_has_the_same_number(offline, live, numbers):
    query = PageIds(ids=(*numbers[::-1], max(numbers) + 7, numbers[0]))
    found = told(offline, query)
    assert told(live, query) == found
    assert len(found) == len(numbers) + 1
    assert found[-1][0] == f"Special:Redirect/page/{max(numbers) + 7}"


def test_pages_are_read_by_their_numbers_in_as_few_requests_as_there_are_batches(live, numbers):
    before = live.requests
    query = PageIds(ids=(*numbers, max(numbers) + 7))
    pages = list(chain(*live.fetch(query, frozenset({INFO}))))
    assert live.requests - before == -(-(len(numbers) + 1) // live.site.limits.titles)
    assert [page.pageid for page in pages if page.exists] == numbers
    assert [page.title.namespace for page in pages if not page.exists] == [-1]


@pytest.mark.parametrize("order", ["ascending", "descending"])
@pytest.mark.parametrize(
    "bounds",
    [
        {"smallest": 100},
        {"largest": 99},
        {"smallest": 40, "largest": 60, "redirects": "exclude"},
        {"largest": 30, "redirects": "only"},
        {"largest": 500, "prefix": "Merc"},
        {"smallest": 10_000_000},
        {"largest": 0},
    ],
)
def test_pages_of_a_size_are_the_same(offline, live, bounds, order):
    query = AllPages(order=order, request_size=70, **bounds)
    mine = [one[:2] for one in told(offline, query)]
    assert [one[:2] for one in told(live, query)] == mine


def test_all_are_drawn_where_as_many_are_asked_for_as_there_are(wiki, offline):
    everyone = sorted(told(offline, AllPages(redirects="exclude")))
    query = RandomPages(count=len(everyone) + 5, namespaces=(0,), request_size=100)
    assert sorted(told(wiki, query)) == everyone


@pytest.mark.parametrize("redirects", ["include", "exclude", "only"])
def test_as_many_are_drawn_as_are_asked_for(wiki, redirects):
    found = told(wiki, RandomPages(count=7, redirects=redirects))
    assert len(set(found)) == 7
    flags = {redirect for *_, redirect in found}
    assert redirects == "include" or flags == {redirects == "only"}


def test_a_list_on_a_page_is_the_same(offline, live):
    def links(wiki):
        source = PageList(page="Main Page")
        return [one.title.text for one in chain(*source.candidates(Reach(wiki, Outside())))]

    assert links(live) == links(offline)
    assert len(links(live)) > 5
