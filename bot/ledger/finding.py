"""Finds plans and runs by id, and reads long answers a part at a time."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, select

from bot.errors import UsageError
from bot.ledger.database import Database
from bot.ledger.faults import place
from bot.ledger.tables import PLAN, RUN

Found = Mapping[Any, Any]
CHUNK = 50  # items read at once: few enough that pages of two megabytes fit in memory
_SHORTEST = 4


def find(database: Database, table: Table, wanted: str, what: str) -> Found:
    """The row of the plan or run with this id or beginning of one, four letters or more.

    Raises UsageError where there is none, or more than one.
    """
    beginning = wanted.strip().lower()
    if len(beginning) < _SHORTEST:
        raise UsageError(
            f"{wanted!r} is too short for a {what}'s id; give its first {_SHORTEST} letters or more"
        )
    query = select(table).where(table.c.id.startswith(beginning, autoescape=True)).limit(9)
    found = all_rows(database, query)
    if not found:
        raise UsageError(f"no {what} {wanted!r} in the ledger {place(database.engine)}")
    if len(found) > 1:
        ids = ", ".join(sorted(row["id"] for row in found))
        raise UsageError(f"{wanted!r} is the beginning of several {what}s: {ids}")
    return found[0]


def all_rows(database: Database, query: Select[Any]) -> list[Found]:
    """The whole answer at once, in one transaction."""
    return database.ask(lambda connection: list(connection.execute(query).mappings()))


def in_chunks(database: Database, query: Select[Any], key: Column[int]) -> Iterator[Found]:
    """A long answer in the order of its key, a number above 0, read as it is asked for."""
    last, name = 0, key.name
    while True:
        chunk = all_rows(database, query.where(key > last).order_by(key).limit(CHUNK))
        for row in chunk:
            last = row[name]
            yield row
        if len(chunk) < CHUNK:
            return


def free_id(connection: Connection, new_id: Callable[[], str]) -> str:
    """An id that neither a plan nor a run has."""
    while True:
        chosen = new_id()
        taken = (select(table.c.id).where(table.c.id == chosen) for table in (PLAN, RUN))
        if not any(connection.execute(query).first() for query in taken):
            return chosen
