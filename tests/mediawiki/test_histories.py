"""The revisions of one page after another one: continued, with what is hidden, and never wrong."""

from datetime import UTC, datetime

import pytest

from bot.errors import ApiError
from bot.mediawiki.fetching import UNREADABLE, fetch_candidates
from bot.page import INFO, TEXT, Candidate
from bot.titles import Title
from bot.wiki import REDIRECT_FLAG, FirstRevision, LastRevision, Revision, Sha1, Since
from tests.mediawiki.scripted import SWEEP, error
from tests.mediawiki.test_fetching import info, pages, revision

X = Candidate(Title(0, "X"), 1)
SHA1 = Sha1()


def entry(revid, **more):
    return {
        "revid": revid,
        "parentid": revid - 1,
        "user": "A",
        "timestamp": "2026-01-01T00:00:00Z",
        "comment": "c",
        "slots": {"main": {"sha1": "ab"}},
        **more,
    }


def made(revid, **more):
    given = {
        "revid": revid,
        "parent": revid - 1,
        "user": "A",
        "timestamp": datetime(2026, 1, 1, tzinfo=UTC),
        "sha1": "ab",
        "summary": "c",
    }
    return Revision(**{**given, **more})


def told(*revisions, more=None):
    return pages({"pageid": 1, "ns": 0, "title": "X", "revisions": list(revisions)}, more=more)


@pytest.fixture
def fetch(session):
    def one(candidate, *facets):
        made = session(SWEEP)
        _ = made.site
        ((page,),) = fetch_candidates(made, [[candidate]], frozenset(facets))
        return page

    return one


def test_the_start_is_left_out_and_parts_are_put_together(wiki, fetch):
    wiki.will(pages(info(1, "X")), told(entry(5), entry(6), more={"rvcontinue": "a"}))
    wiki.will(told(entry(6), entry(7)))
    page = fetch(X, INFO, Since(5))
    assert page[Since(5)] == (made(6), made(7))
    _, asked, again = (one.parameters for one in wiki.asked)
    assert asked["pageids"] == "1"
    assert (asked["rvstartid"], asked["rvdir"], asked["rvlimit"]) == ("5", "newer", "max")
    assert asked["rvprop"] == "ids|timestamp|user|comment|slotsha1"
    assert again["rvcontinue"] == "a"


def test_texts_come_where_they_are_asked_for_and_are_not_hidden(wiki, fetch):
    slots = [{"sha1": "ab", "content": ""}, {"sha1": "ab", "texthidden": True}]
    told_of = [entry(6 + at, slots={"main": slot}) for at, slot in enumerate(slots)]
    wiki.will(pages(info(1, "X")), told(entry(5, slots={"main": {"content": "old"}}), *told_of))
    since = Since(5, texts=True)
    assert fetch(X, INFO, since)[since] == (made(6, text=""), made(7, text=None))
    asked = wiki.asked[1].parameters
    assert asked["rvprop"] == "ids|timestamp|user|comment|slotsha1|content"
    assert asked["rvslots"] == "main"


def test_texts_that_came_unasked_are_not_kept(wiki, fetch):
    slot = {"sha1": "ab", "content": "x", "contentmodel": "wikitext"}
    given = entry(5, size=1, slots={"main": slot})
    wiki.will(pages(info(1, "X", revisions=[given])))
    page = fetch(X, TEXT, LastRevision())
    assert (page.text, page[LastRevision()]) == ("x", made(5))


def test_texts_after_a_start_that_is_gone(wiki, fetch):
    given = entry(6, slots={"main": {"sha1": "ab", "content": "x"}})
    wiki.will(pages(info(1, "X")), error("badid_rvstartid"), told(entry(4), given))
    since = Since(5, texts=True)
    assert fetch(X, INFO, since)[since] == (made(6, text="x"),)


def test_from_zero_on_are_all(wiki, fetch):
    wiki.will(pages(info(1, "X")), told(entry(5, parentid=0)))
    assert fetch(X, INFO, Since(0))[Since(0)] == (made(5, parent=0),)
    assert "rvstartid" not in wiki.asked[1].parameters


def test_what_is_hidden_is_empty(wiki, fetch):
    hidden = {"revid": 6, "timestamp": "2026-01-01T00:00:00Z", "userhidden": True}
    slot = {"slots": {"main": {"sha1hidden": True}}, "commenthidden": True}
    wiki.will(pages(info(1, "X")), told(entry(5), hidden, {**hidden, **slot, "revid": 7}))
    first, second = fetch(X, INFO, Since(5))[Since(5)]
    assert first == made(6, parent=0, user="", sha1="", summary="")
    assert second == made(7, parent=0, user="", sha1="", summary="")


