"""Special pages: their pages in order, of when the list is, and names that are none."""

import pytest

from bot.errors import ApiError, NotOffered, UsageError
from bot.plan import Notice
from bot.titles import Title
from bot.wiki import SpecialPage
from tests.mediawiki.asking import own
from tests.mediawiki.lists import everything, values
from tests.mediawiki.scripted import SWEEP, error

WANTED = Title(-1, "Special:Wantedpages")


def listed(*results, more=None, **about):
    found = {"query": {"querypage": {"name": "X", "results": list(results), **about}}}
    return found | ({"continue": more} if more else {})


def page(title, **more):
    return {"ns": 0, "title": title, **more}


def test_pages_come_in_the_order_of_the_list_with_its_values(wiki, session):
    wiki.will(
        listed(page("B", value="12"), page("A", value=3), more={"qpoffset": "2"}),
        listed(page("B"), page("C", value="20260102", timestamp="2026-01-02T00:00:00Z"), page("D")),
    )
    one = session(SWEEP)
    assert [(found.title.text, found.row) for found in everything(one, SpecialPage(name="X"))] == [
        ("B", {"value": "12"}),
        ("A", {"value": "3"}),
        ("C", {"value": "2026-01-02T00:00:00Z"}),
        ("D", None),
    ]
    assert own(wiki.asked[0]) == {"list": "querypage", "qppage": "X", "qplimit": "max"}
    assert one.notices == []


@pytest.mark.parametrize(
    ("about", "words"),
    [
        (
            {"cachedtimestamp": "2026-01-02T03:04:05Z", "maxresults": 5000},
            (
                "the wiki made this list on 2026-01-02 at 03:04 UTC and keeps the first 5,000 "
                "pages of it"
            ),
        ),
        ({}, "the wiki made this list some time ago, or never"),
    ],
)
def test_a_list_that_was_made_beforehand_is_told_once(wiki, session, said, about, words):
    reply = listed(page("A"), cached=True, more={"qpoffset": "1"}, **about)
    wiki.will(reply, listed(cached=True, **about), reply, listed(cached=True, **about))
    one = session(SWEEP)
    for _ in range(2):
        everything(one, SpecialPage(name="Wantedpages"))
    assert one.notices == [Notice(WANTED, "cached", words)]
    assert said == [f"testwiki: Special:Wantedpages: {words}"]


def test_a_list_that_is_switched_off_is_not_an_empty_one(wiki, session):
    wiki.will(listed(disabled=True))
    with pytest.raises(NotOffered, match="has switched the special page X off"):
        everything(session(SWEEP), SpecialPage(name="X"))


def test_a_name_that_the_wiki_spells_otherwise_is_found(wiki, session):
    known = values(page=["Wantedpages", "BrokenRedirects"])
    wiki.will(error("badvalue"), known, listed(page("A")))
    found = everything(session(SWEEP), SpecialPage(name="Brokenredirects"))
    assert [one.title.text for one in found] == ["A"]
    assert own(wiki.asked[1]) == {"modules": "query+querypage"}
    assert wiki.asked[2].parameters["qppage"] == "BrokenRedirects"


def test_a_name_that_is_none_is_told_with_what_was_meant(wiki, session):
    wiki.will(error("badvalue"), values(page=["Wantedpages", "Lonelypages"]))
    with pytest.raises(UsageError, match="called 'Wantedpage'; did you mean `Wantedpages`"):
        everything(session(SWEEP), SpecialPage(name="Wantedpage"))
    wiki.will(error("unknown_qppage"), {"paraminfo": {"modules": []}})
    with pytest.raises(UsageError, match="called 'X'; it has none"):
        everything(session(SWEEP), SpecialPage(name="X"))
    wiki.will(error("badvalue"), values(page=[f"Page{letter * 9}" for letter in "abcdefghijklmno"]))
    with pytest.raises(UsageError, match=r"called 'X'$"):
        everything(session(SWEEP), SpecialPage(name="X"))


def test_what_we_may_not_see_stays_the_wiki_s_error(wiki, session):
    wiki.will(error("specialpage-cantexecute", "You may not"))
    with pytest.raises(ApiError, match="You may not"):
        everything(session(SWEEP), SpecialPage(name="Unwatchedpages"))
