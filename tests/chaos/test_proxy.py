"""Each fault happens as it says, to the server and to the client, as often as the mix says."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, IncompleteRead, RemoteDisconnected
from urllib.parse import urlencode, urlsplit

import pytest

from tests.chaos import faults
from tests.chaos.faults import REFUSALS, Fault, Mix, delay, late, masked
from tests.chaos.proxy import PAGE, Asked, Moment, Proxy
from tests.mediawiki.scripted import Raw, ScriptedWiki

EDIT = {"action": "edit", "title": "Mercury", "text": "New & nice."}
SAVED = {"edit": {"result": "Success", "title": "Mercury", "newrevid": 7}}
SOON = 5.0


class Browser:
    """A client that keeps its connection and leaves every answer as it came."""

    def __init__(self, api: str) -> None:
        self.line = HTTPConnection("127.0.0.1", urlsplit(api).port, timeout=SOON)

    def ask(self, posted: dict[str, str] | None = None, **headers: str) -> http.client.HTTPResponse:
        body = urlencode(posted) if posted else None
        self.line.request("POST" if posted else "GET", "/w/api.php?a=b%26c", body, headers)
        return self.line.getresponse()


@pytest.fixture
def wiki() -> Iterator[ScriptedWiki]:
    with closing(ScriptedWiki(startup=False)) as scripted:
        yield scripted


@pytest.fixture
def proxy(wiki: ScriptedWiki) -> Iterator[Proxy]:
    with Proxy(wiki.api) as one:
        yield one


@pytest.fixture
def browser(proxy: Proxy) -> Iterator[Browser]:
    one = Browser(proxy.api)
    with closing(one.line):
        yield one


def test_without_a_fault_all_goes_through_as_it_is(wiki, proxy, browser):
    wiki.will(SAVED, Raw(404, b"\0\xffbytes", {"X-Odd": "yes", "Set-Cookie": "a=1"}))
    first = browser.ask(EDIT, **{"X-Odd": "so", "Cookie": "b=2"})
    assert (first.status, b'"newrevid": 7' in first.read()) == (200, True)
    line = browser.line.sock
    second = browser.ask()
    assert (second.status, second.read()) == (404, b"\0\xffbytes")
    assert (second.headers["X-Odd"], second.headers["Set-Cookie"]) == ("yes", "a=1")
    assert browser.line.sock is line, "the connection is kept"
    assert [one.method for one in wiki.asked] == ["POST", "GET"]
    assert wiki.asked[0].parameters == {"a": "b&c", **EDIT}
    assert (wiki.asked[0].headers["X-Odd"], wiki.asked[0].headers["Cookie"]) == ("so", "b=2")
    assert (proxy.requests, proxy.did, proxy.saved) == (2, {}, {"Mercury": 1})


def test_only_a_posted_edit_writes(wiki, proxy, browser):
    proxy.mix = Mix(writes={faults.HTML_BEFORE: 1})
    wiki.will({}, {}, {})
    for posted in (None, {"action": "query"}, {"action": "query", "title": "action=edit"}):
        assert browser.ask(posted).read() != PAGE
    assert browser.ask(EDIT).read() == PAGE
    proxy.mix = Mix(reads={faults.HTML_BEFORE: 1})
    assert browser.ask().read() == PAGE
    assert proxy.did == {"write: html before": 1, "read: html before": 1}


def test_an_answer_without_a_new_revision_counts_as_no_save(wiki, proxy, browser):
    wiki.will({"edit": {"result": "Success", "nochange": True}}, {"error": {}}, Raw(500, "no JSON"))
    for _ in range(3):
        browser.ask(EDIT).read()
    assert not proxy.saved


def test_a_reset_before_leaves_the_server_without_the_request(wiki, proxy, browser):
    proxy.will(faults.RESET_BEFORE, writes=True)
    with pytest.raises(ConnectionResetError):
        browser.ask(EDIT)
    assert not wiki.asked
    assert proxy.did == {"write: reset before": 1}


def test_a_reset_after_loses_the_answer_alone(wiki, proxy, browser):
    proxy.will(faults.RESET_AFTER, writes=True)
    wiki.will(SAVED)
    with pytest.raises(ConnectionResetError):
        browser.ask(EDIT)
    assert len(wiki.asked) == 1
    assert proxy.saved == {"Mercury": 1}


def test_a_truncated_answer_breaks_off_in_the_middle(wiki, proxy, browser):
    proxy.will(faults.TRUNCATED, writes=False)
    wiki.will(Raw(200, b"0123456789"))
    with pytest.raises(IncompleteRead) as broken:
        browser.ask().read()
    assert broken.value.partial == b"01234"
    assert len(wiki.asked) == 1


@pytest.mark.parametrize(("fault", "seen"), [(faults.HTML_BEFORE, 0), (faults.HTML_AFTER, 1)])
def test_a_page_of_html_comes_with_status_200(wiki, proxy, browser, fault, seen):
    proxy.will(fault, writes=False)
    wiki.will({"query": {}})
    answer = browser.ask()
    assert (answer.status, answer.headers.get_content_type()) == (200, "text/html")
    assert answer.read() == PAGE
    assert len(wiki.asked) == seen


@pytest.mark.parametrize("fault", REFUSALS, ids=lambda fault: fault.name)
def test_a_refusal_has_its_status_and_wait_and_no_effect(wiki, proxy, browser, fault):
    proxy.will(fault, writes=True)
    answer = browser.ask(EDIT)
    assert (answer.status, answer.read()) == (fault.status, PAGE)
    assert answer.headers["Retry-After"] == (None if fault.retry_after is None else "1")
    assert not wiki.asked


def test_the_refusals_are_all_four_with_and_without_a_wait():
    assert sorted((one.status, one.retry_after or 0) for one in REFUSALS) == [
        (status, wait) for status in (429, 500, 502, 503) for wait in (0, 1)
    ]


def test_a_masked_answer_hides_what_the_server_did(wiki, proxy, browser):
    proxy.will(masked(502), writes=True)
    wiki.will(SAVED)
    answer = browser.ask(EDIT)
    assert (answer.status, answer.read()) == (502, PAGE)
    assert proxy.saved == {"Mercury": 1}


def test_a_late_request_gets_there_after_the_client_was_told_otherwise(wiki, proxy, browser):
    proxy.will(late(504, 0.3), writes=True)
    wiki.will(SAVED)
    started = time.monotonic()
    assert browser.ask(EDIT).status == 504
    assert time.monotonic() - started < 0.3
    assert not wiki.asked
    proxy.settle()
    assert time.monotonic() - started >= 0.3
    assert [one.parameters["title"] for one in wiki.asked] == ["Mercury"]
    assert proxy.saved == {"Mercury": 1}


def test_closing_waits_for_what_is_late(wiki):
    with Proxy(wiki.api) as proxy, closing(Browser(proxy.api).line) as line:
        proxy.will(late(502, 0.2), writes=True)
        wiki.will(SAVED)
        line.request("POST", "/", urlencode(EDIT))
        assert line.getresponse().status == 502
        line.close()
    assert proxy.saved == {"Mercury": 1}


def test_a_delay_holds_the_request_back(wiki, proxy, browser):
    proxy.will(delay(0.2), writes=False)
    wiki.will({"query": {}})
    started = time.monotonic()
    assert browser.ask().status == 200
    assert time.monotonic() - started >= 0.2


def test_cookies_are_lost_on_either_way(wiki, proxy, browser):
    wiki.will(Raw(200, "", {"Set-Cookie": "a=1"}), Raw(200, "", {"Set-Cookie": "a=1"}))
    proxy.will(faults.LOST_COOKIE, faults.LOST_SET_COOKIE, writes=False)
    answer = browser.ask(Cookie="b=2")
    assert (answer.read(), answer.headers["Set-Cookie"]) == (b"", "a=1")
    assert "Cookie" not in wiki.asked[0].headers
    answer = browser.ask(Cookie="b=2")
    assert (answer.read(), answer.headers["Set-Cookie"]) == (b"", None)
    assert wiki.asked[1].headers["Cookie"] == "b=2"


def test_a_connection_is_closed_while_idle_and_unannounced(wiki, proxy, browser):
    proxy.will(faults.HUNG_UP, writes=False)
    wiki.will({"query": {}}, {"query": {}})
    answer = browser.ask()
    assert answer.headers["Connection"] is None
    assert answer.read()
    time.sleep(0.05)
    with pytest.raises((RemoteDisconnected, ConnectionError)):
        browser.ask()
    browser.line.close()
    assert browser.ask().status == 200
    assert len(wiki.asked) == 2


def ask_often(wiki: ScriptedWiki, seed: int, mix: Mix, times: int = 200) -> dict[str, int]:
    """How often each fault happened; every second request is a write."""
    with Proxy(wiki.api, mix, seed=seed) as proxy:
        for number in range(times):
            wiki.will({})
            with closing(Browser(proxy.api).line) as line:
                line.request("POST", "/", urlencode(EDIT if number % 2 else {"action": "query"}))
                try:
                    line.getresponse().read()
                except ConnectionResetError:
                    assert proxy.did
        assert proxy.requests == times
        return dict(proxy.did)


def test_a_mix_is_kept_and_the_same_seed_makes_the_same_faults(wiki):
    mix = Mix(
        reads={faults.HTML_AFTER: 0.5}, writes={faults.RESET_AFTER: 0.2, faults.TRUNCATED: 0.0}
    )
    did = ask_often(wiki, 1, mix)
    assert did.keys() == {"read: html after", "write: reset after"}
    assert 30 <= did["read: html after"] <= 70
    assert 8 <= did["write: reset after"] <= 35
    assert did == ask_often(wiki, 1, mix)
    assert did != ask_often(wiki, 2, mix)


def moments(wiki: ScriptedWiki, fault: Fault) -> list[tuple[Moment, int]]:
    """What a watcher is told of a write with this fault, with what the server has got by then."""
    told: list[tuple[Moment, int]] = []

    def watch(moment: Moment, asked: Asked) -> None:
        assert (asked.writes, asked.title) == (True, "Mercury")
        told.append((moment, len(wiki.asked)))

    with Proxy(wiki.api, watch=watch) as proxy, closing(Browser(proxy.api).line) as line:
        proxy.will(fault, writes=True)
        wiki.will(Raw(200, "{}", stall=0.05))
        line.request("POST", "/", urlencode(EDIT))
        try:
            line.getresponse().read()
        except ConnectionResetError:
            assert fault.client == "reset"
        proxy.settle()
    return told


def test_a_watcher_is_told_each_moment_before_anything_further_happens(wiki):
    told = moments(wiki, faults.NONE)
    assert [moment for moment, _ in told] == ["received", "forwarded", "answered", "replied"]
    assert (told[0][1], told[2][1]) == (0, 1)
    assert [one for one, _ in moments(wiki, faults.RESET_BEFORE)] == ["received", "replied"]
    assert [one for one, _ in moments(wiki, late(502, 0.1))] == [
        *("received", "replied", "forwarded", "answered")
    ]


def test_a_client_that_dies_between_the_moments_is_no_trouble(wiki):
    killed = threading.Event()
    with Proxy(wiki.api) as proxy:
        browser = Browser(proxy.api)

        def watch(moment: Moment, _asked: Asked) -> None:
            if moment == "answered":
                browser.line.close()
                killed.set()

        proxy.watch = watch
        wiki.will(SAVED)
        browser.line.request("POST", "/", urlencode(EDIT))
        assert killed.wait(SOON)
    assert proxy.saved == {"Mercury": 1}


def test_a_request_of_which_only_a_part_came_goes_nowhere(wiki, proxy):
    line = HTTPConnection("127.0.0.1", urlsplit(proxy.api).port, timeout=SOON)
    with closing(line):
        line.putrequest("POST", "/")
        line.putheader("Content-Length", "100")
        line.endheaders(b"action=edit")
    time.sleep(0.05)
    assert (proxy.requests, wiki.asked) == (0, [])


def test_what_goes_wrong_in_the_proxy_itself_is_raised_at_the_end(wiki):
    def watch(_moment: Moment, _asked: Asked) -> None:
        raise ValueError("a watcher's own fault")

    proxy = Proxy(wiki.api, watch=watch)
    with closing(Browser(proxy.api).line) as line:
        line.request("GET", "/")
        with pytest.raises((RemoteDisconnected, ConnectionError)):
            line.getresponse()
    with pytest.raises(ExceptionGroup, match="the proxy failed"):
        proxy.close()


@pytest.mark.parametrize("fault", [faults.NONE, late(502, 0)], ids=lambda fault: fault.name)
def test_a_wiki_that_is_gone_is_told_at_the_end(wiki, fault):
    proxy = Proxy(wiki.api)
    proxy.will(fault, writes=False)
    wiki.close()
    with closing(Browser(proxy.api).line) as line:
        line.request("GET", "/")
        try:
            assert line.getresponse().status == 502
        except (RemoteDisconnected, ConnectionError):
            assert fault is faults.NONE
    proxy.settle()
    with pytest.raises(ExceptionGroup, match="the proxy failed") as failed:
        proxy.close()
    assert "the wiki did not answer" in str(failed.value.exceptions[0])
