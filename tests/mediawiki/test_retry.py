"""The retry policy: what, how long, and what is sure to have done nothing."""

import signal
import threading

import pytest

from bot.errors import ApiError, Unreachable
from bot.mediawiki.codes import CODES, Wait
from bot.mediawiki.retry import (
    Clock,
    Fault,
    fault_of_error,
    fault_of_status,
    retry_after,
)

DATE = "Fri, 02 Jan 2026 03:04:05 GMT"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("18", 18.0),
        (" 0 ", 0.0),
        ("Fri, 02 Jan 2026 03:04:35 GMT", 30.0),
        ("Fri, 02 Jan 2026 03:04:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value, seconds):
    assert retry_after({"Retry-After": value, "Date": DATE}) == seconds


def test_a_date_to_come_back_says_nothing_without_the_servers_own():
    assert retry_after({"Retry-After": DATE}) is None
    assert retry_after({"Retry-After": DATE, "Date": "Fri, 02 Jan 2026 03:04:05 -0000"}) is None


def test_waits_double_up_to_the_longest_and_keep_what_is_asked():
    fault = Fault(why="", pause=5, asked=7)
    assert [fault.wait(failed, 30) for failed in (1, 2, 3, 4, 99)] == [7, 10, 20, 30, 30]
    assert Fault(why="", asked=90).wait(1, 30) == 90


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 522, 408, 425])
def test_a_passing_status_is_tried_again(status):
    fault = fault_of_status(status, 18.0)
    assert fault
    assert fault.asked == 18.0
    assert fault.untouched == (status == 429)
    assert str(status) in fault.why


@pytest.mark.parametrize("status", [200, 204, 301, 400, 401, 403, 404, 413, 414])
def test_a_lasting_status_is_not(status):
    assert fault_of_status(status, None) is None


@pytest.mark.parametrize(
    "code",
    sorted(code for code, rule in CODES.items() if isinstance(rule, Wait) and code.isidentifier()),
)
def test_a_passing_error_is_tried_again_and_a_write_only_where_nothing_was_done(code):
    fault = fault_of_error(ApiError(code, "words"), None)
    assert fault
    assert fault.untouched == (not code.startswith("internal_api_error_DB"))


@pytest.mark.parametrize(
    "error",
    [
        ApiError("editconflict", ""),
        ApiError("internal_api_error_TypeError", ""),
        ApiError("mwoauth-invalid-authorization", "The token is revoked"),
    ],
)
def test_a_lasting_error_is_not(error):
    assert fault_of_error(error, None) is None


def test_a_repeated_nonce_of_oauth_is_tried_again():
    words = "The authorization headers are not valid: Nonce already used: 1234"
    assert fault_of_error(ApiError("mwoauth-invalid-authorization", words), None)


@pytest.mark.parametrize(
    ("details", "why"),
    [
        ({"lag": 7.2, "type": "db"}, "replicas lag by 7 s"),
        ({"lag": 7}, "replicas lag by 7 s"),
        ({"lag": 41, "type": "wikibase-queryservice"}, "its wikibase-queryservice lags by 41 s"),
        ({}, "replicas lag"),
        ({"lag": "much"}, "replicas lag"),
    ],
)
def test_lag_is_said_with_what_lags_and_by_how_much(details, why):
    fault = fault_of_error(ApiError("maxlag", "", details=details), None)
    assert fault
    assert fault.why == why


def test_a_read_only_wiki_says_why():
    fault = fault_of_error(ApiError("readonly", "", details={"readonlyreason": "Moving"}), None)
    assert fault
    assert fault.why == "it is read-only: Moving"


def test_the_end_of_patience_is_told_with_what_to_do():
    lag = fault_of_error(ApiError("maxlag", "words", details={"lag": 9}), 5)
    assert lag
    ended = lag.ended("testwiki")
    assert isinstance(ended, ApiError)
    assert (ended.code, ended.info, ended.details) == ("maxlag", "words", {"lag": 9})
    assert str(ended) == "testwiki: replicas lag by 9 s; try again later (maxlag)"
    asked = Fault(why="too many requests", asked=3600).ended("testwiki")
    assert str(asked) == "testwiki: too many requests; it asks to come back in 3600 s"
    plain = Fault(why="no answer").ended("testwiki")
    assert str(plain) == "testwiki: no answer; check the api: address and your network"
    unsettled = Fault(why="no answer").ended("testwiki", unsettled=True)
    assert isinstance(unsettled, Unreachable)
    assert unsettled.unsettled


def test_a_stopped_clock_wakes_whoever_waits():
    clock = Clock()
    before = clock.now()
    waiting = threading.Thread(target=clock.wait, args=(60,))
    waiting.start()
    assert not clock.stopped
    clock.stop()
    waiting.join(5)
    assert clock.stopped
    assert not waiting.is_alive()
    assert clock.now() - before < 5


def test_a_wait_takes_its_time():
    clock = Clock()
    before = clock.now()
    clock.wait(0.15)
    clock.wait(-1)
    assert 0.15 <= clock.now() - before < 5


def test_a_clock_may_be_stopped_by_a_signal_in_the_very_thread_that_waits():
    clock = Clock()
    known = signal.signal(signal.SIGALRM, lambda *_: clock.stop())
    try:
        before = clock.now()
        signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
        clock.wait(60)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, known)
    assert clock.stopped
    assert clock.now() - before < 5
