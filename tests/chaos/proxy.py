"""A proxy on loopback, between a client and a wiki, that makes faults happen and counts them.

Which request meets which fault is diced by a seed, or said beforehand. Knows of the API only that
a POST with `action=edit` writes. What it cannot do itself (the wiki is gone, a watcher raises) is
raised when it is closed.
"""

import gzip
import json
import random
import socket
import struct
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any, Final, Literal, Self
from urllib.parse import parse_qs, urlsplit

from tests.chaos.faults import NONE, Fault, Mix

HOST: Final = "127.0.0.1"
PAGE: Final = b"<!DOCTYPE html><html><title>Error</title><h1>Our servers are busy</h1></html>"
Moment = Literal["received", "forwarded", "answered", "replied"]
# Headers that are about one connection only (RFC 9110 7.6.1), or that are said anew.
_HOP: Final = frozenset({"connection", "content-length", "keep-alive", "transfer-encoding"})
_PATIENCE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came, counted from 1; `title` is the page that a write is about."""

    number: int
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    writes: bool
    title: str


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def saved(self) -> bool:
        """Whether it tells of a new revision."""
        zipped = ("content-encoding", "gzip") in (
            (name.lower(), text) for name, text in self.headers
        )
        try:
            answer = json.loads(gzip.decompress(self.body) if zipped else self.body)
        except ValueError:
            return False
        return "newrevid" in answer.get("edit", {})


def _silent(_moment: Moment, _asked: Asked) -> None:
    """Watch nothing."""


class Proxy:
    """Listens on a free port from its making on; `api` is the address that the client is to use.

    `requests` counts what came, `did` the faults by kind and name (`write: reset after`), `saved`
    the new revisions of each page that the wiki told of. `watch` is called in the request's own
    thread at each of its moments, before anything further happens to it; even its fault may then
    still be said.
    """

    def __init__(
        self,
        api: str,
        mix: Mix | None = None,
        *,
        seed: int = 0,
        watch: Callable[[Moment, Asked], None] = _silent,
    ) -> None:
        self.mix = mix or Mix()
        self.watch = watch
        self.requests = 0
        self.did: Counter[str] = Counter()
        self.saved: Counter[str] = Counter()
        self._wiki = urlsplit(api)
        self._dice = {True: random.Random(f"{seed} writes"), False: random.Random(f"{seed} reads")}
        self._next: dict[bool, deque[Fault]] = {True: deque(), False: deque()}
        self._calm = threading.Condition()
        self._under_way = 0
        self._failed: list[Exception] = []
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def api(self) -> str:
        """The wiki's api.php as seen through the proxy."""
        return self._wiki._replace(netloc=f"{HOST}:{self._server.server_address[1]}").geturl()

    def will(self, *faults: Fault, writes: bool) -> None:
        """Let the next writes, or the next reads, meet these faults, whatever the mix says."""
        with self._calm:
            self._next[writes].extend(faults)

    def settle(self) -> None:
        """Wait until all that came is done with, and the wiki has got what gets there late."""
        with self._calm:
            assert self._calm.wait_for(lambda: not self._under_way, _PATIENCE)

    def close(self) -> None:
        """Answer nobody any more; raises what went wrong in the proxy itself."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self.settle()
        failed, self._failed = self._failed, []
        if failed:
            raise ExceptionGroup("the proxy failed", failed)

    def fail(self, error: Exception) -> None:
        """Keep an error of our own until the end."""
        with self._calm:
            self._failed.append(error)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """While something is under way."""
        with self._calm:
            self._under_way += 1
        try:
            yield
        finally:
            with self._calm:
                self._under_way -= 1
                self._calm.notify_all()

    def take(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Asked:
        """Count a request in."""
        said = parse_qs(body.decode()) if method == "POST" else {}
        with self._calm:
            self.requests += 1
            number = self.requests
        writes = said.get("action") == ["edit"]
        return Asked(number, method, path, headers, body, writes, "".join(said.get("title", ())))

    def choose(self, asked: Asked) -> Fault:
        """What goes wrong with it."""
        with self._calm:
            # Diced for every request, also where it was said: each seed means the same each time.
            fault, left = NONE, self._dice[asked.writes].random()
            for one, share in (self.mix.writes if asked.writes else self.mix.reads).items():
                left -= share
                if left < 0:
                    fault = one
                    break
            if self._next[asked.writes]:
                fault = self._next[asked.writes].popleft()
            if fault is not NONE:
                self.did[f"{'write' if asked.writes else 'read'}: {fault.name}"] += 1
            return fault

    def forward(self, asked: Asked, fault: Fault) -> _Answer:
        """Let the wiki have the request, and give back its answer."""
        time.sleep(fault.seconds)
        wiki = HTTPConnection(self._wiki.hostname or HOST, self._wiki.port, timeout=_PATIENCE)
        with closing(wiki):
            hidden = _HOP if fault.asks else _HOP | {"cookie"}
            headers = {
                name: text for name, text in asked.headers.items() if name.lower() not in hidden
            }
            wiki.request(asked.method, asked.path, asked.body or None, headers)
            self.watch("forwarded", asked)
            response = wiki.getresponse()
            hidden = _HOP if fault.keeps else _HOP | {"set-cookie"}
            answer = _Answer(
                response.status,
                tuple(one for one in response.getheaders() if one[0].lower() not in hidden),
                response.read(),
            )
        if asked.writes and answer.saved:
            with self._calm:
                self.saved[asked.title] += 1
        self.watch("answered", asked)
        return answer


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, proxy: Proxy) -> None:
        super().__init__((HOST, 0), type("Handler", (_Handler,), {"proxy": proxy}))
        self._proxy = proxy

    def server_bind(self) -> None:
        """Bind without asking the network for a name of 127.0.0.1, which may take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, int(self.server_address[1])

    def shutdown_request(self, request: Any) -> None:
        """Close without the kind word before, which would make an end of every reset."""
        self.close_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep what is our own fault; that a client is gone is none."""
        del request, client_address
        error = sys.exception()
        if isinstance(error, Exception) and not isinstance(error, ConnectionError):
            self._proxy.fail(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    proxy: Proxy

    def _handle(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        if len(body) < length:  # the client died in the middle of its request
            self.close_connection = True
            return
        with self.proxy.busy():
            asked = self.proxy.take(self.command, self.path, dict(self.headers), body)
            self.proxy.watch("received", asked)
            fault = self.proxy.choose(asked)
            answer = self._forward(asked, fault) if fault.server == "first" else None
            if fault.server == "late":
                self._forward_late(asked, fault)
            with suppress(ConnectionError):
                self._reply(answer, fault)
            self.proxy.watch("replied", asked)

    do_GET = do_POST = _handle  # noqa: N815 - http.server's names

    def _forward(self, asked: Asked, fault: Fault) -> _Answer:
        try:
            return self.proxy.forward(asked, fault)
        except (OSError, HTTPException) as error:
            raise RuntimeError(f"the wiki did not answer {asked.path}") from error

    def _forward_late(self, asked: Asked, fault: Fault) -> None:
        """Let the wiki have it in its own time."""
        busy = self.proxy.busy()
        busy.__enter__()  # before the client can know that it was answered

        def forward() -> None:
            try:
                self._forward(asked, fault)
            except Exception as error:  # noqa: BLE001 - told when the proxy is closed
                self.proxy.fail(error)
            finally:
                busy.__exit__(None, None, None)

        threading.Thread(target=forward, daemon=True).start()

    def _reply(self, answer: _Answer | None, fault: Fault) -> None:
        if fault.client == "reset":
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True
            return
        if answer is None or fault.client == "page":
            headers = [("Content-Type", "text/html; charset=utf-8")]
            if fault.retry_after is not None:
                headers.append(("Retry-After", str(fault.retry_after)))
            answer = _Answer(fault.status, tuple(headers), PAGE)
        self.send_response_only(answer.status)
        for name, text in answer.headers:
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        half = fault.client == "half"
        self.wfile.write(answer.body[: len(answer.body) // 2] if half else answer.body)
        self.wfile.flush()
        self.close_connection = self.close_connection or half or fault.hangs_up

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()

    def log_message(self, *_: Any) -> None:
        """Stay silent."""
