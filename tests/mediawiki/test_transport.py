"""One request against every fault of the network: retried, bounded, told in one line."""

import socket
import ssl
from typing import Any

import pytest
import requests
import urllib3

from bot.errors import ApiError, Unreachable
from bot.mediawiki import Patience
from bot.mediawiki.transport import Transport
from tests.mediawiki.scripted import Raw, ScriptedWiki, error

OK: dict[str, Any] = {"query": {"pages": []}}
LAG = error("maxlag", "Waiting for db1", lag=7, type="db")
HTML = Raw(200, "<html><h1>Welcome</h1></html>")


@pytest.fixture
def transport(wiki, clock, said):
    """Makes lines to the scripted wiki, or to another address."""
    wiki.startup = False

    def make(url="", *, met=True, **patience):
        line = Transport(
            "testwiki",
            url or wiki.api,
            requests.Session(),
            patience=Patience(**patience),
            clock=clock,
            say=said.append,
        )
        if met:
            wiki.will(OK)
            line.send({"action": "query"})
            wiki.asked.clear()
            line.requests = 0
        return line

    return make


def test_an_answer_is_its_json(wiki, transport):
    line = transport(met=False)
    wiki.will({"query": {"a": "é"}})
    assert line.send({"action": "query", "titles": "A|B & C"})["query"] == {"a": "é"}
    assert wiki.asked[0].method == "GET"
    assert wiki.asked[0].parameters == {"action": "query", "titles": "A|B & C"}
    assert line.requests == 1


def test_an_address_with_a_query_of_its_own_is_kept(wiki, transport):
    line = transport(f"{wiki.api}?wiki=x", met=False)
    wiki.will(OK)
    line.send({"action": "query"})
    assert wiki.asked[0].parameters == {"wiki": "x", "action": "query"}


def test_a_long_query_is_posted_with_the_promise_not_to_write(wiki, transport):
    line = transport()
    wiki.will(OK, OK)
    line.send({"action": "query", "titles": "é" * 400})
    line.send({"action": "edit"}, post=True)
    query, edit = wiki.asked
    assert query.method == edit.method == "POST"
    assert query.parameters["titles"] == "é" * 400
    assert query.headers["Promise-Non-Write-API-Action"] == "true"
    assert "Promise-Non-Write-API-Action" not in edit.headers


@pytest.mark.parametrize(
    "fault",
    [
        Raw(429, "slow down"),
        Raw(500),
        Raw(502, "<h1>Bad gateway</h1>"),
        Raw(503, "x", {"Retry-After": "1"}),
        Raw(reset=True),
        Raw(200, b'{"query": {"pages": []}}', cut=True),
        Raw(200, b'{"query": {"pages"'),
        Raw(200, b""),
        Raw(204),
        HTML,
        Raw(200, b"not gzip", {"Content-Encoding": "gzip"}),
        LAG,
        error("readonly", readonlyreason="Moving"),
        error("ratelimited"),
        error("internal_api_error_DBQueryError"),
        error("mwoauth-invalid-authorization", "Nonce already used"),
        Raw(500, b'{"error": {"code": "internal_api_error_X", "info": ""}}'),
    ],
)
def test_a_passing_fault_is_waited_out_with_a_notice(wiki, transport, clock, said, fault):
    line = transport()
    wiki.will(fault, OK)
    assert line.send({"action": "query"})["query"] == OK["query"]
    assert line.requests == len(wiki.asked) == 2
    assert len(clock.waits) == len(said) == 1
    assert clock.waits[0] > 0
    assert said[0].startswith(f"waiting {clock.waits[0]:.0f} s for testwiki (reading): ")
    assert said[0].endswith("; at most 5 minutes in all")


def test_the_wait_that_the_server_asks_for_is_kept_and_grows_if_it_asks_for_none(
    wiki, transport, clock, said
):
    line = transport()
    headers = {"Content-Type": "application/json", "Retry-After": "10"}
    body = b'{"error": {"code": "maxlag", "info": "", "lag": 7, "type": "db"}}'
    wiki.will(Raw(200, body, headers), LAG, LAG, LAG, Raw(503, b"", {"Retry-After": "90"}), OK)
    line.send({"action": "query"})
    assert clock.waits == [10, 10, 20, 40, 90]
    assert said[0] == (
        "waiting 10 s for testwiki (reading): replicas lag by 7 s; at most 5 minutes in all"
    )


@pytest.mark.parametrize(
    ("parameters", "what"),
    [
        ({"action": "login", "lgname": "A"}, "login"),
        ({"action": "query", "meta": "tokens", "type": "login"}, "login"),
        ({"action": "query", "meta": "siteinfo"}, "reading"),
        ({"action": "edit"}, "edit"),
    ],
)
def test_a_notice_names_what_waits_and_for_how_long_at_most(
    wiki, transport, said, parameters, what
):
    line = transport(total=100)
    wiki.will(error("readonly", readonlyreason="Moving"), OK)
    line.send(parameters, post=True)
    assert said == [
        f"waiting 30 s for testwiki ({what}): it is read-only: Moving; at most 100 s in all"
    ]


