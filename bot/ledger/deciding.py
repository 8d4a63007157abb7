"""What people decided on the items of a plan. Rows of reports are nobody's to decide on."""

from collections import Counter
from collections.abc import Iterable
from typing import cast

from sqlalchemy import Connection, func, select

from bot.errors import UsageError
from bot.ledger.database import Database
from bot.ledger.finding import all_rows
from bot.ledger.intents import WRITABLE
from bot.ledger.tables import ITEM
from bot.plan import Decision, Row

_AT_ONCE = 500


def decide(
    database: Database, plan_id: str, decision: Decision, numbers: Iterable[int] | None
) -> int:
    """Set the decision for these items, or all that can be written; gives how many they are.

    All or none: raises UsageError for a number that the plan does not have, or a row's.
    """
    of_plan = ITEM.update().where(ITEM.c.plan == plan_id, WRITABLE).values(decision=decision)
    wanted = None if numbers is None else sorted(set(numbers))

    def work(connection: Connection) -> int:
        if wanted is None:
            return connection.execute(of_plan).rowcount
        for start in range(0, len(wanted), _AT_ONCE):
            chunk = wanted[start : start + _AT_ONCE]
            _check(connection, plan_id, chunk)
            connection.execute(of_plan.where(ITEM.c.number.in_(chunk)))
        return len(wanted)

    return database.change(work)


def _check(connection: Connection, plan_id: str, numbers: list[int]) -> None:
    query = select(ITEM.c.number, ITEM.c.kind).where(
        ITEM.c.plan == plan_id, ITEM.c.number.in_(numbers)
    )
    kinds = {row.number: row.kind for row in connection.execute(query)}
    for number in numbers:
        if number not in kinds:
            raise UsageError(f"plan {plan_id} has no item {number}")
        if kinds[number] == Row.kind:
            raise UsageError(
                f"item {number} of plan {plan_id} is a row of a report; it is never written to"
                " the wiki, so there is nothing to decide"
            )


def decisions(database: Database, plan_id: str) -> Counter[Decision]:
    """How many items that can be written are pending, approved, rejected."""
    query = (
        select(ITEM.c.decision, func.count().label("count"))
        .where(ITEM.c.plan == plan_id, WRITABLE)
        .group_by(ITEM.c.decision)
    )
    rows = all_rows(database, query)
    return Counter({cast(Decision, row["decision"]): row["count"] for row in rows})


def decided(database: Database, plan_id: str) -> dict[int, Decision]:
    """The decision on each item that can be written, by number, in their order."""
    query = (
        select(ITEM.c.number, ITEM.c.decision)
        .where(ITEM.c.plan == plan_id, WRITABLE)
        .order_by(ITEM.c.number)
    )
    rows = all_rows(database, query)
    return {row["number"]: cast(Decision, row["decision"]) for row in rows}


def decision(database: Database, plan_id: str, number: int) -> Decision:
    """The decision on one item; raises UsageError where the plan has none of that number."""
    query = select(ITEM.c.decision).where(ITEM.c.plan == plan_id, ITEM.c.number == number)
    for row in all_rows(database, query):
        return cast(Decision, row["decision"])
    raise UsageError(f"plan {plan_id} has no item {number}")
