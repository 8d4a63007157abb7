"""One text over HTTP: what is sent, what is followed, and what is told when it cannot be had."""

import gzip
import socket
import time
import traceback

import pytest
import requests

from bot import __version__
from bot.errors import BotError, UsageError
from bot.hiding import hide
from bot.outside.web import Web, checked_host
from tests.outside.mailbox import hanging_up, silent_server
from tests.outside.website import Told, website

WEB = Web("User:Lapwing on testwiki", pause=lambda _: None)
MUCH = 1 << 20


@pytest.fixture
def site():
    with website() as running:
        yield running


def got(url, web=WEB, seconds=10.0, most=MUCH):
    return web.get(url, seconds=seconds, most=most)


def fault(url, **bounds):
    with pytest.raises(BotError) as caught:
        got(url, **bounds)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_text_comes_with_what_the_server_says_of_it(site):
    url = site.put("/a", "Grüße\n", kind="Text/Plain; charset=UTF-8")
    answer = got(url)
    assert (answer.body.decode(), answer.kind, answer.charset.lower()) == (
        "Grüße\n",
        "text/plain",
        "utf-8",
    )


@pytest.mark.parametrize("kind", ["text/plain", "text/plain; format=flowed", ""])
def test_an_encoding_that_the_server_does_not_name_is_not_made_up(site, kind):
    assert got(site.put("/a", "x", kind=kind)).charset == ""


def test_the_operator_stands_in_the_user_agent(site):
    got(site.put("/a"))
    assert site.asked[0].headers["User-Agent"] == (
        f"wikisweep/{__version__} (bot; User:Lapwing on testwiki) requests/{requests.__version__}"
    )
    got(site.put("/a"), web=Web(" Ж\n(me) "))
    assert "(bot; %D0%96 (me))" in site.asked[1].headers["User-Agent"]


@pytest.mark.parametrize("contact", ["", " \n"])
def test_nobody_asks_without_a_contact(site, contact):
    with pytest.raises(UsageError, match=r"is not asked without a `contact`"):
        got(site.put("/a"), web=Web(contact))
    assert site.asked == []


def test_a_form_is_posted_and_what_it_should_give_is_named(site):
    url = site.put("/q", "yes")
    answer = WEB.post(url, {"query": "SELECT ☿ & more"}, "text/odd", seconds=5, most=MUCH)
    (asked,) = site.asked
    assert answer.body == b"yes"
    assert (asked.method, asked.form) == ("POST", {"query": "SELECT ☿ & more"})
    assert asked.headers["Accept"] == "text/odd"


def test_redirects_are_followed_with_the_same_name(site):
    target = site.put("/b", "there")
    site.put("/a", status=301, headers={"Location": "/c"})
    site.put("/c", status=302, headers={"Location": target})
    assert got(f"{site.url}/a").body == b"there"
    assert len({one.headers["User-Agent"] for one in site.asked}) == 1


def test_redirects_without_end_come_to_an_end(site):
    url = site.put("/a", status=302, headers={"Location": "/a"})
    assert fault(url) == "127.0.0.1: redirects without end"
    assert len(site.asked) < 10


@pytest.mark.parametrize("place", ["ftp://127.0.0.1/x", "file:///etc/passwd", "gopher:x"])
def test_a_redirect_leads_nowhere_but_to_the_web(site, place):
    url = site.put("/a", status=302, headers={"Location": place})
    assert fault(url) == "127.0.0.1: redirects to what is no http(s) address"


def test_a_form_is_not_carried_elsewhere(site):
    url = site.put("/q", status=301, headers={"Location": "/r"})
    with pytest.raises(BotError, match=r"has moved to http://127.0.0.1:\d+/r; ask that address"):
        WEB.post(url, {"query": "x"}, "text/plain", seconds=5, most=MUCH)
    assert len(site.asked) == 1


def test_what_netrc_has_for_the_host_is_never_sent(site, tmp_path, monkeypatch):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password hunter2\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    site.put("/a", status=302, headers={"Location": "/b"})
    site.put("/b", "x")
    got(f"{site.url}/a")
    assert [one.headers.get("Authorization") for one in site.asked] == [None, None]


def test_a_text_may_be_as_long_as_allowed_and_not_longer(site):
    url = site.put("/a", b"x" * 2000)
    assert len(got(url, most=2000).body) == 2000
    assert fault(url, most=1999).startswith("127.0.0.1: gives more than 0.0019")


def test_it_is_the_unpacked_text_that_counts(site):
    packed = gzip.compress(b"x" * (8 << 20))
    url = site.put("/a", packed, headers={"Content-Encoding": "gzip"})
    assert len(packed) < 1 << 20
    assert fault(url) == "127.0.0.1: gives more than 1 MiB; ask for less"


def test_a_text_that_is_packed_badly_is_told(site):
    url = site.put("/a", b"no gzip", headers={"Content-Encoding": "gzip"})
    assert fault(url) == "127.0.0.1: its answer is damaged (it cannot be unpacked)"


def test_the_time_is_for_all_of_it(site):
    url = site.put("/a", b"x" * 100, drip=0.05)
    began = time.monotonic()
    assert "it came to no end within" in fault(url, seconds=0.5)
    assert time.monotonic() - began < 2


def test_a_server_that_says_nothing_is_waited_for_only_so_long():
    with silent_server() as port:
        assert "within" in fault(f"http://127.0.0.1:{port}/", seconds=0.2)


