import socket
import traceback

import pytest

from bot import __version__
from bot.errors import BotError
from bot.outside.webhook import host_of, post_json
from tests.outside.mailbox import hanging_up, silent_server
from tests.outside.sink import http_sink

TOKEN = "marked-token-of-hook"
HEADERS = {"Authorization": f"Bearer {TOKEN}"}


def fault(url: str, headers: dict[str, str] | None = None, seconds: float = 5.0) -> str:
    with pytest.raises(BotError) as caught:
        post_json(f"{url}?key={TOKEN}", headers or HEADERS, {"a": 1}, seconds)
    assert TOKEN not in "".join(traceback.format_exception(caught.value))
    return str(caught.value)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def test_an_object_arrives_as_json_with_its_headers():
    body = {"text": "Grüße 😀 ☿ \x00", "n": 1, "none": None}
    with http_sink() as sink:
        post_json(f" {sink.url}?key={TOKEN}\n", {**HEADERS, "X-Odd": " padded\n"}, body)
    (posted,) = sink.posted
    assert posted.json == body
    assert posted.path == f"/hook?key={TOKEN}"
    assert posted.headers["Authorization"] == f"Bearer {TOKEN}"
    assert posted.headers["X-Odd"] == "padded"
    assert posted.headers["Content-Type"] == "application/json; charset=utf-8"
    assert posted.headers["User-Agent"] == f"wikisweep/{__version__}"


def test_half_letters_are_json_escapes():
    with http_sink() as sink:
        post_json(sink.url, {}, {"text": "a\ud800"})
    assert sink.posted[0].body == rb'{"text": "a\ud800"}'


@pytest.mark.parametrize("status", [200, 201, 204])
def test_any_good_answer_will_do(status):
    with http_sink(status=status) as sink:
        post_json(sink.url, {}, {})
    assert len(sink.posted) == 1


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_a_bad_answer_is_told_and_nothing_is_sent_again(status):
    with http_sink(status=status) as sink:
        assert fault(sink.url) == f"127.0.0.1: answers with HTTP {status}"
    assert len(sink.posted) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_headers_are_carried_to_no_other_place(status):
    with http_sink() as elsewhere:
        with http_sink(status=status, headers={"Location": elsewhere.url}) as sink:
            assert fault(sink.url) == f"127.0.0.1: answers with HTTP {status}"
        assert elsewhere.posted == []


def test_what_netrc_has_for_the_host_is_not_sent(tmp_path, monkeypatch):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password hunter2\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    with http_sink() as sink:
        post_json(sink.url, {}, {})
    assert "Authorization" not in sink.posted[0].headers


def test_a_silent_server_is_waited_for_only_so_long():
    with http_sink(silent=True) as sink:
        assert fault(sink.url, seconds=0.1) == "127.0.0.1: no answer within 0.1 s"
    with silent_server() as port:
        assert "no answer within 0.1 s" in fault(f"http://127.0.0.1:{port}/", seconds=0.1)


def test_nobody_at_the_port_is_told():
    told = fault(f"http://127.0.0.1:{free_port()}/")
    assert told == "127.0.0.1: cannot be reached"


def test_an_unknown_host_is_told():
    assert fault("https://no.invalid/") == "no.invalid: cannot be reached"


def test_a_server_that_hangs_up_is_told():
    with hanging_up() as port:
        assert "cannot be reached" in fault(f"http://127.0.0.1:{port}/")


def test_https_with_a_server_that_speaks_plainly_is_told():
    with http_sink() as sink:
        told = fault(sink.url.replace("http:", "https:"))
    assert told == "127.0.0.1: no safe connection (TLS)"
    assert sink.posted == []


def test_a_proxy_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert "the proxy does not answer" in fault("http://hook.invalid/")


@pytest.mark.parametrize("value", [f"{TOKEN}\nX-Evil: 1", f"{TOKEN} ж"])
def test_a_header_that_cannot_be_sent_is_not_shown(value):
    with http_sink() as sink:
        told = fault(sink.url, {"Authorization": value})
    assert told == "127.0.0.1: a header holds what no header can"
    assert sink.posted == []


@pytest.mark.parametrize("url", ["gopher://a/", "http://", "http://[", "https://a:b/", "nonsense"])
def test_what_is_no_address_is_told_without_it(url):
    assert "its address cannot be used" in fault(url)


def test_of_an_address_only_the_host_is_shown():
    assert host_of(f"https://me:{TOKEN}@hooks.example.org:8443/{TOKEN}?{TOKEN}") == (
        "hooks.example.org"
    )
    assert host_of("http://[") == "no host"
    assert host_of(TOKEN) == "no host"
