"""A database ready for use: made where missing, its shape checked, its faults in plain words."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from bot.errors import BotError, UsageError
from bot.ledger.tables import METADATA, SHAPE, VERSION

PATIENCE = 10.0  # seconds that a writer waits for another one
_SHARED = frozenset({"nfs", "nfs4", "cifs", "smb3", "9p", "afs", "ceph", "glusterfs", "lustre"})

# What SQLite says (https://www.sqlite.org/rescode.html), and what to do about it.
_REMEDIES = {
    "disk is full": "the disk is full; free some space, or name another folder with --state",
    "disk i/o error": "the disk does not answer as it should; name another folder with --state",
    "readonly database": "it cannot be written; check who owns the file and its folder",
    "unable to open": "it cannot be opened; check who owns the file and its folder",
    "is locked": "another process is writing to it and does not end; try again later",
    "not a database": "the file is not a database; move it away, or name another with --state",
    "malformed": "the database is damaged; restore it from a backup, or move it away",
}


def open_ledger(where: str | Path, patience: float = PATIENCE) -> Engine:
    """An engine for the ledger at a path, or at a database URL (`…://…`).

    A missing SQLite file is made, readable by its owner alone; so is its folder. A writer waits
    `patience` seconds for another one. Raises
    UsageError for a URL that means nothing, BotError for what cannot be opened.
    """
    text = str(where)
    url = text if "://" in text else f"sqlite:///{_made(Path(text).expanduser())}"
    try:
        engine = create_engine(url)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        reason = str(error).partition("\n")[0]
        raise UsageError(
            f"the ledger's address {_name(text)!r} cannot be used: {reason}"
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", partial(_set_up, patience))
    with told(engine):
        _check_shape(engine)
    return engine


@contextmanager
def told(engine: Engine) -> Iterator[None]:
    """Turns what the database raises into a BotError of one line."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = error.orig if isinstance(error, DBAPIError) else None
        reason = " ".join(str(cause or error).split())
        for sign, remedy in _REMEDIES.items():
            if sign in reason.lower():
                reason = remedy
        raise BotError(f"the ledger {place(engine)}: {reason}") from error


def place(engine: Engine) -> str:
    """Where a ledger is, for messages: its path, or its URL without password."""
    database = engine.url.database
    return str(database) if engine.dialect.name == "sqlite" and database else _name(engine.url)


def _name(url: Any) -> str:
    """A URL without its password, however odd it is."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return str(url).rpartition("@")[2]


def _made(path: Path) -> Path:
    path = path.absolute()
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True)
            path.parent.chmod(0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDONLY, 0o600))
    except OSError as error:
        raise BotError(
            f"the ledger {path}: {error.strerror}; name a folder of yours with --state"
        ) from error
    return path


def _set_up(patience: float, connection: sqlite3.Connection, _record: object) -> None:
    """A write-ahead log lets readers read while a plan is written; on network disks it corrupts.

    See https://www.sqlite.org/wal.html, "all processes must be on the same host computer".
    """
    (file,) = (row[2] for row in connection.execute("PRAGMA database_list") if row[1] == "main")
    connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
    connection.execute("PRAGMA foreign_keys = ON")
    if os.access(file, os.W_OK):
        wanted = "DELETE" if file_system(Path(file)) in _SHARED else "WAL"
        (mode,) = connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()
        # in WAL mode NORMAL can lose the last transactions to a power cut, but never corrupts
        connection.execute(f"PRAGMA synchronous = {'NORMAL' if mode == 'wal' else 'FULL'}")


def file_system(path: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """The type of the file system that a path is on, or nothing where the system does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    found, length = "", 0
    for line in lines:
        _, point, kind, *_ = line.split(" ")
        point = point.replace("\\040", " ")
        if path.is_relative_to(point) and len(point) >= length:
            found, length = kind, len(point)
    return found


def _check_shape(engine: Engine) -> None:
    """Make the tables in an empty database; refuse a newer ledger's, and somebody else's."""
    tables = inspect(engine).get_table_names()
    if not tables:
        with engine.begin() as connection:
            METADATA.create_all(connection)
            connection.execute(SHAPE.insert().values(version=VERSION))
        return
    version = None
    if SHAPE.name in tables:
        with engine.connect() as connection:
            version = connection.execute(select(SHAPE.c.version)).scalar()
    if version is None:
        raise BotError(
            f"the ledger {place(engine)}: the database is another program's"
            f" (it has the table {tables[0]}); name another one"
        )
    if version > VERSION:
        raise BotError(
            f"the ledger {place(engine)}: a newer wikisweep made it (its shape is {version}, this"
            f" version knows {VERSION}); install that version, or name another folder with --state"
        )
