"""Runs commands and searches all that they leave behind for marked secrets.

What is searched: what they say, every file below the home they have (inside gzip, zlib and SQLite,
too), and what the list of processes shows of them while they run.
"""

import base64
import os
import sqlite3
import subprocess
import sys
import threading
import zlib
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

COMMAND = Path(sys.executable).parent / "wikisweep"
_SQLITE = b"SQLite format 3\0"
_WINDOWS = (zlib.MAX_WBITS, zlib.MAX_WBITS + 16)  # zlib, gzip


def mark(what: str) -> str:
    """A secret that is nothing but itself in JSON, YAML, HTML, a URL and a header."""
    return f"Marked{what.title().replace(' ', '')}{'0123456789abcdef' * 2}"


def forms(secret: str) -> Iterator[bytes]:
    """The secret as it is, and as base64 has it wherever it begins in what is encoded."""
    plain = secret.encode()
    yield plain
    for shift in range(3):
        # the first and last letters of base64 depend on the neighbours, so they are left out
        yield base64.b64encode(b"\0" * shift + plain)[4:-4]


def layers(data: bytes) -> Iterator[bytes]:
    """The data, and what is in it where it is compressed."""
    yield data
    for window in _WINDOWS:
        try:
            inner = zlib.decompressobj(window).decompress(data)
        except zlib.error:
            continue
        if inner:
            yield from layers(inner)


def cells(path: Path) -> Iterator[bytes]:
    """Everything that stands in an SQLite file."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in database.execute(f'SELECT * FROM "{table}"'):
                yield from (one if isinstance(one, bytes) else str(one).encode() for one in row)


@dataclass
class Traces:
    """The home of a user, and what commands said and showed there.

    `given` are the files in which the user put secrets.
    """

    home: Path
    secrets: Collection[str]
    environment: dict[str, str] = field(default_factory=dict)
    given: set[Path] = field(default_factory=set)
    said: dict[str, bytes] = field(default_factory=dict)

    def write(self, name: str, text: str, *, given: bool = False) -> Path:
        """A file of the user's own, for nobody else's eyes."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
        if given:
            self.given.add(path)
        return path

    def run(self, *arguments: object, code: int = 0, words: str = "") -> str:
        """Run a command, watched; its stdout. It must end with `code` and say `words` somewhere."""
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        kept |= {name: value for name, value in os.environ.items() if name.startswith("COVERAGE")}
        command = [str(COMMAND), *map(str, arguments)]
        with subprocess.Popen(
            command,
            cwd=self.home,
            env={**kept, "HOME": str(self.home), **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            shown: set[bytes] = set()
            watching = threading.Thread(target=_watch, args=(process, shown))
            watching.start()
            out, err = process.communicate(timeout=120)
            watching.join()
        name = " ".join(command[1:])
        self.said |= {f"{name} (stdout)": out, f"{name} (stderr)": err}
        self.said[f"{name} (processes)"] = b"\n".join(shown)
        told = f"{out.decode()}\n{err.decode()}"
        assert process.returncode == code, told
        assert words in told, told
        return out.decode()

    def found(self) -> list[str]:
        """Where a secret shows that nobody put there, each place once."""
        wanted = [form for secret in self.secrets for form in forms(secret)]
        return [
            place
            for place, data in self._everything()
            if any(form in layer for layer in layers(data) for form in wanted)
        ]

    def _everything(self) -> Iterator[tuple[str, bytes]]:
        yield from self.said.items()
        for path in sorted(self.home.rglob("*")):
            yield f"the name of {path}", os.fsencode(path)
            if not path.is_file() or path in self.given:
                continue
            data = path.read_bytes()
            yield str(path), data
            if data.startswith(_SQLITE):
                yield from ((f"{path} (a cell)", cell) for cell in cells(path))


def _watch(process: "subprocess.Popen[bytes]", shown: set[bytes]) -> None:
    """Note what anybody can see of the process, and what its own children are given."""
    while process.poll() is None:
        shown.update(_file(process.pid, "cmdline"))
        for child in _children(process.pid):
            shown.update((*_file(child, "cmdline"), *_file(child, "environ")))
        threading.Event().wait(0.002)


def _children(pid: int) -> Iterator[int]:
    for one in _file(pid, f"task/{pid}/children"):
        for child in map(int, one.split()):
            yield child
            yield from _children(child)


def _file(pid: int, name: str) -> Iterator[bytes]:
    try:
        yield Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return  # it is gone