def test_a_good_answer_with_a_lag_header_is_a_good_answer(wiki, transport, clock):
    line = transport()
    wiki.will(Raw(200, b'{"query": {}}', {"X-Database-Lag": "3"}))
    assert line.send({"action": "query"}) == {"query": {}}
    assert clock.waits == []


def test_patience_is_bounded(wiki, transport, clock):
    line = transport(total=100)
    wiki.will(*[Raw(503)] * 20)
    with pytest.raises(Unreachable, match=r"^testwiki: its server fails \(HTTP 503\); check"):
        line.send({"action": "query"})
    assert 60 < sum(clock.waits) <= 100
    while wiki.left:  # what patience did not reach
        wiki._script.pop()  # noqa: SLF001


def test_lag_that_stays_is_the_wikis_own_error_at_last(wiki, transport, clock):
    line = transport(total=40)
    wiki.will(LAG, LAG, LAG, LAG)
    with pytest.raises(ApiError, match="replicas lag by 7 s; try again later") as ended:
        line.send({"action": "query"})
    assert ended.value.code == "maxlag"
    assert clock.waits == [5, 10, 20]


def test_a_wait_beyond_patience_is_not_begun(wiki, transport, clock):
    line = transport()
    wiki.will(Raw(429, b"", {"Retry-After": "3600"}))
    with pytest.raises(Unreachable, match=r"HTTP 429.*come back in 3600 s"):
        line.send({"action": "query"})
    assert clock.waits == []


def test_a_database_that_keeps_failing_is_left_alone_soon(wiki, transport):
    line = transport()
    wiki.will(*[error("internal_api_error_DBQueryError")] * 4)
    with pytest.raises(ApiError, match="its database failed"):
        line.send({"action": "query"})


@pytest.mark.parametrize(
    "fault",
    [
        Raw(500),
        Raw(reset=True),
        HTML,
        Raw(200, b'{"edit"'),
        Raw(200, b'{"edit": {"result": "Success"}}', cut=True),
        error("internal_api_error_DBQueryError"),
    ],
)
def test_a_write_of_unknown_outcome_is_never_sent_again(wiki, transport, clock, fault):
    line = transport()
    wiki.will(fault)
    with pytest.raises(Unreachable, match="only the page's history tells") as ended:
        line.send({"action": "edit"}, post=True, once=True)
    assert ended.value.unsettled
    assert line.requests == 1
    assert clock.waits == []


@pytest.mark.parametrize("fault", [LAG, error("readonly"), error("ratelimited"), Raw(429)])
def test_a_write_that_was_certainly_not_done_is_sent_again(wiki, transport, fault):
    line = transport()
    wiki.will(fault, {"edit": {}})
    assert line.send({"action": "edit"}, post=True, once=True)["edit"] == {}


def test_a_slow_answer_is_a_fault_and_a_write_is_then_unsettled(wiki, transport, said):
    line = transport(read=0.1)
    wiki.will(Raw(stall=0.5), OK, Raw(stall=0.5))
    line.send({"action": "query"})
    assert said == [
        "waiting 1 s for testwiki (reading): no answer within 0 s; at most 5 minutes in all"
    ]
    with pytest.raises(Unreachable) as ended:
        line.send({"action": "edit"}, post=True, once=True)
    assert ended.value.unsettled


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (HTML, r"answers with a page instead of JSON \(Welcome\): the api: address must"),
        (Raw(200, b""), "answers with a page instead of JSON: the api: address must"),
        (Raw(404, "<h1>Not found</h1>"), r"HTTP 404 instead of JSON \(Not found\)"),
        (Raw(200, b'{"swagger": "2.0"}'), "is no MediaWiki: the api: address must"),
        (Raw(200, b'{"error": "no"}'), "is no MediaWiki: the api: address must"),
        (Raw(401, "Log in"), "HTTP 401"),
        (Raw(403, "Set a user-agent. T400119"), r"refuses us \(HTTP 403\): Set a user-agent. T4"),
    ],
)
def test_what_is_no_mediawiki_is_told_at_once(wiki, transport, clock, reply, words):
    line = transport(met=False)
    wiki.will(reply)
    with pytest.raises(Unreachable, match=f"^testwiki: .*{words}") as ended:
        line.send({"action": "query"})
    assert clock.waits == []
    assert "\n" not in str(ended.value)


