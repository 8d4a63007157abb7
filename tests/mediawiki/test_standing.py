"""How our account stands: one request, and what each part of its answer means."""

import pytest

from bot.errors import ApiError, Unreachable
from bot.mediawiki.fetching import UNREADABLE
from bot.page import INFO, TEXT
from bot.site import Account
from bot.titles import Title
from tests.mediawiki.scripted import SWEEP, error
from tests.mediawiki.test_fetching import info, pages, revision

STOP = Title(2, "User:Sweeper/Stop")
TALK = {"ns": 3, "title": "User talk:Sweeper", "missing": True}
US = {"id": 7, "name": "Sweeper", "groups": ["bot"], "rights": ["bot", "edit"], "messages": False}


def answer(*entries, **userinfo):
    return pages(*entries, userinfo={**US, **userinfo})


@pytest.fixture
def look(mediawiki):
    one = mediawiki(SWEEP)
    _ = one.site
    return one.look


def test_it_is_one_request_for_account_talk_page_and_stop_page(wiki, look):
    stop = info(5, "User:Sweeper/Stop", 2, **revision("run"))
    talk = info(6, "User talk:Sweeper", 3, **revision("hello", 77))
    wiki.will(answer(talk, stop, messages=True))
    standing = look(STOP)
    assert standing.account == Account(
        "Sweeper", anonymous=False, groups=frozenset({"bot"}), rights=frozenset({"bot", "edit"})
    )
    assert (standing.block, standing.messages, standing.talk) == ("", True, 77)
    assert standing.stop_page.text == "run"
    assert standing.stop_page[INFO] is None
    (asked,) = wiki.asked
    assert asked.parameters["titles"] == "User talk:Sweeper|User:Sweeper/Stop"
    assert asked.parameters["meta"] == "userinfo"
    assert asked.parameters["uiprop"] == "blockinfo|hasmsg|rights|groups"
    assert asked.parameters["assert"] == "user"


def test_without_a_stop_page_none_is_asked_for(wiki, look):
    wiki.will(answer(TALK))
    standing = look()
    assert (standing.stop_page, standing.talk) == (None, 0)
    assert wiki.asked[0].parameters["titles"] == "User talk:Sweeper"


def test_the_talk_page_can_be_the_stop_page(wiki, look):
    wiki.will(answer(info(6, "User talk:Sweeper", 3, **revision("hello", 77))))
    standing = look(Title(3, "User talk:Sweeper"))
    assert standing.talk == standing.stop_page.revid == 77
    assert wiki.asked[0].parameters["titles"] == "User talk:Sweeper"


def test_a_stop_page_that_is_not_there_does_not_exist(wiki, look):
    wiki.will(answer({"ns": 2, "title": STOP.text, "missing": True}, TALK))
    page = look(STOP).stop_page
    assert not page.exists
    assert TEXT not in page.facets


def test_a_stop_page_whose_text_is_hidden_is_unreadable(wiki, look):
    wiki.will(answer(info(5, STOP.text, 2, revisions=[{"revid": 5, "texthidden": True}]), TALK))
    assert look(STOP).stop_page.model == UNREADABLE


def test_a_stop_page_that_is_not_for_us_is_unreadable(wiki, look):
    wiki.will(error("accessdenied"), answer(info(5, STOP.text, 2), TALK, messages=True))
    standing = look(STOP)
    assert (standing.stop_page.model, standing.stop_page.text) == (UNREADABLE, "")
    assert standing.messages
    assert "revisions" not in wiki.asked[1].parameters["prop"]


def test_any_other_error_is_an_error(wiki, look):
    wiki.will(error("newinthisversion"))
    with pytest.raises(ApiError, match="newinthisversion"):
        look(STOP)


def test_an_answer_in_parts_is_put_together(wiki, look):
    whole = answer(TALK, info(5, STOP.text, 2))
    del whole["batchcomplete"]
    rest = pages(info(5, STOP.text, 2, **revision("stop")))
    wiki.will({**whole, "continue": {"rvcontinue": "a"}}, rest)
    standing = look(STOP)
    assert standing.account.name == "Sweeper"
    assert standing.stop_page.text == "stop"


@pytest.mark.parametrize("reply", [{}, pages(TALK), {"query": []}])
def test_an_answer_that_does_not_say_is_none(wiki, look, reply):
    wiki.will(reply)
    with pytest.raises(Unreachable):
        look()


@pytest.mark.parametrize(
    ("told", "block"),
    [
        ({}, ""),
        (
            {"blockid": 3, "blockedby": "Admin", "blockreason": "it <b>runs</b>"},
            "it runs (by Admin)",
        ),
        ({"blockid": 3, "blockedby": "Admin", "blockreason": ""}, "no reason given (by Admin)"),
        ({"blockid": None, "blockedby": "", "blockreason": "proxy"}, "proxy"),
        ({"blockid": 3, "blockedby": "Admin", "blockpartial": True}, ""),
        ({"blockid": 3, "blockedby": "A", "blockreason": "x", "blockpartial": False}, "x (by A)"),
    ],
)
def test_a_block_of_the_whole_account_is_told_with_its_reason(wiki, look, told, block):
    wiki.will(answer(TALK, **told))
    assert look().block == block


def test_once_the_end_is_asked_for_nothing_is_asked(wiki, mediawiki):
    one = mediawiki(SWEEP)
    _ = one.site
    one.end_waits()
    with pytest.raises(Unreachable, match="is asked no more") as ended:
        one.look()
    assert not ended.value.unsettled
    assert wiki.asked == []
    assert one.site.account.name == "Sweeper"
