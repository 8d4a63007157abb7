"""A plan file meets a ledger that has its plan: what was decided elsewhere is taken over."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from bot.errors import UsageError
from bot.ledger.codec import restored
from bot.ledger.tables import ITEM

_AT_ONCE = 50  # few enough that pages of two megabytes fit in memory


def batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Rows of the table `item` as lists of some."""
    stream = iter(rows)
    while batch := list(islice(stream, _AT_ONCE)):
        yield batch


def merge(connection: Connection, path: Path, plan_id: str, rows: Iterable[dict[str, Any]]) -> None:
    """Set what the rows decided on items that are pending in the ledger.

    Raises UsageError where the items are not the same, and where both decided and differ.
    """
    count = 0
    for batch in batches(rows):
        numbers = [row["number"] for row in batch]
        query = select(ITEM).where(ITEM.c.plan == plan_id, ITEM.c.number.in_(numbers))
        ours = {row["number"]: row for row in connection.execute(query).mappings()}
        for row in batch:
            count += 1
            mine = ours.get(row["number"])
            if mine is None or restored(mine) != restored(row):
                raise _another(path, plan_id)
            if row["decision"] not in ("pending", mine["decision"]):
                _decide(connection, path, row, mine)
    total = select(func.count()).where(ITEM.c.plan == plan_id)
    if connection.execute(total).scalar_one() != count:
        raise _another(path, plan_id)


def _decide(
    connection: Connection, path: Path, row: Mapping[str, Any], mine: Mapping[Any, Any]
) -> None:
    if mine["decision"] != "pending":
        raise UsageError(
            f"{path}: item {row['number']} of plan {row['plan']} is {row['decision']} there and"
            f" {mine['decision']} in the ledger; make up your mind by `wikisweep review`, and"
            " write the file again or apply the plan of the ledger"
        )
    this = (ITEM.c.plan == row["plan"]) & (ITEM.c.number == row["number"])
    connection.execute(ITEM.update().where(this).values(decision=row["decision"]))


def _another(path: Path, plan_id: str) -> UsageError:
    return UsageError(f"{path}: the ledger has another plan {plan_id}; nothing was read")