def test_a_start_that_is_gone_leaves_what_is_newer_by_its_number(wiki, fetch):
    wiki.will(pages(info(1, "X")), error("badid_rvstartid"), told(entry(4), entry(6)))
    assert fetch(X, INFO, Since(5))[Since(5)] == (made(6),)


def test_other_errors_are_errors(wiki, fetch):
    wiki.will(pages(info(1, "X")), error("rvsomething"))
    with pytest.raises(ApiError, match="rvsomething"):
        fetch(X, INFO, Since(5))


def test_a_page_that_is_not_there_is_not_asked_for(wiki, fetch):
    wiki.will(pages({"ns": 0, "title": "X", "missing": True}))
    assert fetch(Candidate(Title(0, "X")), INFO, Since(5))[Since(5)] == ()


def test_an_unreadable_page_has_its_oldest_revision_by_its_title(wiki, fetch):
    wiki.will(error("accessdenied"), told(entry(3, parentid=0)))
    page = fetch(Candidate(Title(0, "X")), INFO, FirstRevision())
    assert page[FirstRevision()] == made(3, parent=0)
    assert wiki.asked[1].parameters["titles"] == "X"


def test_a_page_that_went_meanwhile_has_no_oldest_revision(wiki, fetch):
    wiki.will(pages(info(1, "X")), pages({"pageid": 1, "missing": True}))
    assert fetch(X, INFO, FirstRevision())[FirstRevision()] is None


def test_a_page_that_went_meanwhile_has_none(wiki, fetch):
    wiki.will(pages(info(1, "X")), pages({"pageid": 1, "missing": True}))
    assert fetch(X, INFO, Since(5))[Since(5)] == ()


def test_an_unreadable_page_is_asked_for_by_its_title(wiki, fetch):
    wiki.will(error("accessdenied"), told(entry(6)), error("accessdenied"), error("accessdenied"))
    page = fetch(Candidate(Title(0, "X")), TEXT, Since(5))
    assert (page.model, page[Since(5)]) == (UNREADABLE, (made(6),))
    assert wiki.asked[1].parameters["titles"] == "X"
    with pytest.raises(ApiError, match="accessdenied"):  # nobody can tell what is in it
        fetch(Candidate(Title(0, "X")), TEXT, Since(5))


def test_digest_and_text_come_in_one_request(wiki, fetch):
    one = revision("x")
    one["revisions"][0]["slots"]["main"]["sha1"] = "ab"
    wiki.will(pages(info(1, "X", **one)))
    page = fetch(X, TEXT, SHA1, REDIRECT_FLAG)
    assert (page.text, page[SHA1], page.revid) == ("x", "ab", 5)
    asked = wiki.asked[0].parameters
    assert sorted(asked["rvprop"].split("|")) == ["content", "ids", "size", "slotsha1", "timestamp"]
    assert asked["rvslots"] == "main"


def test_a_digest_alone_tells_of_the_revision_that_it_is_of(wiki, fetch):
    one = {"revid": 9, "timestamp": "2026-01-01T00:00:00Z", "size": 7}
    wiki.will(pages(info(1, "X", revisions=[{**one, "slots": {"main": {"sha1": "ab"}}}])))
    page = fetch(X, SHA1)
    assert (page[SHA1], page.revid, page.length) == ("ab", 9, 7)


@pytest.mark.parametrize("found", [{}, {"revisions": []}, {"revisions": [{"revid": 5}]}])
def test_a_digest_that_nobody_tells_is_empty(wiki, fetch, found):
    wiki.will(pages(info(1, "X", **found)))
    assert fetch(X, SHA1)[SHA1] == ""


def test_the_oldest_revision_is_asked_for_by_itself(wiki, fetch):
    wiki.will(pages(info(1, "X")), told(entry(3, parentid=0)))
    assert fetch(X, INFO, FirstRevision())[FirstRevision()] == made(3, parent=0)
    asked = wiki.asked[1].parameters
    assert (asked["rvdir"], asked["rvlimit"], asked["pageids"]) == ("newer", "1", "1")


def test_a_page_without_an_oldest_revision_has_none(wiki, fetch):
    wiki.will(pages(info(1, "X")), pages())
    assert fetch(X, INFO, FirstRevision())[FirstRevision()] is None
    wiki.will(pages({"ns": 0, "title": "X", "missing": True}))
    assert fetch(Candidate(Title(0, "X")), INFO, FirstRevision())[FirstRevision()] is None
