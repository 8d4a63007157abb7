"""Facets that are asked for apart: the same values on the same pages as when all is fetched."""

from datetime import UTC, datetime
from itertools import chain

import pytest

from bot.page import INFO, Candidate, Page
from bot.titles import Title
from bot.wiki import Incoming
from bot.wiki.changed import ChangedSince

NAMES = ("Mercury", "Gold", "No such page", "Alembic", "Philosophy")
CANDIDATES = [Candidate(Title(0, name)) for name in NAMES]
LINKS = Incoming(namespaces=(0,), enough=3)


def fetched(wiki, *facets) -> list[Page]:
    return list(chain.from_iterable(wiki.fetch([CANDIDATES], frozenset({INFO, *facets}))))


def test_pages_that_were_read_keep_what_they_have(wiki):
    read = fetched(wiki)
    parts = [read[:2], [], read[2:]]
    more = list(chain.from_iterable(wiki.further(parts, frozenset({LINKS}))))
    whole = fetched(wiki, LINKS)
    assert [one.title.text for one in more] == list(NAMES)
    assert [one[LINKS] for one in more] == [one[LINKS] for one in whole]
    assert [one.revid for one in more] == [one.revid for one in whole]
    assert [one.exists for one in more] == [True, True, False, True, True]


def test_pages_that_nobody_read_are_looked_up(wiki):
    unread = [Page.unread(one, wiki.site) for one in CANDIDATES]
    more = list(chain.from_iterable(wiki.further([unread], frozenset({LINKS}))))
    assert [one[LINKS] for one in more] == [one[LINKS] for one in fetched(wiki, LINKS)]


def test_what_comes_with_its_page_costs_nothing_of_its_own(wiki):
    assert wiki.effort(INFO) == "together"
    assert wiki.effort(LINKS) in {"together", "apart"}


@pytest.mark.parametrize("facet", [INFO, LINKS])
def test_no_pages_ask_nothing(wiki, facet):
    before = wiki.requests
    assert list(wiki.further([], frozenset({facet}))) == []
    assert wiki.requests == before


def test_both_can_be_asked_what_changed(wiki):
    assert wiki.offers(ChangedSince(since=datetime(2026, 1, 1, tzinfo=UTC)))
