"""One edit is one request, and every answer is an outcome, a stop, or an error that says what."""

from datetime import UTC, datetime

import pytest

from bot.errors import ApiError, Stopped, Unreachable
from bot.mediawiki.saving import save
from bot.plan import Edit, Publish
from bot.titles import Title
from tests.mediawiki.scripted import SWEEP, Raw, error

READ_AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def edit(**more):
    given = {
        "title": Title(0, "X"),
        "pageid": 1,
        "baserevid": 5,
        "read_at": READ_AT,
        "before": "a",
        "after": "b & c=é",
        "summary": "Bot: b",
    }
    return Edit(**{**given, **more})


def saved(**more):
    result = {
        "result": "Success",
        "pageid": 1,
        "title": "X",
        "oldrevid": 5,
        "newrevid": 6,
        "newtimestamp": "2026-01-02T03:05:00Z",
    }
    return {"edit": {**result, **more}}


def test_an_edit_is_sent_with_base_start_and_guards_and_its_token_last(wiki, session):
    wiki.will(saved())
    outcome = save(session(SWEEP), edit())
    assert (outcome.code, outcome.revid, outcome.merged) == ("saved", 6, False)
    assert outcome.timestamp == datetime(2026, 1, 2, 3, 5, tzinfo=UTC)
    asked = wiki.asked[0]
    assert asked.method == "POST"
    assert asked.parameters == {
        "action": "edit",
        "format": "json",
        "formatversion": "2",
        "maxlag": "5",
        "assert": "bot",
        "assertuser": "Sweeper",
        "title": "X",
        "text": "b & c=é",
        "summary": "Bot: b",
        "baserevid": "5",
        "starttimestamp": "2026-01-02T03:04:05Z",
        "nocreate": "1",
        "watchlist": "nochange",
        "notminor": "1",
        "bot": "1",
        "token": "csrftoken+\\",
    }
    assert list(asked.parameters)[-1] == "token"


def test_minor_and_bot_are_as_the_item_says(wiki, session):
    wiki.will(saved(), saved())
    one = session(SWEEP)
    save(one, edit(minor=True, bot=False, read_at=None))
    asked = wiki.asked[0].parameters
    assert asked["minor"] == "1"
    assert asked["assert"] == "user"
    assert {"notminor", "bot", "starttimestamp", "basetimestamp"}.isdisjoint(asked)
    wiki.about["query"]["userinfo"]["rights"] = ["edit"]
    save(session(SWEEP), edit())
    asked = wiki.asked[1].parameters
    assert (asked["bot"], asked["assert"]) == ("1", "user")


def test_an_edit_that_changes_nothing_is_told(wiki, session):
    wiki.will({"edit": {"result": "Success", "pageid": 1, "nochange": True}})
    assert save(session(SWEEP), edit()).code == "no_change"


def test_an_edit_that_the_wiki_merged_is_told(wiki, session):
    wiki.will(saved(oldrevid=7))
    outcome = save(session(SWEEP), edit())
    assert (outcome.code, outcome.merged) == ("saved", True)


def test_an_edit_that_reached_another_page_is_told(wiki, session):
    wiki.will(saved(pageid=9), saved(pageid=9, nochange=True), saved(pageid=9))
    outcome = save(session(SWEEP), edit())
    assert (outcome.code, outcome.revid) == ("failed", 6)
    assert outcome.detail == (
        "it was saved on another page (id 9), which somebody made under this title: look at "
        "revision 6 and undo it by hand"
    )
    same = save(session(SWEEP), edit())
    assert (same.code, same.revid) == ("failed", None)
    assert same.detail == "the title is another page's now (id 9), which has this very text"
    assert save(session(SWEEP), edit(pageid=None)).code == "saved"


def test_a_refusal_is_told_in_the_wikis_words(wiki, session):
    wiki.will(error("protectedpage", "Some <b>words</b>"))
    got = save(session(SWEEP), edit())
    assert (got.code, got.detail) == ("protected", "protectedpage: Some words")


def test_links_that_a_blacklist_found_are_told(wiki, session):
    one = session(SWEEP)
    for found in ({"matches": ["a.example", "b.example"]}, {"matches": "a"}, ["a"]):
        wiki.will(error("spamblacklist", "words", spamblacklist=found))
    assert save(one, edit()).detail == "spamblacklist: words (a.example, b.example)"
    assert save(one, edit()).detail == "spamblacklist: words"
    assert save(one, edit()).detail == "spamblacklist: words"


def test_a_stop_says_what_to_do(wiki, session):
    wiki.will(error("blocked", "words", blockinfo={"blockpartial": False}))
    with pytest.raises(Stopped, match=r"^testwiki: blocked: words; read the reason"):
        save(session(SWEEP), edit())


def test_a_partial_block_is_told_as_one(wiki, session):
    wiki.will(error("blocked", "words", blockinfo={"blockpartial": True}))
    got = save(session(SWEEP), edit())
    assert (got.code, got.detail) == ("protected", "partly blocked: words")


