"""How a ledger is: what keeps it, where, and how much room is left there. Reads only."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from bot.ledger.database import Database
from bot.ledger.faults import place
from bot.ledger.opening import file_system
from bot.ledger.tables import SHAPE


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """`database` names the program and its version, `shape` counts as `bot.ledger.tables` does.

    Of a SQLite file alone: the `journal` (`wal`; `delete` where several machines may share the
    disk), the `file_system`, and the bytes that are `free` there for us, None where nobody tells.
    """

    place: str
    database: str
    shape: int
    journal: str = ""
    file_system: str = ""
    free: int | None = None


def condition(database: Database) -> Condition:
    """The condition of an open ledger; raises BotError where it does not answer."""
    return database.ask(_read)


def _read(connection: Connection) -> Condition:
    engine = connection.engine
    shape = connection.execute(select(SHAPE.c.version)).scalar_one()
    version = ".".join(map(str, connection.dialect.server_version_info or ()))
    name = "MariaDB" if getattr(connection.dialect, "is_mariadb", False) else engine.dialect.name
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return Condition(place=place(engine), database=f"{name} {version}", shape=shape)
    path = Path(engine.url.database).absolute()
    return Condition(
        place=str(path),
        database=f"SQLite {version}",
        shape=shape,
        journal=str(connection.exec_driver_sql("PRAGMA journal_mode").scalar()),
        file_system=file_system(path),
        free=shutil.disk_usage(path.parent).free,
    )
