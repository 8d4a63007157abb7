"""Limits that a real MediaWiki has, or takes away: batches shrink, and cut answers come whole."""

import pytest

from bot.page import INFO, TEXT
from bot.titles import Title
from bot.wiki import AllPages, Backlinks, Categories, LinkedPages, Titles, UsedTemplates
from bot.wiki.facts import Rendered

pytestmark = pytest.mark.live

# As if somebody took the flag off the account.
DEMOTED = """
foreach ( $wgGroupPermissions as $group => $rights ) {
    $wgGroupPermissions[$group]['apihighlimits'] = false;
}
"""
FEW = "$wgAPIMaxResultSize = 150000;"
SMALL = AllPages(largest=100_000)  # what is more than an answer may be no wiki gives
TEMPLATES = UsedTemplates(frozenset(Title(10, f"Template:Number {one}") for one in range(80)))


def told(wiki, wanted, *facets):
    """All that is told of each page, and how many requests that took."""
    assert wiki.site
    before = wiki.requests
    found = {
        page.title: (page.revid, page.length, *(page[facet] for facet in facets))
        for batch in wiki.fetch(wanted, frozenset({INFO, *facets}))
        for page in batch
    }
    return found, wiki.requests - before


@pytest.fixture
def named(open_wiki):
    wiki = open_wiki()
    every = [one for batch in wiki.enumerate(SMALL) for one in batch]
    return Titles(titles=tuple(one.title for one in every[:180]))


def test_an_account_that_loses_its_high_limits_goes_on_in_smaller_batches(
    scratch, open_wiki, named
):
    high, demoted = open_wiki(), open_wiki()
    facets = (TEXT, Categories(), TEMPLATES)
    expected, requests = told(high, named, *facets)
    assert (len(expected), requests) == (180, 1)
    assert demoted.site.limits.titles == 500
    scratch.set(DEMOTED)
    try:
        found, requests = told(demoted, named, *facets)
        assert found == expected
        assert requests == 1 + 4  # the one that was too large, and four of 50 each
        assert told(demoted, Backlinks(to=Title(0, "Mercury")), TEXT) == told(
            open_wiki(), Backlinks(to=Title(0, "Mercury")), TEXT
        )
    finally:
        scratch.set("")


def test_pages_found_by_a_generator_come_all_where_the_limit_is_smaller_than_thought(
    scratch, open_wiki
):
    query = AllPages(redirects="exclude")
    expected, _ = told(open_wiki(), query, TEMPLATES, LinkedPages())
    demoted = open_wiki()
    assert demoted.site.limits.titles == 500
    scratch.set(DEMOTED)
    try:
        found, _ = told(demoted, query, TEMPLATES, LinkedPages())
    finally:
        scratch.set("")
    assert list(found) == list(expected)
    assert found == expected


def test_answers_that_are_cut_come_whole(scratch, open_wiki, named):
    facets = (TEXT, Categories(), LinkedPages())
    wiki = open_wiki()
    expected, _ = told(wiki, named, *facets)
    everything, one = told(wiki, SMALL, *facets)
    scratch.set(FEW)
    try:
        found, _ = told(wiki, named, *facets)
        generated, several = told(wiki, SMALL, *facets)
    finally:
        scratch.set("")
    assert found == expected
    assert several > one
    assert generated == everything


def test_a_page_that_is_more_than_an_answer_may_be_is_not_shown(scratch, open_wiki):
    mercury = Titles(titles=(Title(0, "Mercury (planet)"),))
    wiki = open_wiki()
    [(_, _, words)] = told(wiki, mercury, Rendered())[0].values()
    assert words
    scratch.set("$wgAPIMaxResultSize = 1500;")
    try:
        [(_, _, words)] = told(wiki, mercury, Rendered())[0].values()
    finally:
        scratch.set("")
    assert words is None
