"""A throw-away MariaDB server on loopback, with a data folder of its own. Debian's package.

    with Mariadb.running(tmp_path) as server:
        server.create("wiki", "bot", "secret")
        server.url("wiki", "bot", "secret")    # mysql+pymysql://bot:secret@127.0.0.1:PORT/wiki

It listens on 127.0.0.1 and a socket, runs as whoever starts it, and forgets nothing until its
folder is removed; but it is tuned for haste, not to outlive a power cut.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self
from urllib.parse import quote

import pymysql

from devwiki.mediawiki import DevwikiError, run
from devwiki.processes import end_group

PROGRAMS: Final = ("mariadbd", "mariadb-install-db")
PACKAGES: Final = ("mariadb-server",)
START_SECONDS: Final = 60
STOP_SECONDS: Final = 20

# Debian puts the server where only root looks for programs.
_PATH: Final = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"))
# Small, and in no need of a disk that answers: what a power cut takes is a test's.
_SMALL: Final = (
    *("--innodb-buffer-pool-size=64M", "--innodb-log-file-size=16M"),
    *("--innodb-flush-method=nosync", "--performance-schema=OFF", "--skip-log-bin"),
    *("--character-set-server=utf8mb4", "--max-allowed-packet=64M", "--skip-name-resolve"),
)


def missing() -> list[str]:
    """What a server needs and this machine lacks; empty when all is there."""
    return [name for name in PROGRAMS if _program(name) is None]


@dataclass(slots=True)
class Mariadb:
    """A server in a folder of its own; `socket` is short enough for the system's limit."""

    folder: Path
    port: int
    socket: Path
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)

    @classmethod
    @contextmanager
    def running(cls, folder: Path, port: int = 0) -> Iterator[Self]:
        """A server that is ready, stopped at the end of the block."""
        with tempfile.TemporaryDirectory(prefix="mariadb-") as short:
            server = cls(folder, port or _free_port(), Path(short) / "socket")
            server.start()
            try:
                yield server
            finally:
                server.stop()

    def start(self) -> None:
        """Start it, and make its data folder first where there is none."""
        if lacking := missing():
            raise DevwikiError(f"mariadb: this machine lacks {', '.join(lacking)}")
        data = self.folder / "data"
        # a folder for temporary files of its own: in /tmp two servers that are made at once collide
        scratch = self.folder / "tmp"
        scratch.mkdir(parents=True, exist_ok=True)
        common = ("--no-defaults", f"--datadir={data}", f"--tmpdir={scratch}", *_as_whom())
        if not data.exists():
            how = ("--auth-root-authentication-method=normal", "--skip-test-db", *_SMALL)
            run([str(_program("mariadb-install-db")), *common, *how])
        places = (f"--socket={self.socket}", f"--pid-file={self.folder / 'pid'}")
        command = [str(_program("mariadbd")), *common, *_SMALL, *places, f"--port={self.port}"]
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--bind-address=127.0.0.1"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self._wait(self._process)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End it; its data stay, and `start` has them again."""
        if self._process:
            end_group(self._process.pid, STOP_SECONDS)
            self._process.wait(STOP_SECONDS)
            self._process = None

    def create(self, database: str, user: str, password: str) -> None:
        """An empty database, in the place of one of that name, and a user who may all in it.

        What the user may elsewhere stays.
        """
        account = f"`{user}`@`%`"
        self.run(
            f"DROP DATABASE IF EXISTS `{database}`",
            f"CREATE DATABASE `{database}`",
            f"CREATE USER IF NOT EXISTS {account}",
            f"ALTER USER {account} IDENTIFIED BY '{password}'",
            f"GRANT ALL ON `{database}`.* TO {account}",
        )

    def run(self, *statements: str) -> tuple[tuple[object, ...], ...]:
        """Run statements as root; gives the rows of the last one."""
        with self._root() as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return tuple(cursor.fetchall())

    def url(self, database: str, user: str, password: str) -> str:
        """The address of a database for SQLAlchemy."""
        who = f"{quote(user, safe='')}:{quote(password, safe='')}"
        return f"mysql+pymysql://{who}@127.0.0.1:{self.port}/{database}"

    def _root(self) -> "pymysql.Connection[pymysql.cursors.Cursor]":
        return pymysql.connect(user="root", unix_socket=str(self.socket), autocommit=True)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            with socket.socket(socket.AF_UNIX) as probe:
                if probe.connect_ex(str(self.socket)) == 0:
                    return
            time.sleep(0.05)
        raise DevwikiError(f"mariadb: the server did not answer; see {self.folder}/server.log")


def _program(name: str) -> str | None:
    return shutil.which(name, path=_PATH)


def _as_whom() -> tuple[str, ...]:
    """The server refuses to be root's unless it is told so."""
    return ("--user=root",) if os.geteuid() == 0 else ()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
