"""The sources that let the wiki choose: random, search, with_property, lint_errors, special."""

import pytest
from pydantic import ValidationError

from bot import wiki
from bot.errors import UsageError
from bot.sources.lint_errors import LintErrors
from bot.sources.random_ import Random
from bot.sources.search import Search
from bot.sources.special import Special
from bot.sources.special_pages import ROWS, SPECIAL_PAGES
from bot.sources.with_property import WithProperty
from tests.sources.conftest import made


def test_pages_are_drawn_once_and_the_same_with_the_same_seed(reach):
    def drawn(**options):
        batches = made(Random, **options).candidates(reach)
        return [str(one.title) for batch in batches for one in batch]

    assert sorted(drawn(count=10)) == ["A", "B", "C"]
    assert sorted(drawn(count=10, redirects="include")) == ["A", "B", "C", "D"]
    assert drawn(count=5, redirects="only") == ["D"]
    assert drawn(count=2, namespace="Talk") == []
    orders = {tuple(drawn(count=4, seed=seed, redirects="include")) for seed in range(30)}
    assert len(orders) > 10
    for seed in range(5):
        both = drawn(count=2, seed=seed, namespace="all")
        assert both == drawn(count=2, seed=seed)
        assert both == drawn(count=3, seed=seed)[:2]


def test_without_a_seed_every_page_is_drawn_now_and_then(reach):
    found = {
        str(one.title)
        for _ in range(60)
        for batch in made(Random, count=1).candidates(reach)
        for one in batch
    }
    assert found == {"A", "B", "C"}


def test_what_is_drawn_from_is_an_option(query_of):
    asked = made(Random, count="3", namespace=["0", "Talk"], redirects="only", seed="9")
    asked.fits(query_of.site)
    assert query_of(asked) == wiki.RandomPages(count=3, namespaces=(0, 1), redirects="only", seed=9)
    assert query_of(made(Random, count=3)).namespaces == (0,)
    with pytest.raises(ValidationError):
        made(Random, count=0)


def test_a_search_is_handed_on(query_of):
    asked = made(Search, query="a -b", what="title", sort="x", namespace="all", limit=4)
    asked.fits(query_of.site)
    assert query_of(asked) == wiki.Search(text="a -b", what="title", sort="x", request_size=4)
    assert query_of(made(Search, query="a", namespace="Talk")).namespaces == (1,)
    with pytest.raises(ValidationError, match="finds one page"):
        made(Search, query="a", what="nearmatch", sort="x")
    with pytest.raises(ValidationError):
        made(Search, query="")


def test_a_property_is_handed_on(query_of):
    asked = query_of(made(WithProperty, name="noindex", order="descending", limit=2))
    assert asked == wiki.WithProperty(name="noindex", order="descending", request_size=2)


def test_lint_errors_are_handed_on(query_of):
    asked = made(LintErrors, error=["high", "fostered"], namespace="0")
    asked.fits(query_of.site)
    assert query_of(asked) == wiki.LintErrors(categories=("high", "fostered"), namespaces=(0,))


@pytest.mark.parametrize("page", ["Wantedpages", "Special:Wantedpages", "special:wantedpages"])
def test_a_special_page_goes_by_its_name(query_of, page):
    asked = made(Special, page=page, limit=3)
    asked.fits(query_of.site)
    assert query_of(asked) == wiki.SpecialPage(name="Wantedpages", request_size=3)
    assert asked.gives_rows()


def test_what_is_no_special_page_is_refused(query_of):
    with pytest.raises(UsageError, match="is not a special page"):
        made(Special, page="Talk:X").fits(query_of.site)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_each_short_name_asks_for_its_special_page(query_of, row):
    source = made(SPECIAL_PAGES[row.name], limit=2)
    assert query_of(source) == wiki.SpecialPage(name=row.special, request_size=2)
    assert source.gives_rows()


def test_no_two_short_names_are_alike():
    assert len({row.special for row in ROWS}) == len(ROWS) == len(SPECIAL_PAGES)
