"""A small HTTP server that answers by a script, for the faults that no real wiki has on demand.

Start-up (login, siteinfo) is answered by itself unless the script takes it over; every other
request takes the next reply of the script. `ScriptedClock` is the time that passes only while
somebody waits.
"""

import json
import socket
import struct
import threading
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from bot.mediawiki import BotPassword, Clock

READ_AT = "2026-01-02T03:04:05Z"
SECRET = "secret" * 6
SWEEP = BotPassword("Sweeper@tests", SECRET)


@dataclass(frozen=True)
class Raw:
    """A reply as bytes; `cut` sends only half of it, `reset` hangs up without a word."""

    status: int = 200
    body: bytes | str = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    reset: bool = False
    stall: float = 0.0


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    parameters: dict[str, str]
    headers: dict[str, str]


Reply = dict[str, Any] | Raw


def error(code: str, info: str = "words", **more: Any) -> dict[str, Any]:
    return {"error": {"code": code, "info": info, **more}}


def siteinfo(
    rights: Iterable[str] = ("read", "edit", "apihighlimits", "bot"),
    name: str = "Sweeper",
    *,
    anonymous: bool = False,
) -> dict[str, Any]:
    names = {
        0: "",
        1: "Talk",
        2: "User",
        3: "User talk",
        4: "Test",
        6: "File",
        10: "Template",
        14: "Category",
    }
    return {
        "query": {
            "general": {
                "generator": "MediaWiki 1.43.9",
                "lang": "en",
                "linktrail": "/^([a-z]+)(.*)$/sD",
                "server": "https://wiki.example.org",
                "articlepath": "/wiki/$1",
            },
            "namespaces": {
                str(number): {
                    "id": number,
                    "name": text,
                    "case": "first-letter",
                    "content": number == 0,
                    "subpages": number == 2,
                }
                for number, text in names.items()
            },
            "namespacealiases": [{"id": 6, "alias": "Image"}],
            "interwikimap": [
                {"prefix": "de", "language": "Deutsch", "url": "https://de.example.org/$1"},
                {"prefix": "here", "localinterwiki": True, "url": "https://wiki.example.org/$1"},
            ],
            "magicwords": [{"name": "redirect", "aliases": ["#REDIRECT"]}],
            "extensiontags": ["<nowiki>", "<ref>"],
            "userinfo": {
                "name": name,
                "groups": ["*", "user"],
                "rights": list(rights),
                **({"anon": True} if anonymous else {"id": 7}),
            },
        }
    }


class ScriptedClock(Clock):
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.time = 1000.0
        self.waits: list[float] = []

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self) -> None:
        """Bind without asking the network for a name of 127.0.0.1, which may take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])


class ScriptedWiki:
    """The server; `asked` holds the requests of the script, `greeted` those of start-up."""

    def __init__(self, *, startup: bool = True) -> None:
        self.asked: list[Asked] = []
        self.greeted: list[Asked] = []
        self.startup = startup
        self.about = siteinfo()
        self._script: deque[Reply] = deque()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/w/api.php"

    @property
    def left(self) -> int:
        """How many replies nobody asked for."""
        return len(self._script)

    def will(self, *replies: Reply) -> None:
        """Answer the next requests so."""
        self._script.extend(replies)

    def reply(self, asked: Asked) -> Reply:
        greeting = self._greeting(asked.parameters) if self.startup else None
        if greeting is not None:
            self.greeted.append(asked)
            return greeting
        self.asked.append(asked)
        return self._script.popleft() if self._script else Raw(404, "the script is over")

    def _greeting(self, parameters: Mapping[str, str]) -> Reply | None:
        if parameters.get("action") == "login":
            return {"login": {"result": "Success", "lgusername": "Sweeper"}}
        if parameters.get("type") == "login":
            return {"query": {"tokens": {"logintoken": "logintoken+\\"}}}
        if parameters.get("type") == "csrf":
            return {"query": {"tokens": {"csrftoken": "csrftoken+\\"}}}
        return self.about if "siprop" in parameters else None

    def close(self) -> None:
        """Answer nobody any more; closing twice does nothing more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(wiki: ScriptedWiki) -> type[BaseHTTPRequestHandler]:
    return type("Handler", (_Handler,), {"wiki": wiki})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    wiki: ScriptedWiki

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        sent = self.rfile.read(length).decode()
        pairs = parse_qsl(urlsplit(self.path).query, keep_blank_values=True)
        pairs += parse_qsl(sent, keep_blank_values=True)
        reply = self.wiki.reply(Asked(self.command, dict(pairs), dict(self.headers)))
        if isinstance(reply, dict):
            body = json.dumps({"curtimestamp": READ_AT, **reply}).encode()
            reply = Raw(200, body, {"Content-Type": "application/json"})
        self._send(reply)

    do_GET = do_POST = _answer  # noqa: N815 - http.server's names

    def _send(self, reply: Raw) -> None:
        if reply.stall:
            threading.Event().wait(reply.stall)
        if reply.reset:
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True
            return
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        self.send_response_only(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(body[: len(body) // 2] if reply.cut else body)
        if reply.cut:
            self.close_connection = True

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()

    def log_message(self, *_: Any) -> None:
        """Stay silent."""
