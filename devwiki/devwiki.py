"""Starts and stops a real MediaWiki on loopback, seeded with the corpus. Linux; Debian's packages.

    python devwiki/devwiki.py start|stop|status|reset [--port 8090] [--dir .devwiki]

Tests make private instances of their own:

    with Devwiki.running(tmp_path, settings="$wgReadOnly = 'down';") as wiki:
        wiki.api    # http://127.0.0.1:PORT/api.php

The wiki listens on 127.0.0.1 only, and its passwords are public. It ends only what it started.
"""

import argparse
import json
import logging
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Final, Self

if not __package__:  # run as a script: the checkout belongs on the path, not this folder
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from devwiki import mediawiki, seed, settings
from devwiki.mariadb import Mariadb
from devwiki.mediawiki import DevwikiError
from devwiki.processes import end_group, start_time
from devwiki.transfer import transfer

HERE: Final = Path(__file__).resolve().parent
TEMPLATES: Final = HERE.parent / ".devwiki" / "templates"
START_SECONDS: Final = 30
STOP_SECONDS: Final = 5

# An edit of a page near 2 MB is a POST of several times that; the settings may change between two
# requests of one test.
_PHP = (
    *("-d", "post_max_size=64M", "-d", "memory_limit=1G", "-d", "max_execution_time=180"),
    *("-d", "opcache.revalidate_freq=0", "-d", "apc.shm_size=64M", "-d", "display_errors=0"),
)


@dataclass(slots=True)
class Devwiki:
    """A wiki in a folder of its own, with or without its server running."""

    folder: Path
    port: int
    root: Path = mediawiki.ROOT
    server: Mariadb | None = None
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)

    accounts: ClassVar = settings.ACCOUNTS

    @classmethod
    @contextmanager
    def running(
        cls,
        folder: Path,
        port: int = 0,
        settings: str = "",
        templates: Path = TEMPLATES,
        *,
        root: Path = mediawiki.ROOT,
        server: Mariadb | None = None,
    ) -> Iterator[Self]:
        """A private wiki with extra lines of PHP settings; stopped at the end of the block.

        `root` is where MediaWiki is; with `server` the wiki lives there in a database of its own,
        else in SQLite.
        """
        wiki = cls(folder, port or _free_port(), root, server)
        wiki.reset(templates)
        wiki.set(settings)
        wiki.start(templates)
        try:
            yield wiki
        finally:
            wiki.stop()

    @property
    def database(self) -> str:
        """The name of its database on the server, where it has one."""
        return f"devwiki_{self.port}"

    @property
    def api(self) -> str:
        """The address of the action API."""
        return f"http://127.0.0.1:{self.port}/api.php"

    def config_text(self) -> str:
        """A `user-config.yaml` for this wiki and for the offline wiki with the same pages."""
        return settings.user_config(self.api, HERE)

    def set(self, settings: str) -> None:
        """Replace the extra PHP settings; a running server follows with its next request."""
        (self.folder / "extra.php").write_text(f"<?php\n{settings}\n", encoding="utf-8")

    def maintenance(self, script: str, *arguments: str, stdin: str = "") -> str:
        """Run one of MediaWiki's maintenance scripts on this wiki, e.g. `runJobs`."""
        return mediawiki.maintenance(self.folder, script, *arguments, stdin=stdin)

    def start(self, templates: Path = TEMPLATES) -> None:
        """Serve the wiki; seeds it first if the folder is empty or of an older corpus."""
        if not seed.is_planted(self.folder, self.root):
            self.reset(templates)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                raise DevwikiError(f"devwiki: port {self.port} is taken by another program")
        environment = {
            **os.environ,
            "MW_CONFIG_FILE": str((self.folder / "LocalSettings.php").resolve()),
            "DEVWIKI_SERVER": f"http://127.0.0.1:{self.port}",
            "PHP_CLI_SERVER_WORKERS": "4",
        }
        command = ["php", *_PHP, "-S", f"127.0.0.1:{self.port}", "-t", str(self.root)]
        with (self.folder / "server.log").open("ab") as log:
            self._process = process = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        state = {"pid": process.pid, "port": self.port, "started": start_time(process.pid)}
        (self.folder / "server.json").write_text(json.dumps(state), encoding="utf-8")
        try:
            self._wait(process)
        except BaseException:
            self.stop()
            raise
        config = self.folder / "user-config.yaml"
        config.touch(mode=0o600)
        config.chmod(0o600)
        config.write_text(self.config_text(), encoding="utf-8")

    def stop(self) -> bool:
        """End the server that this folder's state file names; False if none is running."""
        state = _state(self.folder)
        (self.folder / "server.json").unlink(missing_ok=True)
        if state:
            end_group(state["pid"], STOP_SECONDS)
        if self._process:
            self._process.wait(STOP_SECONDS)
            self._process = None
        return bool(state)

    def reset(self, templates: Path = TEMPLATES) -> None:
        """Back to the seeded state. The server must not be running."""
        seed.plant(self.folder, templates, self.root)
        if self.server:
            transfer(self.folder, self.server, self.database)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(self.api, timeout=START_SECONDS):  # noqa: S310 - own
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise DevwikiError(f"devwiki: the server did not answer; see {self.folder}/server.log")


