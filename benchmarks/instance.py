"""The wiki that everything is measured on: a devwiki of its own, loaded with generated articles.

It is kept between two runs, since loading takes minutes; its server runs only while it is used.
"""

import fcntl
import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.furniture import furnish
from devwiki import devwiki, seed
from devwiki.mediawiki import DevwikiError

_ROOT: Final = Path(__file__).resolve().parent.parent
HOME: Final = _ROOT / ".devwiki" / "bench"

# The texts of 20,000 pages overflow APCu, which then forgets everything, our login, too.
_SESSIONS: Final = "$wgSessionCacheType = CACHE_DB;"

# PHP's own log of requests does not tell what a POST asked for. One line before MediaWiki's own
# work costs every contender the same, and it is there before the answer is. No values of forms
# but these are written: passwords never.
_LOGGING: Final = """
if ( PHP_SAPI === 'cli-server' && isset( ( $_GET + $_POST )['action'] ) ) {
  $benchAsked = array_intersect_key( $_GET + $_POST,
    array_flip( [ 'action', 'list', 'generator', 'prop', 'titles', 'pageids', 'revids' ] ) );
  $benchAsked['at'] = $_SERVER['REQUEST_TIME_FLOAT'];
  file_put_contents( __DIR__ . '/requests.log', json_encode( $benchAsked ) . "\\n", FILE_APPEND );
}
"""
_PAGES: Final = frozenset({"list", "generator", "titles", "pageids", "revids"})


@dataclass(frozen=True, slots=True)
class Requests:
    """How many requests a wiki answered: `work` asked for pages, `setup` for all else.

    Where edits are measured, `work` is every request from the first edit on, checks and reads
    between edits included. `begun` is when the first of `work` came, in seconds since the epoch; 0
    where none did.
    """

    setup: int
    work: int
    begun: float


class Instance:
    """A running wiki with so many articles that link to `Bench target`."""

    def __init__(self, wiki: devwiki.Devwiki, pages: int) -> None:
        self.pages = pages
        self.folder = wiki.folder
        self.api = wiki.api
        self.login = wiki.accounts["SweepBot"].login("sweep")
        self._log = wiki.folder / "requests.log"
        self._log.write_text("", encoding="utf-8")
        self._read = 0
        wiki.set(_SESSIONS + _LOGGING)

    def asked(self, *, editing: bool = False) -> Requests:
        """The requests since the last time this was asked."""
        with self._log.open(encoding="utf-8") as log:
            log.seek(self._read)
            asked = [json.loads(line) for line in log.readlines()]
            self._read = log.tell()
        if editing:
            first = next(
                (at for at, one in enumerate(asked) if one["action"] == "edit"), len(asked)
            )
            work = [one["at"] for one in asked[first:]]
        else:
            work = [one["at"] for one in asked if _is_work(one)]
        return Requests(len(asked) - len(work), len(work), min(work, default=0.0))


def _is_work(asked: dict[str, object]) -> bool:
    return asked["action"] == "query" and not _PAGES.isdisjoint(asked)


@contextmanager
def running(home: Path, pages: int, start_from: int = 0) -> Iterator[Instance]:
    """The wiki with so many articles; made, if need be, from the one with `start_from`.

    Raises DevwikiError where no wiki can be started.
    """
    folder = home / str(pages)
    with alone(home):
        if (left_over := devwiki.find(folder)) is not None:
            left_over.stop()
        if start_from and not seed.is_planted(folder) and seed.is_planted(home / str(start_from)):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(home / str(start_from), folder)
        wiki = devwiki.Devwiki(folder, free_port())
        wiki.start()
        try:
            _load(folder, pages)
            if not start_from:  # a larger wiki is for jobs that do without
                furnish(folder, pages)
            yield Instance(wiki, pages)
        finally:
            wiki.stop()


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Two benches on one wiki would count each other's requests: the second one is refused."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DevwikiError(f"bench: another one is running in {home}; wait for it") from error
        yield


def _load(folder: Path, pages: int) -> None:
    """In a process of its own: the memory that it takes must not count as a contender's."""
    script = _ROOT / "devwiki" / "load.py"
    command = [sys.executable, str(script), "--dir", str(folder), "--pages", str(pages)]
    answer = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    if answer.returncode:
        raise DevwikiError(f"bench: loading {pages} articles failed; its words are above")


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