def test_an_error_of_the_api_is_an_answer(wiki, transport):
    line = transport(met=False)
    wiki.will(error("readapidenied"), Raw(403, b'{"error": {"code": "x", "info": "y"}}'))
    assert line.send({"action": "query"})["error"]["code"] == "readapidenied"
    assert line.send({"action": "query"})["error"]["code"] == "x"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_redirect_is_followed_to_another_host(wiki, transport, status, method):
    line = transport()
    other = ScriptedWiki()
    wiki.will(Raw(status, b"", {"Location": f"http://localhost:{other.port}/w/api.php"}))
    with pytest.raises(Unreachable, match=rf"has moved to http://localhost:{other.port}/w/api"):
        line.send({"action": "login", "lgpassword": "secret"}, post=method == "POST")
    other.close()
    assert other.asked == other.greeted == []


def _closed_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:{port}/w/api.php", "it refuses the connection"),
        ("http://no-such-host.invalid/w/api.php", "its host name is unknown"),
    ],
)
def test_a_wiki_that_was_never_met_is_given_up_within_seconds(transport, clock, said, url, words):
    line = transport(url.format(port=_closed_port()), met=False)
    with pytest.raises(Unreachable, match=f"^testwiki: {words}; check the api: address"):
        line.send({"action": "query"})
    assert sum(clock.waits) <= 5
    assert len(clock.waits) == len(said) == 2
    assert said[0].endswith("; at most 5 s in all")


def test_a_wiki_that_was_met_is_waited_for(wiki, transport, clock):
    line = transport(total=50)
    wiki.will(Raw(200, b'{"query": {}}', {"Connection": "close"}))
    line.send({"action": "query"})
    wiki.close()
    with pytest.raises(Unreachable, match="refuses the connection") as ended:
        line.send({"action": "edit"}, post=True, once=True)  # not sent, so sent again
    assert not ended.value.unsettled
    assert clock.waits == [1, 2, 4, 8, 16]


def test_a_proxy_that_does_not_answer_is_told(transport, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{_closed_port()}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    line = transport("http://wiki.invalid/w/api.php", met=False)
    with pytest.raises(Unreachable, match=r"^testwiki: the proxy does not answer"):
        line.send({"action": "query"})


def test_a_server_without_tls_is_told_at_once(wiki, transport, clock):
    line = transport(wiki.api.replace("http:", "https:"), met=False)
    with pytest.raises(Unreachable, match=r"^testwiki: no safe connection \(TLS\)"):
        line.send({"action": "query"})
    assert clock.waits == []


def test_a_missing_certificate_bundle_is_told(wiki, transport, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nonexistent/bundle.pem")
    line = transport(wiki.api.replace("http:", "https:"), met=False)
    with pytest.raises(Unreachable, match=r"^testwiki: cannot be asked: .*nonexistent"):
        line.send({"action": "query"})


@pytest.mark.parametrize(
    "url",
    ["http://a..b/w/api.php", "http://" + "a" * 70 + ".org/", "http://*.org/", "ftp://x.org/"],
)
def test_an_address_that_cannot_be_asked_is_told(transport, url):
    line = transport(url, met=False)
    with pytest.raises(Unreachable, match=r"^testwiki: .*cannot be asked"):
        line.send({"action": "query"})


def test_a_closed_line_sends_nothing_more_and_wakes_whoever_waits(wiki, transport, clock):
    line = transport()
    wiki.will(Raw(503))
    clock.wait = lambda _: clock.stop()
    with pytest.raises(Unreachable, match="is asked no more"):
        line.send({"action": "query"})
    assert line.requests == 1


class Failing(requests.adapters.BaseAdapter):
    """An adapter that raises, for faults that no loopback server makes."""

    def __init__(self, fault):
        super().__init__()
        self.fault = fault

    def send(self, *_arguments, **_options):
        raise self.fault

    def close(self):
        pass


def _subclasses(kind):
    return {kind}.union(*(_subclasses(child) for child in kind.__subclasses__()))


FOREIGN = sorted(
    _subclasses(requests.RequestException)
    | _subclasses(urllib3.exceptions.HTTPError)
    | {OSError, ssl.SSLError, TimeoutError, ConnectionResetError, UnicodeError, socket.gaierror},
    key=lambda kind: f"{kind.__module__}.{kind.__name__}",
)


@pytest.mark.parametrize("kind", FOREIGN, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
@pytest.mark.parametrize("met", [True, False])
def test_no_exception_of_a_library_leaks(wiki, clock, kind, met):
    http = requests.Session()
    line = Transport(
        "testwiki", wiki.api, http, patience=Patience(total=3), clock=clock, say=lambda _: None
    )
    if met:
        wiki.startup = False
        wiki.will(OK)
        line.send({"action": "query"})
    fault = kind.__new__(kind)
    fault.args = ("words",)
    http.mount("http://", Failing(fault))
    with pytest.raises(Unreachable, match=r"^testwiki: "):
        line.send({"action": "query"})


def test_an_interrupt_ends_the_wait_at_once(wiki, transport, clock):
    line = transport()
    wiki.will(Raw(503))

    def interrupted(_seconds):
        raise KeyboardInterrupt

    clock.wait = interrupted
    with pytest.raises(KeyboardInterrupt):
        line.send({"action": "query"})
    assert line.requests == 1
