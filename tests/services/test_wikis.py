"""A wiki is opened as the config says, its secrets read at that moment and sent to it alone."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.config import (
    ApiWiki,
    BotPassword,
    DemoWiki,
    ExportWiki,
    Login,
    OAuth1,
    OAuth2,
    Secret,
)
from bot.errors import BotError, UsageError
from bot.offline import OfflineWiki
from bot.services.wikis import open_wiki


class Noting(http.server.BaseHTTPRequestHandler):
    """Keeps what it is sent; answers what no wiki would."""

    seen: list[tuple[str, str]]

    def do_GET(self) -> None:
        self.answer("")

    def do_POST(self) -> None:
        self.answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def answer(self, body: str) -> None:
        self.seen.append((self.headers.get("Authorization", ""), body or self.path))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def noting() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """An address, and what is sent there: the header Authorization and the rest."""
    seen: list[tuple[str, str]] = []
    handler = type("One", (Noting,), {"seen": seen})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/api.php", seen
        server.shutdown()
        thread.join()


def sent(noting, tmp_path, login: Login | None):
    address, seen = noting
    settings = ApiWiki("one", address, login)
    with (
        closing(open_wiki(settings, "User:Tester", tmp_path, lambda _: None)) as wiki,
        pytest.raises(BotError),
    ):
        _ = wiki.site
    return seen[0]


def test_without_a_login_nothing_is_told_of_us(noting, tmp_path):
    assert sent(noting, tmp_path, None)[0] == ""


def test_a_bearer_token_goes_into_the_header(noting, tmp_path, monkeypatch):
    monkeypatch.setenv("TOKEN", "tick")
    assert sent(noting, tmp_path, OAuth2(Secret("TOKEN", "env")))[0] == "Bearer tick"


def test_each_part_of_oauth_1_goes_where_it_belongs(noting, tmp_path):
    login = OAuth1(*(Secret(one) for one in ("key", "hushed", "token", "secret")))
    header, _ = sent(noting, tmp_path, login)
    assert 'oauth_consumer_key="key"' in header
    assert 'oauth_token="token"' in header
    assert "hushed" not in header
    assert "secret" not in header


def test_a_bot_password_logs_in(noting, tmp_path):
    header, asked = sent(noting, tmp_path, BotPassword("Bot@x", Secret("word")))
    assert header == ""
    assert "type=login" in asked
    assert "word" not in asked


def test_a_secret_that_is_not_there_is_told_before_anything_is_sent(noting, tmp_path):
    login = OAuth2(Secret("NO_SUCH_VARIABLE_AT_ALL", "env"))
    with pytest.raises(UsageError, match="NO_SUCH_VARIABLE_AT_ALL is not set"):
        open_wiki(ApiWiki("one", noting[0], login), "User:Tester", tmp_path, print)
    assert noting[1] == []


@pytest.mark.parametrize("name", ["demo", "own"])
def test_offline_wikis_keep_their_exports_in_the_state_folder(tmp_path, name):
    said: list[str] = []
    settings: DemoWiki | ExportWiki = DemoWiki()
    if name == "own":
        settings = ExportWiki("own", tmp_path / "export.xml")
        (tmp_path / "export.xml").write_text('<mediawiki version="0.11"></mediawiki>')
    with closing(open_wiki(settings, "", tmp_path, said.append)) as wiki:
        assert isinstance(wiki, OfflineWiki)
        assert wiki.site.wiki == name
    assert list((tmp_path / "exports").iterdir())
    assert said