def find(folder: Path) -> Devwiki | None:
    """The wiki that is running in this folder, if one is."""
    state = _state(folder)
    return Devwiki(folder, state["port"]) if state else None


def _state(folder: Path) -> dict[str, int]:
    """What the state file says, if the process it names is still the one that was started."""
    try:
        state: dict[str, int] = json.loads((folder / "server.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return state if start_time(state["pid"]) == state["started"] else {}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _hint(wiki: Devwiki) -> str:
    return (
        f"devwiki runs at http://127.0.0.1:{wiki.port}/ (Admin, "
        f"{settings.ACCOUNTS['Admin'].password})\n"
        f"try: wikisweep --config {wiki.folder / 'user-config.yaml'} list backlinks Mercury"
    )


def _start(folder: Path, port: int) -> int:
    wiki = find(folder)
    if not wiki:
        mediawiki.ensure_installed()
        wiki = Devwiki(folder, port)
        wiki.start()
    elif not seed.is_planted(folder):
        print("devwiki: the corpus has changed since; `devwiki.py reset` takes it", file=sys.stderr)
    print(_hint(wiki))
    return 0


def _stop(folder: Path) -> int:
    wiki = find(folder)
    stopped = wiki.stop() if wiki else False
    print("devwiki stopped" if stopped else "devwiki was not running")
    return 0


def _status(folder: Path) -> int:
    wiki = find(folder)
    print(_hint(wiki) if wiki else "devwiki is not running")
    return 0 if wiki else 1


def _reset(folder: Path) -> int:
    mediawiki.ensure_installed()
    wiki = find(folder)
    if wiki:
        wiki.stop()
    (wiki or Devwiki(folder, 0)).reset()
    if wiki:
        wiki.start()
    print("devwiki is back in its seeded state")
    return 0


def main() -> int:
    """The command line; errors become one line and exit code 2."""
    parser = argparse.ArgumentParser(description="a real MediaWiki on loopback, seeded")
    parser.add_argument("command", choices=("start", "stop", "status", "reset"))
    parser.add_argument("--dir", type=Path, default=HERE.parent / ".devwiki", dest="folder")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--verbose", action="store_true", help="tell each program that is run")
    options = parser.parse_args()
    logging.basicConfig(format="%(message)s", level="INFO" if options.verbose else "WARNING")
    folder: Path = options.folder.resolve()
    try:
        match options.command:
            case "start":
                return _start(folder, options.port)
            case "stop":
                return _stop(folder)
            case "status":
                return _status(folder)
            case _:
                return _reset(folder)
    except DevwikiError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
