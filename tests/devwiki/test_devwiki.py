"""The program that starts the wiki; with a real one where MediaWiki is installed."""

import json
import os
import stat
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devwiki import mediawiki
from devwiki.build_corpus import corpus_pages
from devwiki.devwiki import HERE, Devwiki
from devwiki.siteinfo import SITEINFO, recorded

needs_mediawiki = pytest.mark.skipif(
    bool(mediawiki.missing()), reason=f"not installed: {', '.join(mediawiki.missing())}"
)


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, str(HERE / "devwiki.py"), *arguments]
    kept = {
        key: value for key, value in os.environ.items() if key not in ("CI", "WIKISWEEP_INSTALL")
    }
    return subprocess.run(
        program, env={**kept, **environment}, capture_output=True, text=True, check=False
    )


def test_without_php_it_says_in_one_line_what_to_install(tmp_path: Path) -> None:
    answer = command("start", "--dir", str(tmp_path / "wiki"), PATH=str(tmp_path))
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.count("\n") == 1
    assert "devwiki needs php" in answer.stderr
    assert "apt-get install" in answer.stderr


def test_it_installs_nothing_where_there_is_no_apt_get(tmp_path: Path) -> None:
    answer = command(
        "start", "--dir", str(tmp_path / "wiki"), PATH=str(tmp_path), WIKISWEEP_INSTALL="1"
    )
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert "installing" not in answer.stderr


def test_status_and_stop_know_when_nothing_runs(tmp_path: Path) -> None:
    status, stop = (command(word, "--dir", str(tmp_path)) for word in ("status", "stop"))
    assert (status.returncode, status.stdout) == (1, "devwiki is not running\n")
    assert (stop.returncode, stop.stdout) == (0, "devwiki was not running\n")


def test_a_state_file_of_a_process_that_is_not_ours_is_not_believed(tmp_path: Path) -> None:
    state = {"pid": os.getpid(), "port": 1, "started": 1}
    (tmp_path / "server.json").write_text(json.dumps(state), encoding="utf-8")
    assert command("stop", "--dir", str(tmp_path)).stdout == "devwiki was not running\n"


def ask(wiki: Devwiki, **query: str) -> dict[str, Any]:
    fixed = {"action": "query", "format": "json", "formatversion": "2"}
    address = f"{wiki.api}?{urllib.parse.urlencode({**fixed, **query})}"
    with urllib.request.urlopen(address) as reply:
        answer: dict[str, Any] = json.load(reply)
        return answer


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Devwiki]:
    with Devwiki.running(tmp_path_factory.mktemp("wiki")) as running:
        yield running


@needs_mediawiki
def test_pages_have_the_ids_and_texts_of_the_export(wiki: Devwiki) -> None:
    # The API composes what it shows, so this one page is stored otherwise than it is shown.
    expected = {
        n: each for n, each in enumerate(corpus_pages(), 1) if each.title != "Decomposed text"
    }
    ids = list(expected)
    for start in range(0, len(ids), 50):
        query = {"prop": "revisions", "rvprop": "content", "rvslots": "main"}
        batch = {page_id: expected[page_id] for page_id in ids[start : start + 50]}
        answer = ask(wiki, pageids="|".join(map(str, batch)), **query)
        assert "continue" not in answer
        for page in answer["query"]["pages"]:
            wanted = batch.pop(page["pageid"])
            main = page["revisions"][0]["slots"]["main"]
            assert (page["title"], main["contentmodel"]) == (wanted.title, wanted.model)
            assert main["content"] == wanted.text
        assert not batch


@needs_mediawiki
def test_the_recorded_siteinfo_is_current(wiki: Devwiki) -> None:
    if mediawiki.version() not in SITEINFO.read_text(encoding="utf-8"):
        pytest.skip("recorded from another version of MediaWiki")
    assert recorded(wiki) == SITEINFO.read_text(encoding="utf-8")


@needs_mediawiki
def test_backlinks_behave_as_the_traps_say(wiki: Devwiki) -> None:
    query = {"list": "backlinks", "bltitle": "Mercury", "bllimit": "500"}
    titles = {each["title"] for each in ask(wiki, **query)["query"]["backlinks"]}
    assert {"Links by template only", "Links after all", "User:Archivist/common.css"} <= titles
    assert not titles & {"Links that are none", "Links in comments only", "Links to near names"}
    query |= {"blnamespace": "0", "blredirect": "1", "bllimit": "250"}
    found = ask(wiki, **query)["query"]["backlinks"]
    via = {each["title"] for one in found for each in one.get("redirlinks", ())}
    assert "Links through Devwiki only" not in via
    assert "Links to a page that only mentions" in via


@needs_mediawiki
@pytest.mark.parametrize(
    ("name", "app_id", "limit"),
    [("SweepBot", "sweep", 5000), ("SweepBot", "small", 500), ("Plain", "hand", 500)],
)
def test_a_bot_password_has_the_limits_of_its_grants(
    wiki: Devwiki, name: str, app_id: str, limit: int
) -> None:
    session = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

    def send(**fields: str) -> dict[str, Any]:
        body = urllib.parse.urlencode({**fields, "format": "json", "formatversion": "2"})
        with session.open(wiki.api, body.encode()) as reply:
            answer: dict[str, Any] = json.load(reply)
            return answer

    login, password = wiki.accounts[name].login(app_id)
    token = send(action="query", meta="tokens", type="login")["query"]["tokens"]["logintoken"]
    answer = send(action="login", lgname=login, lgpassword=password, lgtoken=token)
    assert answer["login"]["result"] == "Success"
    query = {"action": "query", "list": "allpages", "aplimit": "max"}
    assert send(**query)["limits"] == {"allpages": limit}
    token = send(action="query", meta="tokens")["query"]["tokens"]["csrftoken"]
    edits = {
        "please-warn-me": "abusefilter-warning",
        "please-refuse-me": "abusefilter-disallowed",
        "x" * 2_100_000: "contenttoobig",
    }
    for text, code in edits.items():
        edit = send(action="edit", title="Devwiki:Sandbox", text=text, token=token)
        assert edit["error"]["code"] == code
    for title, code in {
        "Gold": "protectedpage",
        "Cascade guest": "cascadeprotected",
        "Philosopher's mercury": "protectedpage",
        "A Forbidden phrase": "titleblacklist-forbidden",
    }.items():
        edit = send(action="edit", title=title, text="x", token=token)
        assert edit["error"]["code"] == code


@needs_mediawiki
def test_settings_may_change_while_it_runs(wiki: Devwiki) -> None:
    wiki.set("$wgReadOnly = 'being painted';")
    general = {"meta": "siteinfo", "siprop": "general"}
    assert ask(wiki, **general)["query"]["general"]["readonlyreason"] == "being painted"
    wiki.set("")
    assert ask(wiki, **general)["query"]["general"]["readonly"] is False


@needs_mediawiki
def test_its_config_is_readable_by_its_owner_only(wiki: Devwiki) -> None:
    config = wiki.folder / "user-config.yaml"
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    assert wiki.api in config.read_text(encoding="utf-8")


@needs_mediawiki
def test_it_ends_what_it_started_and_nothing_else(tmp_path: Path) -> None:
    with Devwiki.running(tmp_path) as running:
        folder = str(running.folder)
        assert command("start", "--dir", folder).returncode == 0
        assert command("status", "--dir", folder).returncode == 0
        assert command("stop", "--dir", folder).stdout == "devwiki stopped\n"
        with pytest.raises(OSError, match="refused"):
            ask(running)
