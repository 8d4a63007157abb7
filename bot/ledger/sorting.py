"""The rows of a plan's reports, sorted by a column in the database: there may be many."""

from collections.abc import Iterator

from sqlalchemy import Double, cast, func, select
from sqlalchemy.sql.functions import Function

from bot.errors import UsageError
from bot.ledger.codec import restored
from bot.ledger.database import Database
from bot.ledger.finding import CHUNK, all_rows
from bot.ledger.tables import ITEM
from bot.plan import Item, Row


def sorted_rows(database: Database, plan_id: str, sort: str) -> Iterator[Item]:
    """The rows by a column, from the last to the first where a minus stands before its name.

    Numbers are sorted by what they count, all else by its letters; equal ones stay as they were.
    """
    name = sort.removeprefix("-")
    if '"' in name or "\\" in name:
        raise UsageError(f"cannot sort by {name!r}: its name has a quotation mark or backslash")
    value: Function[str] = func.json_extract(ITEM.c.data, f'$.columns."{name}"')
    if database.engine.dialect.name != "sqlite":
        value = func.json_unquote(value)
    text = value if database.engine.dialect.name == "sqlite" else func.hex(value)
    keys = [cast(value, Double), text]
    query = (
        select(ITEM.c.number)
        .where(ITEM.c.plan == plan_id, ITEM.c.kind == Row.kind)
        .order_by(*(key.desc() for key in keys) if sort != name else keys, ITEM.c.number)
    )
    numbers = [row["number"] for row in all_rows(database, query)]
    for start in range(0, len(numbers), CHUNK):
        chunk = numbers[start : start + CHUNK]
        query_rows = select(ITEM).where(ITEM.c.plan == plan_id, ITEM.c.number.in_(chunk))
        by_number = {row["number"]: row for row in all_rows(database, query_rows)}
        yield from (restored(by_number[number]) for number in chunk)