def test_an_answer_that_breaks_off_is_told(site):
    url = site.put("/a", b"half", length=8)
    assert fault(url) == "127.0.0.1: the connection broke off"


def test_nobody_there_and_nobody_speaking_are_told():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert fault(f"http://127.0.0.1:{port}/") == "127.0.0.1: cannot be reached"
    with hanging_up() as port:
        assert fault(f"http://127.0.0.1:{port}/") == "127.0.0.1: cannot be reached"


def test_https_with_a_server_that_speaks_plainly_is_told(site):
    assert fault(site.url.replace("http:", "https:")) == "127.0.0.1: no safe connection (TLS)"


@pytest.mark.parametrize(
    ("status", "headers", "body", "told"),
    [
        (404, {}, "", "HTTP 404 (Not Found)"),
        (403, {}, "Set a user-agent.", "HTTP 403 (Forbidden): Set a user-agent."),
        (429, {"Retry-After": "9"}, "", "HTTP 429 (Too Many Requests); try again in 9 s"),
        (503, {"Retry-After": "Wed, 21 Oct"}, "<b>no</b>", "HTTP 503 (Service Unavailable): no"),
        (599, {}, "\x00odd\x07", "HTTP 599: odd"),
    ],
)
def test_a_refusal_is_told_with_its_words(site, status, headers, body, told):
    url = site.put("/a", body, status=status, headers=headers)
    assert fault(url) == f"127.0.0.1: answers with {told}"


def test_a_refusal_that_quotes_a_secret_of_ours_does_not_show_it(site):
    hide("marked-web-secret")
    url = site.put("/a", "you sent marked-web-secret", status=400)
    with pytest.raises(BotError) as caught:
        got(url)
    assert "marked-web-secret" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "url", ["", "x", "/etc/passwd", "ftp://a/", "file:///x", "http://", "http://[", "https://a:b/"]
)
def test_what_is_no_address_of_the_web_is_not_asked(url):
    with pytest.raises(UsageError, match=r"is no address that begins with http"):
        got(url)


def test_an_address_holds_no_login():
    with pytest.raises(UsageError, match=r"^a.example: its address should not hold") as caught:
        checked_host("https://me:secret@a.example/x")
    assert "secret" not in str(caught.value)


class Waiting:
    """A web whose waits take no time, and what was said of them."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.waits: list[float] = []
        self.web = Web("User:Lapwing", say=self.said.append, pause=self.waits.append)


def turns(*told):
    """What is answered one after the other, the last for good."""
    left = list(told)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


WELL = Told(b"well")
BUSY = [Told(b"", status=status) for status in (429, 502, 503, 504)]


@pytest.mark.parametrize("busy", BUSY, ids=lambda told: str(told.status))
def test_a_server_that_is_busy_is_asked_again(site, busy):
    one = Waiting()
    site.pages["/a"] = turns(busy, busy, WELL)
    assert got(f"{site.url}/a", one.web).body == b"well"
    assert one.waits == [1, 4]
    assert len(site.asked) == 3
    first, _ = one.said
    assert first.startswith(f"waiting 1 s: 127.0.0.1: answers with HTTP {busy.status} (")


def test_a_form_is_posted_again_whole(site):
    one = Waiting()
    site.pages["/q"] = turns(BUSY[2], WELL)
    assert (
        one.web.post(f"{site.url}/q", {"query": "Q"}, "x/y", seconds=9, most=MUCH).body == b"well"
    )
    assert [asked.form for asked in site.asked] == [{"query": "Q"}] * 2


def test_a_connection_that_breaks_off_is_tried_again(site):
    one = Waiting()
    site.pages["/a"] = turns(Told(b"half", length=8), WELL)
    assert got(f"{site.url}/a", one.web).body == b"well"
    assert one.said == ["waiting 1 s: 127.0.0.1: the connection broke off"]
    with hanging_up() as port, pytest.raises(BotError, match="cannot be reached"):
        got(f"http://127.0.0.1:{port}/", one.web)
    assert one.waits == [1, 1, 4]


def test_what_stays_is_told_after_three_tries(site):
    one = Waiting()
    site.pages["/a"] = BUSY[0]
    with pytest.raises(BotError, match=r"HTTP 429 \(Too Many Requests\)$"):
        got(f"{site.url}/a", one.web)
    assert len(site.asked) == 3


@pytest.mark.parametrize(
    ("asked", "waits"), [("0", [1, 4]), ("3", [3, 4]), ("60", [60, 60]), ("61", []), ("x", [1, 4])]
)
def test_what_the_server_asks_to_wait_is_kept_within_a_minute(site, asked, waits):
    one = Waiting()
    site.pages["/a"] = Told(b"", status=503, headers={"Retry-After": asked})
    with pytest.raises(BotError):
        got(f"{site.url}/a", one.web)
    assert one.waits == waits


@pytest.mark.parametrize("status", [400, 403, 404, 500, 501])
def test_what_does_not_pass_by_itself_is_asked_once(site, status):
    one = Waiting()
    site.pages["/a"] = Told(b"", status=status, headers={"Retry-After": "1"})
    with pytest.raises(BotError):
        got(f"{site.url}/a", one.web)
    assert (len(site.asked), one.said) == (1, [])


def test_nobody_there_is_not_asked_again():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    one = Waiting()
    with pytest.raises(BotError, match="cannot be reached"):
        got(f"http://127.0.0.1:{port}/", one.web)
    assert one.waits == []
