"""The class that the floors above meet."""

from dataclasses import dataclass

import pytest

from bot.errors import NotOffered
from bot.mediawiki import MediaWiki
from bot.page import INFO, TEXT, Candidate, Facet
from bot.plan import Edit, Row
from bot.titles import Title
from bot.wiki import (
    REDIRECT_FLAG,
    AllPages,
    BacklinkLevels,
    Backlinks,
    Categories,
    CategoryMembers,
    Known,
    Query,
    RawList,
    RedirectsTo,
    Titles,
    Wiki,
)
from tests.mediawiki.scripted import SWEEP

X = Title(0, "X")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tides(Query):
    """A question of somebody else's."""


@dataclass(frozen=True, slots=True)
class Moon(Facet[int]):
    """A facet of somebody else's."""


def test_it_is_a_wiki_and_asks_nothing_before_its_first_use(wiki, mediawiki):
    one: Wiki = mediawiki(SWEEP)
    assert one.requests == 0
    assert one.site.wiki == "testwiki"
    assert one.requests == 3
    assert len(wiki.greeted) == 3


@pytest.mark.parametrize(
    "question",
    [
        Backlinks(to=X),
        BacklinkLevels(to=X),
        RedirectsTo(to=X),
        Titles(titles=(X,)),
        AllPages(),
        CategoryMembers(category=Title(14, "Category:C")),
        RawList(module="search"),
        INFO,
        TEXT,
        REDIRECT_FLAG,
        Categories(),
        Known(RedirectsTo(to=X)),
        Edit,
    ],
)
def test_what_it_offers(wiki, mediawiki, question):
    assert mediawiki().offers(question)
    assert wiki.greeted == []


@pytest.mark.parametrize("question", [Tides(), Moon(), Known(Tides()), Row])
def test_what_it_does_not_offer(mediawiki, question):
    assert not mediawiki().offers(question)


def test_a_question_that_it_does_not_know_is_refused_when_it_is_asked(mediawiki):
    one = mediawiki()
    with pytest.raises(NotOffered, match=r"^testwiki: Tides is no question"):
        one.enumerate(Tides())
    with pytest.raises(NotOffered, match=r"^testwiki: Tides is no question"):
        one.fetch(Tides())


def test_an_item_that_is_no_edit_is_refused(mediawiki):
    with pytest.raises(NotOffered, match=r"^testwiki: an item of kind row"):
        mediawiki().write(Row(title=X, report="r", columns={}))


def test_it_enumerates_fetches_and_writes(wiki, mediawiki):
    one = mediawiki(SWEEP)
    entry = {"pageid": 1, "ns": 0, "title": "A"}
    page = {**entry, "lastrevid": 5, "length": 1, "contentmodel": "wikitext"}
    wiki.will(
        {"query": {"backlinks": [entry]}},
        {"query": {"pages": [page]}},
        {"query": {"pages": [page]}},
        {"edit": {"result": "Success", "pageid": 1, "nochange": True}},
    )
    (batch,) = one.enumerate(Backlinks(to=X))
    assert batch == [Candidate(Title(0, "A"), 1, redirect=False)]
    ((fetched,),) = one.fetch([batch])
    assert fetched.revid == 5
    ((found,),) = one.fetch(Backlinks(to=X))
    assert found.revid == 5
    item = Edit(
        title=Title(0, "A"), pageid=1, baserevid=5, read_at=None, before="", after="", summary=""
    )
    assert one.write(item).code == "no_change"
    assert one.requests == 3 + 4 + 1


def test_titles_need_no_wiki_at_all():
    one = MediaWiki("testwiki", "https://wiki.invalid/w/api.php", "User:Tester")
    assert [len(batch) for batch in one.enumerate(Titles(titles=(X,)))] == [1]
    assert one.requests == 0
    one.close()
