"""The shape of a ledger: made in an empty database, brought up from an older one's.

Shapes only grow: a newer one has more tables, and more columns with a default for the rows that
were there. So one rule brings up every older ledger, and nothing is copied or rewritten.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, inspect, select, text
from sqlalchemy.schema import CreateColumn

from bot.errors import BotError
from bot.ledger.faults import place
from bot.ledger.tables import METADATA, SHAPE, VERSION

_WAIT = 60  # seconds that one process waits for another one that brings the ledger up


def bring_up(engine: Engine) -> None:
    """Make what is missing; refuse a newer ledger's database, and another program's.

    Raises BotError where the database is not ours or of a newer shape.
    """
    with engine.connect() as connection:
        if _version(connection) == VERSION:
            return
    with _alone(engine) as connection:
        found = _version(connection)  # another process may have done it meanwhile
        if found == VERSION:
            return
        if found:
            _add_columns(connection)
        SHAPE.create(connection, checkfirst=True)  # first: it tells whose a half-made ledger is
        METADATA.create_all(connection)
        connection.execute(SHAPE.delete())
        connection.execute(SHAPE.insert().values(version=VERSION))


def _version(connection: Connection) -> int:
    """The shape's version; 0 where the database is empty."""
    tables = inspect(connection).get_table_names()
    where = f"the ledger {place(connection.engine)}"
    version = None
    if SHAPE.name in tables:
        version = connection.execute(select(SHAPE.c.version)).scalar()
    if version is None and _is_strange(tables):
        raise BotError(
            f"{where}: the database is another program's"
            f" (it has the table {tables[0]}); name another one"
        )
    if version is not None and version > VERSION:
        raise BotError(
            f"{where}: a newer wikisweep made it (its shape is {version}, this"
            f" version knows {VERSION}); install that version, or name another folder with --state"
        )
    return version or 0


def _is_strange(tables: list[str]) -> bool:
    """Whether tables are not ours; on MariaDB ours may be half made, the version comes last."""
    return bool(tables) and not (SHAPE.name in tables and set(tables) <= set(METADATA.tables))


def _add_columns(connection: Connection) -> None:
    there = inspect(connection)
    for table in METADATA.sorted_tables:
        if not there.has_table(table.name):
            continue
        known = {column["name"] for column in there.get_columns(table.name)}
        for column in table.columns:
            if column.name not in known:
                told = CreateColumn(column).compile(dialect=connection.dialect)
                name = connection.dialect.identifier_preparer.format_table(table)
                connection.execute(text(f"ALTER TABLE {name} ADD COLUMN {told}"))


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction in which no other process changes the shape.

    SQLite's covers tables, too. MariaDB's does not, so a lock by name keeps others waiting, and
    what was half done is done by whoever comes next.
    """
    with engine.connect() as connection:
        connection.execution_options(writes=True, durable=True)
        with connection.begin():
            if connection.dialect.name == "sqlite":
                yield connection
                return
            name = {"name": f"wikisweep {engine.url.database}"[:60], "wait": _WAIT}
            connection.execute(text("SELECT GET_LOCK(:name, :wait)"), name)
            try:
                yield connection
            finally:
                connection.execute(text("SELECT RELEASE_LOCK(:name)"), name)
