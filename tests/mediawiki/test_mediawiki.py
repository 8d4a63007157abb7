"""The class that the floors above meet."""

import json
import threading
from dataclasses import dataclass

import pytest

from bot.errors import NotOffered, Unreachable
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
from tests.mediawiki.scripted import SWEEP, Raw, error
from tests.mediawiki.test_codes import EDIT, SAVED

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


def test_the_end_of_waits_lets_the_edit_under_way_be_answered(wiki, mediawiki):
    one = mediawiki(SWEEP)
    _ = one.site
    wiki.will(Raw(200, json.dumps(SAVED), stall=0.3))
    ending = threading.Timer(0.1, one.end_waits)
    ending.start()
    assert one.write(EDIT).code == "saved"
    ending.join()
    with pytest.raises(Unreachable, match="is asked no more") as ended:
        one.write(EDIT)
    assert not ended.value.unsettled
    assert len(wiki.asked) == 1


def test_the_end_of_waits_ends_the_one_under_way_and_nothing_was_sent(wiki, mediawiki, clock):
    one = mediawiki(SWEEP)
    _ = one.site
    clock.wait = lambda _: one.end_waits()
    wiki.will(error("maxlag"))
    with pytest.raises(Unreachable, match="is asked no more") as ended:
        one.write(EDIT)
    assert not ended.value.unsettled
    assert one.slowed == 1
    assert len(wiki.asked) == 1


def test_an_edit_whose_answer_is_lost_after_the_end_is_unsettled(wiki, mediawiki):
    one = mediawiki(SWEEP)
    _ = one.site
    wiki.will(Raw(reset=True, stall=0.3))
    ending = threading.Timer(0.1, one.end_waits)
    ending.start()
    with pytest.raises(Unreachable) as ended:
        one.write(EDIT)
    ending.join()
    assert ended.value.unsettled


def test_a_lost_session_is_not_mended_after_the_end(wiki, mediawiki, clock):
    one = mediawiki(SWEEP)
    _ = one.site
    clock.time += 3600
    wiki.will(Raw(200, json.dumps(error("assertuserfailed")), stall=0.3))
    ending = threading.Timer(0.1, one.end_waits)
    ending.start()
    with pytest.raises(Unreachable, match="is asked no more") as ended:
        one.write(EDIT)
    ending.join()
    assert not ended.value.unsettled
