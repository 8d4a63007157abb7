"""The session: start-up in few requests, who we are, tokens, and a lost session mended once."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.errors import ApiError, SessionLost, Unreachable
from bot.mediawiki import OAuth2
from tests.mediawiki.scripted import SWEEP, Raw, error, siteinfo

LOST = error("assertnameduserfailed")
OK: dict[str, Any] = {"query": {"pages": []}}
TOKEN = {"query": {"tokens": {"logintoken": "l+\\"}}}
WELCOME = {"login": {"result": "Success"}}


def test_a_bot_password_starts_with_three_requests(wiki, session):
    one = session(SWEEP)
    assert one.requests == 0
    assert one.site.account.name == "Sweeper"
    assert one.requests == 3
    token, login, about = wiki.greeted
    assert token.parameters["type"] == "login"
    assert login.method == "POST"
    assert login.parameters["lgname"] == "Sweeper@tests"
    assert about.parameters["assert"] == "user"
    _ = one.site
    assert one.requests == 3


def test_without_login_one_request_is_enough_and_nothing_is_asserted(wiki, session):
    wiki.about = siteinfo((), "127.0.0.1", anonymous=True)
    one = session()
    assert one.site.account.anonymous
    assert one.requests == 1
    wiki.will(OK)
    one.ask({"titles": "A"})
    assert "assert" not in wiki.asked[0].parameters
    assert "assertuser" not in wiki.asked[0].parameters


def test_every_question_names_the_account_and_the_patience(wiki, session):
    wiki.will(OK)
    session(SWEEP).ask({"titles": "A"})
    asked = wiki.asked[0].parameters
    assert asked == {
        "action": "query",
        "titles": "A",
        "format": "json",
        "formatversion": "2",
        "maxlag": "5",
        "assert": "user",
        "assertuser": "Sweeper",
        "curtimestamp": "1",
    }
    assert {one.parameters["maxlag"] for one in wiki.greeted} == {"5"}


@pytest.mark.parametrize("reply", [{"query": {"general": {}}}, {"batchcomplete": True}])
def test_an_answer_that_is_no_siteinfo_is_told(wiki, session, reply):
    wiki.startup = False
    wiki.will(reply)
    with pytest.raises(Unreachable, match=r"^testwiki: .*api.php"):
        _ = session().site


def test_a_wiki_for_members_only_says_that_it_wants_credentials(wiki, session):
    wiki.startup = False
    wiki.will(error("readapidenied", "You need read permission"))
    with pytest.raises(ApiError, match="only members may read it") as told:
        _ = session().site
    assert told.value.code == "readapidenied"


def test_a_lost_session_is_mended_and_the_question_asked_again(wiki, session, clock):
    one = session(SWEEP)
    _ = one.site
    clock.time += 3600
    wiki.will(LOST, OK)
    assert one.ask({"titles": "A"})["query"] == {"pages": []}
    assert wiki.asked[0].parameters == wiki.asked[1].parameters
    assert one.requests == 3 + 1 + 2 + 1


def test_a_session_lost_again_right_after_it_was_mended_is_lost(wiki, session):
    one = session(SWEEP)
    _ = one.site
    wiki.will(LOST, LOST)
    with pytest.raises(SessionLost, match=r"^testwiki: .*although we have just logged in.*https:"):
        one.ask({})
    assert one.requests == 3 + 1 + 2 + 1


def test_a_session_that_is_lost_again_and_again_is_not_mended_for_ever(wiki, session, clock):
    one = session(SWEEP)
    _ = one.site
    for _ in range(4):
        wiki.will(LOST, OK)
        one.ask({})
    wiki.will(LOST)
    with pytest.raises(SessionLost, match="after 5 logins within a minute"):
        one.ask({})
    clock.time += 60
    wiki.will(LOST, OK)
    one.ask({})


def test_the_cookies_of_a_lost_session_are_not_sent_with_the_new_login(wiki, session, clock):
    one = session(SWEEP)
    cookie = {"Set-Cookie": "s=old; path=/"}
    wiki.will(Raw(200, b'{"query": {}}', cookie), LOST, OK)
    one.ask({})
    clock.time += 3600
    one.ask({})
    assert wiki.asked[1].headers["Cookie"] == "s=old"
    assert [greeting.headers.get("Cookie") for greeting in wiki.greeted[3:]] == [None, None]
    assert wiki.asked[2].headers.get("Cookie") is None


def test_a_refused_oauth_token_cannot_be_mended_by_a_login(wiki, session):
    wiki.startup = False
    wiki.will(error("assertuserfailed"))
    with pytest.raises(SessionLost, match="check its credentials in the config"):
        _ = session(OAuth2("token")).site


def test_an_invalid_oauth_token_says_what_to_check(wiki, session):
    wiki.startup = False
    wiki.will(error("mwoauth-invalid-authorization", "Invalid consumer"))
    with pytest.raises(ApiError, match="check its OAuth tokens in the config"):
        _ = session(OAuth2("token")).site


def test_an_action_has_its_token_last_and_asks_for_it_once(wiki, session):
    one = session(SWEEP)
    wiki.will({"edit": {}}, {"edit": {}})
    one.act({"action": "edit", "text": "x"})
    one.act({"action": "edit", "text": "y"})
    assert list(wiki.asked[0].parameters)[-1] == "token"
    assert wiki.asked[0].parameters["token"] == "csrftoken+\\"
    assert [greeting.parameters.get("type") for greeting in wiki.greeted].count("csrf") == 1


def test_a_refused_token_is_fetched_anew_then_the_session_then_it_is_lost(wiki, session, clock):
    one = session(SWEEP)
    _ = one.site
    clock.time += 3600
    bad = error("badtoken", "Invalid CSRF token.")
    wiki.will(bad, {"edit": {"result": "Success"}})
    assert one.act({"action": "edit"})["edit"]["result"] == "Success"
    wiki.will(bad, bad, {"edit": {"result": "Success"}})
    assert one.act({"action": "edit"})["edit"]["result"] == "Success"
    clock.time += 3600
    wiki.will(bad, bad, bad)
    with pytest.raises(SessionLost, match="Invalid CSRF token"):
        one.act({"action": "edit"})
    logins = [one for one in wiki.greeted if one.parameters["action"] == "login"]
    assert len(logins) == 3


def test_another_error_of_an_action_is_raised_whenever_it_comes(wiki, session, clock):
    one = session(SWEEP)
    _ = one.site
    clock.time += 3600
    bad, conflict = error("badtoken"), error("editconflict")
    for script in ([conflict], [bad, conflict], [bad, bad, conflict]):
        wiki.will(*script)
        with pytest.raises(ApiError, match="editconflict"):
            one.act({"action": "edit"})


def test_a_missing_bot_right_is_believed_only_of_a_session_that_is_alive(wiki, session, clock):
    one = session(SWEEP)
    _ = one.site
    clock.time += 3600
    no_bot = error("assertbotfailed", "You do not have the bot right")
    wiki.will(no_bot, error("assertuserfailed"), OK, {"edit": {"result": "Success"}})
    assert one.act({"action": "edit"})["edit"]["result"] == "Success"
    wiki.will(no_bot, OK, no_bot)
    with pytest.raises(ApiError, match="or its grants lack highvolume") as told:
        one.act({"action": "edit"})
    assert told.value.code == "assertbotfailed"


def test_a_wiki_that_gives_no_token_is_told(wiki, session):
    one = session(SWEEP)
    _ = one.site
    wiki.startup = False
    wiki.will({"query": {"tokens": {}}})
    with pytest.raises(Unreachable, match=r"^testwiki: gives no token for edits"):
        one.act({"action": "edit"})


def test_warnings_are_said_once_and_truncation_never(wiki, session, said):
    one = session()
    told = {"main": {"warnings": "Unrecognized\nparameter: x"}, "result": {"warnings": "cut"}}
    wiki.will(
        {**OK, "warnings": told},
        {**OK, "warnings": told},
        {**OK, "warnings": {"query": "old shape"}},
        {**OK, "warnings": ["odd"]},
    )
    for _ in range(4):
        one.ask({})
    assert said == [
        "testwiki warns of main: Unrecognized parameter: x",
        "testwiki warns of query: old shape",
    ]


def test_another_reading_action_is_asked_as_who_we_are(wiki, session):
    one = session(SWEEP)
    wiki.will({"paraminfo": {"modules": []}})
    assert one.look_up({"action": "paraminfo"})["paraminfo"] == {"modules": []}
    assert wiki.asked[0].parameters["assertuser"] == "Sweeper"
    assert "curtimestamp" not in wiki.asked[0].parameters


def test_threads_ask_one_after_the_other_and_log_in_once(wiki, session):
    one = session(SWEEP)
    wiki.will(*[OK] * 20)
    threads = [threading.Thread(target=one.ask, args=({},)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert one.requests == 23


def test_a_closed_session_asks_nothing_more(wiki, session):
    one = session()
    one.close()
    one.close()
    with pytest.raises(Unreachable, match=r"^testwiki: is asked no more"):
        _ = one.site
    assert wiki.greeted == []


def test_the_site_is_asked_for_once_however_many_want_it_at_once(wiki, session):
    wiki.startup = False
    wiki.will(TOKEN, WELCOME, Raw(200, json.dumps(siteinfo()), stall=0.5))
    one = session(SWEEP)
    with ThreadPoolExecutor(2) as threads:
        sites = list(threads.map(lambda _: one.site, range(2)))
    assert sites[0] is sites[1]
    assert one.requests == 3


def test_the_site_is_told_while_a_request_is_under_way(wiki, session):
    wiki.will(Raw(200, json.dumps(OK), stall=2))
    one = session(SWEEP)
    _ = one.site
    with ThreadPoolExecutor(1) as threads:
        asking = threads.submit(one.ask, {"titles": "A"})
        while not wiki.asked:
            time.sleep(0.01)
        assert one.site.account.name == "Sweeper"
        assert not asking.done()
