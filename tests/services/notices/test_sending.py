"""Notices on their ways, with real servers; what goes wrong is told, and nothing else happens."""

import json
import socket
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.config import (
    ApiWiki,
    BotPassword,
    Config,
    Email,
    ExportWiki,
    Notify,
    Secret,
    TalkPage,
    Webhook,
)
from bot.errors import BotError, UsageError
from bot.services.notices import kind_of, name_of, notify, of_run, of_test, send, talk_wiki
from bot.services.notices.wording import subject
from tests.mediawiki.scripted import Raw, ScriptedWiki
from tests.outside.mailbox import PASSWORD, USER, mail_server
from tests.outside.sink import http_sink
from tests.services.notices.conftest import a_run

ALWAYS = frozenset({"failure", "stop", "done"})
USUAL = frozenset({"failure", "stop"})
TOKEN = "marked-token-of-notices"
STOPPED = of_run(a_run("stopped", "the stop page says 'no'"))
DONE = of_run(a_run("done"))
SAVED = {"edit": {"result": "Success", "newrevid": 77}}


def by_mail(port: int, password: str = PASSWORD) -> Email:
    one = Secret(password)
    return Email(("you@example.org",), "bot@example.org", "127.0.0.1", port, "none", USER, one)


def config(*ways, **wikis) -> Config:
    notify = tuple(one if isinstance(one, Notify) else Notify(one) for one in ways)
    return Config("c.yaml", "User:Tester on testwiki", wikis, notify=notify)


@pytest.fixture
def wiki():
    server = ScriptedWiki()
    server.about["query"]["namespaces"]["3"] = {
        "id": 3,
        "name": "User talk",
        "case": "first-letter",
    }
    yield server
    server.close()


def real(wiki: ScriptedWiki, *, login: bool = True) -> ApiWiki:
    known = BotPassword("Sweeper@tests", Secret(PASSWORD)) if login else None
    return ApiWiki("testwiki", wiki.api, known)


def test_a_mail_tells_the_run(said):
    with mail_server(login=True) as box:
        notify(config(by_mail(box.port)), STOPPED, said.append)
    (got,) = box.mails
    assert got["Subject"] == "wikisweep: mercury on testwiki: stopped by a guard"
    assert "To go on: wikisweep resume k3fd7m" in got.get_content()
    assert got["To"] == "you@example.org"
    assert said == []


def test_a_webhook_gets_the_object_and_its_headers(said):
    with http_sink() as sink:
        way = Webhook(Secret(f"{sink.url}/{TOKEN}"), {"Authorization": Secret(f"Bearer {TOKEN}")})
        notify(config(way), STOPPED, said.append)
    (got,) = sink.posted
    assert got.json["type"] == "notice"
    assert got.json["run"] == "k3fd7m"
    assert datetime.now(UTC) >= datetime.fromisoformat(got.json["time"])
    assert got.headers["Authorization"] == f"Bearer {TOKEN}"
    assert got.path.endswith(TOKEN)
    assert said == []


def test_a_talk_page_gets_a_section_of_the_wiki_of_the_run(wiki, said):
    wiki.will(SAVED)
    way = TalkPage("User talk:Somebody")
    notify(config(way, testwiki=real(wiki)), STOPPED, said.append)
    assert said == []
    (asked,) = wiki.asked
    assert asked.parameters["title"] == "User talk:Somebody"
    assert asked.parameters["sectiontitle"] == subject(STOPPED)
    assert "<nowiki>the stop page says 'no'</nowiki>" in asked.parameters["text"]
    assert "operator" not in asked.headers["User-Agent"]
    assert "User:Tester on testwiki" in asked.headers["User-Agent"]


@pytest.mark.parametrize(
    ("notice", "on", "sent"),
    [
        (DONE, USUAL, 0),
        (DONE, ALWAYS, 1),
        (STOPPED, USUAL, 1),
        (STOPPED, frozenset({"failure"}), 0),
        (of_run(a_run("failed")), frozenset({"failure"}), 1),
        (of_run(a_run(outcomes={"failed": 1})), frozenset({"failure"}), 1),
        (of_test("w"), frozenset({"done"}), 1),
    ],
)
def test_a_way_is_taken_on_its_occasions_alone(said, notice, on, sent):
    with http_sink() as sink:
        way = Notify(Webhook(Secret(sink.url)), on)
        notify(config(way), notice, said.append)
    assert len(sink.posted) == sent
    assert said == []