def test_a_captcha_stops_the_work(wiki, session):
    wiki.will({"edit": {"result": "Failure", "captcha": {"type": "math"}}})
    with pytest.raises(Stopped, match="skipcaptcha"):
        save(session(SWEEP), edit())


@pytest.mark.parametrize(
    ("result", "detail"),
    [
        ({"info": "Hit <i>something</i>", "code": "hit"}, "Hit something"),
        ({"code": "hit"}, "hit"),
        ({}, "{'result': 'Failure'}"),
    ],
)
def test_an_extension_may_refuse_in_its_own_words(wiki, session, result, detail):
    wiki.will({"edit": {"result": "Failure", **result}})
    got = save(session(SWEEP), edit())
    assert (got.code, got.detail) == ("refused", detail)


def test_an_error_that_nobody_knows_never_ends_the_work(wiki, session):
    wiki.will(error("newinthisversion", "words"))
    got = save(session(SWEEP), edit())
    assert (got.code, got.detail) == ("failed", "newinthisversion: words")


def test_an_error_of_a_request_beside_the_edit_is_none_of_the_edit(wiki, session):
    one = session(SWEEP)
    _ = one.site
    wiki.startup = False
    wiki.will(error("newinthisversion", "words"))
    with pytest.raises(ApiError, match="newinthisversion"):
        save(one, edit())
    assert wiki.asked[0].parameters["type"] == "csrf"


def publish(**more):
    given = {
        "title": Title(0, "X"),
        "baserevid": None,
        "read_at": READ_AT,
        "before": "",
        "after": "b",
        "summary": "Bot: b",
    }
    return Publish(**{**given, **more})


def test_a_page_is_made_only_where_there_is_none(wiki, session):
    wiki.will(saved(new=True, oldrevid=0), error("articleexists", "words"))
    one = session(SWEEP)
    outcome = save(one, publish())
    assert (outcome.code, outcome.revid, outcome.merged) == ("saved", 6, False)
    asked = wiki.asked[0].parameters
    assert asked["createonly"] == "1"
    assert asked["starttimestamp"] == "2026-01-02T03:04:05Z"
    assert {"nocreate", "baserevid"}.isdisjoint(asked)
    assert save(one, publish()).code == "exists"


def test_a_report_on_a_page_that_exists_goes_like_an_edit(wiki, session):
    wiki.will(saved(), saved(), saved(oldrevid=7))
    one = session(SWEEP)
    save(one, edit(after="b"))
    save(one, publish(pageid=1, baserevid=5))
    first, second = (asked.parameters for asked in wiki.asked)
    assert first == second
    assert save(one, publish(pageid=1, baserevid=5)).merged


@pytest.mark.parametrize(
    "reply",
    [
        error("internal_api_error_MWException"),
        {"edit": "no"},
        {"edit": ["Success"]},
        {"edit": {}},
        {"edit": {"result": "Success"}},
        {"edit": {"result": "Success", "pageid": 1}},
        {"edit": {"result": "Success", "pageid": 9}},
        {"edit": {"result": "Success", "pageid": 1, "newrevid": 6, "newtimestamp": "noon"}},
        {"edit": {"result": "Success", "pageid": None, "nochange": True}},
        {},
    ],
)
def test_an_answer_that_tells_nothing_is_unsettled(wiki, session, reply):
    wiki.will(reply)
    with pytest.raises(Unreachable) as ended:
        save(session(SWEEP), edit())
    assert ended.value.unsettled


@pytest.mark.parametrize("reply", [Raw(reset=True), Raw(502), Raw(200, "<html>")])
def test_an_edit_is_sent_once_whatever_happens_to_it(wiki, session, reply):
    wiki.will(reply)
    with pytest.raises(Unreachable) as ended:
        save(session(SWEEP), edit())
    assert ended.value.unsettled
    assert len(wiki.asked) == 1


@pytest.mark.parametrize("reply", [error("maxlag"), error("ratelimited"), error("readonly")])
def test_an_edit_waits_while_the_wiki_asks_for_it(wiki, session, clock, reply):
    wiki.will(reply, saved())
    assert save(session(SWEEP), edit()).code == "saved"
    assert clock.waits


def test_a_lost_session_is_mended_before_the_edit_is_sent_again(wiki, session):
    one = session(SWEEP)
    wiki.will(error("assertnameduserfailed"), saved())
    assert save(one, edit()).code == "saved"
    assert [asked.parameters["token"] for asked in wiki.asked] == ["csrftoken+\\"] * 2


def test_a_text_that_is_no_unicode_is_not_sent(wiki, session):
    got = save(session(SWEEP), edit(after="ab\ud800"))
    assert (got.code, got.detail) == (
        "failed",
        "the new text has a character that is none, at 2",
    )
    assert wiki.asked == []
