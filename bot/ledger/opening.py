"""A database ready for use: made where missing, its shape checked and brought up to date."""

import os
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from bot.config import LedgerAddress
from bot.errors import BotError, UsageError
from bot.ledger.address import address
from bot.ledger.faults import told
from bot.ledger.migrations import bring_up

PATIENCE = 10.0  # seconds that a writer waits for another one
MOUNTS = Path("/proc/self/mounts")
_ANSWER = 60  # seconds that a server may take for an answer
_SHARED = frozenset({"nfs", "nfs4", "cifs", "smb3", "9p", "afs", "ceph", "glusterfs", "lustre"})


def open_ledger(
    where: str | Path | LedgerAddress, patience: float = PATIENCE, mounts: Path = MOUNTS
) -> Engine:
    """An engine for the ledger at a path, at a database URL (`…://…`), or where a config says.

    A missing SQLite file is made, readable by its owner alone; so is its folder. A writer waits
    `patience` seconds for another one. `mounts` tells which disks are on a network. Raises
    UsageError for a URL that means nothing, BotError for what cannot be opened.
    """
    if not isinstance(where, LedgerAddress) and "://" in str(where):
        where = LedgerAddress(str(where))
    if isinstance(where, LedgerAddress):
        url = address(where)
    else:
        url = URL.create("sqlite", database=str(_made(Path(where).expanduser())))
    engine = _engine(url, patience, mounts)
    with told(engine):
        bring_up(engine)
    return engine


def _engine(url: URL, patience: float, mounts: Path) -> Engine:
    server = url.get_backend_name() in {"mysql", "mariadb"}
    options: dict[str, Any] = {"hide_parameters": True}
    if server:
        waits = {"connect_timeout": 10, "read_timeout": _ANSWER, "write_timeout": _ANSWER}
        options["connect_args"] = {**waits, "charset": "utf8mb4"}
    try:
        engine = create_engine(url, **options)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        reason = str(error).partition("\n")[0]
        name = f"{url.drivername}://{url.host or ''}/{url.database or ''}"
        raise UsageError(f"the ledger's address {name!r} cannot be used: {reason}") from error
    if server:
        event.listen(engine, "connect", partial(_set_up_session, patience))
    else:
        event.listen(engine, "connect", partial(_set_up_file, patience, mounts))
        event.listen(engine, "begin", _begin)
    return engine


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


def _set_up_file(
    patience: float, mounts: Path, connection: sqlite3.Connection, record: Any
) -> None:
    """A write-ahead log lets readers read while a plan is written; on network disks it corrupts.

    See https://www.sqlite.org/wal.html, "all processes must be on the same host computer".
    """
    connection.isolation_level = None  # `_begin` begins transactions, not Python's guess
    (file,) = (row[2] for row in connection.execute("PRAGMA database_list") if row[1] == "main")
    connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA fullfsync = ON")  # macOS: fsync alone stops at the disk's cache
    if os.access(file, os.W_OK):
        wanted = "DELETE" if file_system(Path(file), mounts) in _SHARED else "WAL"
        (mode,) = connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()
        record.info["wal"] = mode == "wal"


def _begin(connection: Connection) -> None:
    """Begin a transaction of SQLite; a durable one waits until the disk has it.

    https://www.sqlite.org/pragma.html#pragma_synchronous: with a write-ahead log FULL survives a
    power cut, and NORMAL loses the last transactions but never corrupts. With a rollback journal
    FULL is what never corrupts, and only EXTRA keeps a deleted journal from coming back.
    """
    options = connection.get_execution_options()
    if not options.get("writes"):
        connection.exec_driver_sql("BEGIN")
        return
    levels = ("NORMAL", "FULL") if connection.info.get("wal") else ("FULL", "EXTRA")
    connection.exec_driver_sql(f"PRAGMA synchronous = {levels[bool(options.get('durable'))]}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _set_up_session(patience: float, connection: Any, _record: object) -> None:
    """Nothing is cut or turned into zero silently, and names are quoted as everywhere else."""
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION sql_mode = 'TRADITIONAL'")
        cursor.execute(f"SET SESSION innodb_lock_wait_timeout = {max(1, round(patience))}")


def file_system(path: Path, mounts: Path = MOUNTS) -> str:
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
