"""`wikisweep run` tells people how tasks end, whatever came of them, and ends all the same."""

import pytest

from tests.outside.mailbox import mail_server
from tests.outside.sink import http_sink

TOKEN = "marked-token-of-run"


@pytest.fixture
def sink():
    with http_sink() as one:
        yield one


@pytest.fixture
def told(home, sink):
    """Configures ways; `{hook}` is the sink's address. Gives what came there."""

    def configure(*ways: str):
        config = home / "user-config.yaml"
        config.chmod(0o600)
        lines = [f"  - {way.replace('{hook}', f'{sink.url}/{TOKEN}')}" for way in ways]
        config.write_text("\n".join([config.read_text(), "notify:", *lines, ""]))
        return lambda: [one.json for one in sink.posted]

    return configure


def test_a_run_that_went_well_is_told_to_those_who_want_to_know(wikisweep, told):
    notices = told("webhook: {hook}\n    on: always", "webhook: {hook}")
    result = wikisweep("run", "task.yaml")
    assert result.code == 0, result.err
    (one,) = notices()
    assert (one["task"], one["wiki"], one["state"]) == ("task", "small", "done")
    assert one["outcomes"] == {"saved": one["planned"]}
    assert one["run"] in one["command"]
    assert TOKEN not in result.out + result.err


def test_where_there_is_nothing_to_do_that_is_told(wikisweep, told):
    notices = told("webhook: {hook}\n    on: done")
    assert wikisweep("run", "task.yaml").code == 0
    assert wikisweep("run", "task.yaml").code == 0
    first, second = notices()
    assert first["run"]
    assert (second["state"], second["reason"], second["run"]) == ("done", "nothing to do", "")


def test_a_guard_that_stops_a_task_is_told(wikisweep, told, home):
    notices = told("webhook: {hook}")
    text = (home / "task.yaml").read_text()
    (home / "task.yaml").write_text(f"{text}\nbots: {{stop_page: User:Nobody/Stop}}\n")
    assert wikisweep("run", "task.yaml").code == 3
    (one,) = notices()
    assert one["state"] == "stopped"
    assert "User:Nobody/Stop does not exist" in one["reason"]


def test_every_task_that_is_invalid_is_told_and_none_is_begun(wikisweep, told, home):
    notices = told("webhook: {hook}\n    on: always")
    (home / "bad.yaml").write_text("for_eac: x\n")
    (home / "elsewhere.yaml").write_text(f"wiki: nowhere\n{(home / 'task.yaml').read_text()}")
    result = wikisweep("run", "task.yaml", "bad.yaml", "elsewhere.yaml")
    assert result.code == 2
    assert [(one["task"], one["state"]) for one in notices()] == [
        ("bad", "failed"),
        ("elsewhere", "failed"),
    ]
    assert notices()[0]["command"] == "wikisweep doctor bad.yaml"
    assert "no wiki is called 'nowhere'" in result.err


@pytest.mark.parametrize("more", [[], ["--quiet"], ["--log", "json"]])
def test_a_notice_that_cannot_be_sent_is_told_and_changes_nothing(wikisweep, told, sink, more):
    told(
        "webhook: {hook}\n    on: always",
        "email: {to: a@b.c, from: a@b.c, server: localhost, port: 1}\n    on: done",
    )
    sink.status = 500
    result = wikisweep("run", "task.yaml", *more)
    assert result.code == 0
    assert "the notice by webhook was not sent: 127.0.0.1: answers with HTTP 500" in result.err
    assert "the notice by mail was not sent: the mail server localhost:1" in result.err
    assert TOKEN not in result.out + result.err
    assert len(sink.posted) == 1


def test_a_mail_tells_it_in_words(wikisweep, told):
    with mail_server() as box:
        told(
            f"email: {{to: a@b.c, from: a@b.c, server: 127.0.0.1, port: {box.port}}}\n"
            "    on: always"
        )
        assert wikisweep("run", "task.yaml").code == 0
    assert box.mails[0]["Subject"] == "wikisweep: task on small: done"
    assert "Items:    3 of 3 tried: 3 saved" in box.mails[0].get_content()


@pytest.mark.live
def test_a_talk_page_of_a_real_wiki_is_written_to(wikisweep, scratch, home):
    config = home / "live.yaml"
    config.touch(mode=0o600)
    config.write_text(
        f"{scratch.config_text()}\nnotify: [{{talk: User talk:Archivist, on: always}}]\n"
    )
    text = (home / "task.yaml").read_text().replace("Mercury", "Nothing links here")
    (home / "task.yaml").write_text(text)
    result = wikisweep("run", "task.yaml", "--config", config, "--wiki", "devwiki")
    assert result.code == 0, result.err
    assert "was not sent" not in result.err
    shown = wikisweep("list", "backlinks", "User:SweepBot", "--config", config, "--wiki", "devwiki")
    assert "User talk:Archivist" in shown.lines  # its signature
