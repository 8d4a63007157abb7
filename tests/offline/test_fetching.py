from datetime import UTC, datetime

import pytest

from bot.errors import NotOffered
from bot.page import INFO, NOTHING, TEXT, Candidate, NotFetched, Text
from bot.titles import Title
from bot.wiki import REDIRECT_FLAG, Backlinks, Categories, Known, RedirectsTo, Since, Titles
from tests.offline.exports import NOON, Entry, Rev

ALL = frozenset({INFO, TEXT, REDIRECT_FLAG, Categories()})


def _titles(*names):
    return [[Candidate(Title(0, name)) for name in names]]


def _fetched(wiki, wanted, facets=ALL):
    return [page for batch in wiki.fetch(wanted, facets) for page in batch]


def test_a_page_comes_with_all_its_facts(wiki_of):
    wiki = wiki_of({"A": "[[Category:B]] ä"})
    [page] = _fetched(wiki, _titles("A"))
    assert (page.exists, page.pageid, page.revid, page.redirect) == (True, 1, 101, False)
    assert (page.length, page.model, page.read_at) == (17, "wikitext", NOON)
    assert page.timestamp == datetime(2024, 1, 1, tzinfo=UTC)
    assert page.text == "[[Category:B]] ä"
    assert page[REDIRECT_FLAG] is False
    assert page[Categories()] == {Title(14, "Category:B")}


def test_only_what_was_asked_for_is_there(wiki_of):
    wiki = wiki_of({"A": "x"})
    [page] = _fetched(wiki, _titles("A"), frozenset({REDIRECT_FLAG}))
    assert set(page.facets) == {REDIRECT_FLAG, INFO}
    with pytest.raises(NotFetched):
        assert page.text


def test_nothing_asked_is_nothing_read(wiki_of):
    wiki = wiki_of({"A": "x"})
    [one, two] = _fetched(wiki, _titles("A", "Nowhere"), NOTHING)
    assert (one.revid, two.exists) == (0, True)


def test_a_page_that_does_not_exist_has_no_text(wiki_of):
    [page] = _fetched(wiki_of({"A": "x"}), _titles("Nowhere"))
    assert (page.exists, page.pageid, page.redirect) == (False, None, False)
    assert page[Categories()] == frozenset()
    assert TEXT not in page.facets


def test_a_hidden_text_is_no_wikitext(wiki_of):
    wiki = wiki_of({}, Entry("A", (Rev("x", deleted=True),)))
    [page] = _fetched(wiki, _titles("A"))
    assert (page.exists, page.text, page.model) == (True, "", "unreadable")


def test_a_hidden_text_is_hidden_in_the_history_too(wiki_of):
    wiki = wiki_of({"B": "y"}, Entry("A", (Rev("x", deleted=True),)))
    since = Since(0, texts=True)
    pages = _fetched(wiki, _titles("A", "B"), frozenset({since}))
    assert [[one.text for one in page[since]] for page in pages] == [[None], ["y"]]


def test_a_page_without_a_time_has_none(open_wiki, export_file):
    path = export_file(Entry("A", (Rev("x"),)))
    path.write_text(path.read_text().replace("<timestamp>2024-01-01T00:00:00Z</timestamp>", ""))
    [page] = _fetched(open_wiki(path), _titles("A"))
    assert page.timestamp is None


def test_batches_are_regrouped_in_order(wiki_of):
    names = [f"P{number}" for number in range(1001)]
    wiki = wiki_of(dict.fromkeys(names, "x"))
    given = [_titles(name)[0] for name in reversed(names)] + [[]]
    batches = list(wiki.fetch(iter(given), frozenset({INFO})))
    assert [len(batch) for batch in batches] == [500, 500, 1]
    assert [page.title.text for batch in batches for page in batch] == names[::-1]
    assert wiki.requests == 3


def test_heavy_texts_make_smaller_batches_in_the_same_order(wiki_of):
    names = [f"P{number}" for number in range(5)]
    wiki = wiki_of(dict.fromkeys(names, "x" * (3 << 20)))
    batches = list(wiki.fetch(_titles(*names), frozenset({TEXT})))
    assert [[page.title.text for page in batch] for batch in batches] == [
        ["P0", "P1"], ["P2", "P3"], ["P4"],
    ]  # fmt: skip
    assert len(next(wiki.fetch(_titles(*names)))) == 5


def test_one_page_heavier_than_a_batch_still_comes(wiki_of):
    wiki = wiki_of({"A": "x" * (9 << 20), "B": "y"})
    assert [len(page.text) for page in _fetched(wiki, _titles("A", "B"))] == [9 << 20, 1]


def test_a_query_is_found_and_fetched_at_once(wiki_of):
    wiki = wiki_of({"A": "[[X]]", "B": "[[X]] too", "X": "x"})
    query = Backlinks(to=Title(0, "X"), request_size=1)
    batches = list(wiki.fetch(query, frozenset({TEXT})))
    assert [[page.text for page in batch] for batch in batches] == [["[[X]]"], ["[[X]] too"]]
    assert wiki.requests == 2


def test_the_candidate_goes_with_its_page(wiki_of):
    wiki = wiki_of({"A": "x"})
    [page] = _fetched(wiki, Titles(titles=(Title(0, "A"),), rows=({"n": "1"},)))
    assert page.candidate.row == {"n": "1"}


def test_facets_that_no_page_has_here_are_not_offered(wiki_of):
    wiki = wiki_of({"A": "x"})
    known = Known(RedirectsTo(to=Title(0, "A")))
    with pytest.raises(NotOffered, match="testwiki is an offline wiki: it has no Known"):
        wiki.fetch(_titles("A"), frozenset({known}))
    assert wiki.offers(Text())
