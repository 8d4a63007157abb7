"""Commands as a user gives them: in this process, as a process of their own, on a terminal."""

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import run
from bot.offline import OfflineWiki
from bot.page import INFO, TEXT, Candidate, Page
from bot.plan import Edit
from tests.offline.exports import entries, export_xml
from tests.sources.conftest import SITEINFO

COMMAND = Path(sys.executable).parent / "wikisweep"
HOSTILE = "\"Onload=alert(1) x=' & $(id)"
PAGES = {
    "Mercury": "may be many things",
    "Planet": "The [[Mercury]] planet",
    "Element": "The [[Mercury]] element",
    "Hermes": "#REDIRECT [[Mercury]]",
    "Messenger": "[[Hermes]] is no planet",
    "Talk:Planet": "See [[Mercury]].",
    HOSTILE: "[[Mercury]] planet <script>alert(1)</script> \x85 \u202e",
    "Category:Planets": "",
    "Earth": "[[Category:Planets]]",
}
CONFIG = "wikis:\n  small: {export: export.xml, siteinfo: siteinfo.json}\n"
TASK = """
for_each: {backlinks: {to: Mercury, namespace: 0, redirects: exclude, through_redirects: true}}
where: [{text: planet}]
do: [{retarget_link: {from: Mercury, to: Mercury (planet), redirects: follow}}]
edit: {summary: name the planet}
tests:
  - given: {text: "The [[Mercury]] planet", redirects: []}
    expect: {text: "The [[Mercury (planet)|Mercury]] planet"}
"""


@dataclass(frozen=True)
class Result:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    """A working folder with a small offline wiki, `task.yaml`, and nothing of the user's own."""
    folder: Path = tmp_path / "home"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("WIKISWEEP_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    (folder / "export.xml").write_text(export_xml(*entries(PAGES)), encoding="utf-8")
    (folder / "siteinfo.json").write_text(SITEINFO)
    (folder / "user-config.yaml").write_text(CONFIG)
    (folder / "task.yaml").write_text(TASK)
    return folder


class Pages:
    """The pages of the small wiki, read and edited as somebody else would."""

    def __init__(self, home: Path, state: Path) -> None:
        self._wiki = OfflineWiki(
            "small", home / "export.xml", home / "siteinfo.json", cache=state / "exports"
        )

    def page(self, title: str) -> Page:
        wiki = self._wiki
        candidate = Candidate(wiki.site.title(title))
        [[page]] = wiki.fetch([[candidate]], frozenset({INFO, TEXT}))
        wiki.close()
        return page

    def __getitem__(self, title: str) -> str:
        return self.page(title).text

    def __setitem__(self, title: str, text: str) -> None:
        page = self.page(title)
        edit = Edit(
            title=page.title,
            pageid=page.pageid,
            baserevid=page.revid,
            read_at=None,
            before=page.text,
            after=text,
            summary="by somebody else",
        )
        assert self._wiki.write(edit).code == "saved"
        self._wiki.close()


@pytest.fixture
def pages(home, tmp_path) -> Pages:
    """The pages of the small wiki."""
    return Pages(home, tmp_path / "state")


@pytest.fixture
def wikisweep(capsys) -> Callable[..., Result]:
    """Run a command in this process."""

    def call(*arguments: object) -> Result:
        code = run([str(one) for one in arguments])
        told = capsys.readouterr()
        return Result(code, told.out, told.err)

    return call


def process(*arguments: object, **options: Any) -> Result:
    """Run a command as a process of its own."""
    done = subprocess.run(
        [COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        **options,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def on_terminal(
    arguments: Sequence[object], columns: int = 80, typed: str = "", **environment: str
) -> tuple[int, str]:
    """Run a command on a terminal of its own; its exit code and all that the terminal was sent.

    `typed` is on the keyboard's way before the command asks for it.
    """
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [COMMAND, *map(str, arguments)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "TERM": "xterm-256color", **environment},
    ) as running:
        os.close(slave)
        os.write(master, typed.encode())
        sent = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:  # Linux: all that had the terminal open have gone
                break
            if not piece:
                break
            sent += piece
        code = running.wait(60)
    os.close(master)
    return code, sent.decode()