def test_what_fails_on_one_way_is_told_and_the_others_are_taken(wiki, said):
    with socket.create_server(("127.0.0.1", 0)) as free:
        nobody = free.getsockname()[1]
    wiki.will(Raw(reset=True))
    with mail_server(login=True) as box, http_sink(status=500) as broken, http_sink() as sink:
        ways = [
            by_mail(nobody),
            by_mail(box.port, PASSWORD + "-wrong"),
            Webhook(Secret(f"{broken.url}/{TOKEN}")),
            Webhook(Secret(f"http://127.0.0.1:{nobody}/{TOKEN}")),
            TalkPage("User:No talk"),
            TalkPage("User talk:Lost"),
            Webhook(Secret(sink.url)),
        ]
        notify(config(*ways, testwiki=real(wiki)), STOPPED, said.append)
    assert len(sink.posted) == 1
    assert [line.partition(" was not sent: ")[0] for line in said] == [
        "the notice by mail",
        "the notice by mail",
        "the notice by webhook",
        "the notice by webhook",
        "the notice by talk page User:No talk",
        "the notice by talk page User talk:Lost",
    ]
    told = "\n".join(said)
    assert "refuses the user or the password (535)" in told
    assert "answers with HTTP 500" in told
    assert "only the page's history tells" in told
    assert len(wiki.asked) == 1
    assert PASSWORD not in told
    assert TOKEN not in told


def test_a_secret_that_is_not_there_is_told(said, monkeypatch):
    monkeypatch.delenv("NO_SUCH_HOOK", raising=False)
    way = Webhook(Secret("NO_SUCH_HOOK", "env"))
    notify(config(way), STOPPED, said.append)
    (line,) = said
    assert line == (
        "the notice by webhook was not sent: the environment variable NO_SUCH_HOOK is not set; a "
        "secret should be in it"
    )


def test_an_address_from_elsewhere_is_held_to_the_same_rules(monkeypatch):
    monkeypatch.setenv("HOOK", f"http://example.org/{TOKEN}")
    with pytest.raises(UsageError, match="begins with http://") as caught:
        send(Webhook(Secret("HOOK", "env")), STOPPED, config())
    assert TOKEN not in str(caught.value)


class Broken(Secret):
    """A secret with a bug in it."""

    def reveal(self) -> str:
        raise RuntimeError(TOKEN)


def test_a_bug_on_the_way_changes_nothing(said):
    way = replace(by_mail(25), password=Broken("x"))
    notify(config(way), STOPPED, said.append)
    assert said == ["the notice by mail was not sent: a bug (RuntimeError)"]


def test_a_talk_page_needs_a_real_wiki_with_a_login(wiki, tmp_path):
    page = TalkPage("User talk:Me")
    dump = ExportWiki("dump", tmp_path / "dump.xml")
    with pytest.raises(UsageError, match="dump is an offline wiki, where nobody reads a notice"):
        talk_wiki(page, "dump", config(dump=dump))
    with pytest.raises(UsageError, match="testwiki has no login in the config"):
        talk_wiki(page, "testwiki", config(testwiki=real(wiki, login=False)))
    with pytest.raises(UsageError, match="no wiki is called 'other'"):
        talk_wiki(page, "other", config(testwiki=real(wiki)))
    elsewhere = TalkPage("User talk:Me", "testwiki")
    known = config(dump=dump, testwiki=real(wiki))
    assert talk_wiki(elsewhere, "dump", known) == real(wiki)


def test_a_way_is_called_by_what_may_be_shown():
    assert name_of(TalkPage("User talk:Me", "w")) == "talk page User talk:Me on w"
    assert name_of(by_mail(25)) == "mail to you@example.org"
    assert kind_of(TalkPage("User talk:Me", "w")) == "talk page User talk:Me"
    assert name_of(TalkPage("User talk:Me")) == "talk page User talk:Me"
    assert name_of(Webhook(Secret(f"https://h.example.org/{TOKEN}"))) == "webhook at h.example.org"


def test_a_wiki_that_lags_is_not_waited_for_beyond_bounds(wiki):
    lag = Raw(200, json.dumps({"error": {"code": "maxlag", "info": "x"}}), {"Retry-After": "60"})
    wiki.will(lag)
    with pytest.raises(BotError, match="replicas lag; try again later"):
        send(TalkPage("User talk:Me"), STOPPED, config(testwiki=real(wiki)))
    assert len(wiki.asked) == 1


def test_after_a_signal_nobody_waits_long(said):
    begun = time.monotonic()
    with http_sink(silent=True) as mute, http_sink() as sink:
        ways = [Webhook(Secret(one)) for one in (mute.url, mute.url, sink.url)]
        notify(config(*ways), of_run(a_run("ended")), said.append)
        assert time.monotonic() - begun < 8
    assert said == ["the notice by webhook was not sent: it came to no end within 1 s"] * 2
    assert len(sink.posted) == 1  # each way has its share, so that none waits in vain for another
