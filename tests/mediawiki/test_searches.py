"""Searches: handed on as they are, in the order of their matches, with a word where they end."""

import pytest

from bot.errors import UsageError
from bot.plan import Notice
from bot.titles import Title
from bot.wiki import PrefixSearch, Search
from tests.mediawiki.asking import entry, own
from tests.mediawiki.lists import answer, everything, titles, values
from tests.mediawiki.scripted import SWEEP

SR = {"list": "search", "srlimit": "max", "srinfo": "totalhits", "srprop": ""}


def hits(total, *entries, more=None):
    found = answer("search", *entries, more=more)
    found["query"]["searchinfo"] = {"totalhits": total}
    return found


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        (Search(text="a|b"), {"srsearch": "a|b", "srwhat": "text", "srnamespace": "*"}),
        (
            Search(text="x", what="title", namespaces=(0, 4), request_size=3),
            {"srsearch": "x", "srwhat": "title", "srnamespace": "0|4", "srlimit": "3"},
        ),
    ],
)
def test_a_search_is_asked_for_as_it_is_meant(wiki, session, query, parameters):
    wiki.will(hits(2, entry(2), entry(1), more={"sroffset": "2"}), answer("search", entry(2)))
    one = session(SWEEP)
    assert titles(one, query) == ["P2", "P1"]
    assert own(wiki.asked[0]) == {**SR, **parameters}
    assert one.notices == []


def test_a_way_to_sort_is_looked_up_first(wiki, session):
    known = values(sort=["relevance", "last_edit_desc"])
    wiki.will(known, hits(0), known)
    everything(session(SWEEP), Search(text="x", sort="last_edit_desc"))
    assert own(wiki.asked[0]) == {"modules": "query+search"}
    assert wiki.asked[1].parameters["srsort"] == "last_edit_desc"
    with pytest.raises(UsageError, match="no way to sort a search called 'last_edit'; did you"):
        everything(session(SWEEP), Search(text="x", sort="last_edit"))


def test_a_wiki_that_sorts_in_one_way_alone_says_so(wiki, session):
    wiki.will(values(search="string"))
    with pytest.raises(UsageError, match="no way to sort a search called 'x'; it has none"):
        everything(session(SWEEP), Search(text="x", sort="x"))


@pytest.mark.parametrize(("total", "noticed"), [(10_000, 0), (12_345, 1)])
def test_a_search_that_the_wiki_cuts_off_is_told(wiki, session, total, noticed):
    wiki.will(
        hits(total, *map(entry, range(1, 5001)), more={"sroffset": "5000"}),
        hits(total, *map(entry, range(5001, 10_001))),
    )
    one = session(SWEEP)
    assert len(everything(one, Search(text="x"))) == 10_000
    words = "the wiki found 12,345 pages and gives the first 10,000 of them"
    notice = Notice(Title(-1, "Special:Search"), "cut_off", words)
    assert one.notices == [notice] * noticed


def test_the_search_box_is_asked_everywhere_or_where_it_is_meant(wiki, session):
    wiki.will(
        answer("prefixsearch", {"ns": -1, "title": "Special:X", "special": True}, entry(1)),
        answer("prefixsearch"),
    )
    found = everything(session(SWEEP), PrefixSearch(text="X"))
    assert [(one.title.text, one.pageid) for one in found] == [("Special:X", None), ("P1", 1)]
    asked = {"list": "prefixsearch", "pssearch": "X", "pslimit": "max"}
    assert own(wiki.asked[0]) == {**asked, "psnamespace": "*"}
    everything(session(SWEEP), PrefixSearch(text="X", namespaces=(4,)))
    assert own(wiki.asked[1]) == {**asked, "psnamespace": "4"}


@pytest.mark.parametrize("query", [Search(text="x"), PrefixSearch(text="x")])
def test_where_no_page_is_nothing_is_searched(session, query):
    everywhere = type(query)(text="x", namespaces=(99,))
    assert everything(session(SWEEP), everywhere) == []
