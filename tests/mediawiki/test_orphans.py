"""Orphans by the API: all pages listed, those counted, and no more than what is left read."""

from dataclasses import replace

from bot.page import INFO
from bot.wiki import Incoming, Orphans

PAGES = [{"pageid": number, "ns": 0, "title": name} for number, name in enumerate("ABC", 1)]


def listed(*names):
    return {"query": {"allpages": [one for one in PAGES if one["title"] in names]}}


def linked(*pairs):
    ids = {one["title"]: one["pageid"] for one in PAGES}
    pages = [
        {
            "pageid": ids[to],
            "ns": 0,
            "title": to,
            "linkshere": [{"pageid": 9, "ns": 0, "title": by}],
        }
        for to, by in pairs
    ]
    return {"batchcomplete": True, "query": {"pages": pages}}


ORPHANS = Orphans(links=Incoming(namespaces=(0,)), namespaces=(0,))


def titles(batches):
    return [one.title.text for batch in batches for one in batch]


def test_pages_without_links_are_left_and_nothing_else_is_asked_of_them(wiki, mediawiki):
    wiki.will(listed("A", "B", "C"), linked(("B", "X")))
    one = mediawiki()
    assert titles(one.enumerate(ORPHANS)) == ["A", "C"]
    lists, counts = wiki.asked[-2:]
    assert lists.parameters["apfilterredir"] == "nonredirects"
    assert counts.parameters["pageids"] == "1|2|3"


def test_namespaces_that_the_wiki_does_not_have_are_not_asked_for(wiki, mediawiki):
    one = mediawiki()
    assert one.site
    before = len(wiki.asked)
    assert titles(one.enumerate(replace(ORPHANS, namespaces=(4711, -1)))) == []
    assert titles(one.enumerate(replace(ORPHANS, namespaces=()))) == []
    assert len(wiki.asked) == before


def test_what_is_left_is_read(wiki, mediawiki):
    info = {"lastrevid": 5, "length": 3, "contentmodel": "wikitext"}
    wiki.will(
        listed("A", "B"),
        linked(("A", "X")),
        {"batchcomplete": True, "query": {"pages": [{**PAGES[1], **info}]}},
    )
    [[page]] = mediawiki().fetch(ORPHANS, frozenset({INFO}))
    assert (page.title.text, page.revid, page.length) == ("B", 5, 3)
    assert wiki.asked[-1].parameters["pageids"] == "2"


def test_where_every_page_is_linked_there_is_none(wiki, mediawiki):
    wiki.will(listed("A", "B"), linked(("A", "X"), ("B", "X")))
    assert list(mediawiki().enumerate(ORPHANS)) == []
