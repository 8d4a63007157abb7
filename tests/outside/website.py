"""A real HTTP server on loopback that answers each path as a test wants it to."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


@dataclass
class Told:
    """What is answered: `drip` seconds go by before each byte of the body."""

    body: bytes = b""
    kind: str = "text/plain; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0
    length: int | None = None


@dataclass
class Website:
    """What was asked, and what is answered at which path."""

    url: str
    pages: dict[str, Told | Callable[[Asked], Told]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def put(self, path: str, body: str | bytes = b"", **told: Any) -> str:
        """Answer so at this path; gives its address."""
        told["body"] = body.encode() if isinstance(body, str) else body
        self.pages[path] = Told(**told)
        return f"{self.url}{path}"


@contextmanager
def website() -> Iterator[Website]:
    """The server, for as long as the block lasts."""
    site = Website("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = Asked(self.command, self.path, dict(self.headers), body)
            site.asked.append(asked)
            page = site.pages.get(self.path.partition("?")[0], Told(b"nothing here", status=404))
            told = page(asked) if callable(page) else page
            self.send_response(told.status)
            if told.kind:
                self.send_header("Content-Type", told.kind)
            for name, value in told.headers.items():
                self.send_header(name, value)
            length = len(told.body) if told.length is None else told.length
            self.send_header("Content-Length", str(length))
            self.end_headers()
            with suppress(OSError):
                if not told.drip:
                    self.wfile.write(told.body)
                for byte in told.body if told.drip else b"":
                    if site.over.wait(told.drip):
                        return
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()

        do_POST = do_GET  # noqa: N815 - http.server's name

        def log_message(self, *_: Any) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield site
    finally:
        site.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
