"""Plans in the ledger: written once while planning, batch by batch, and read back as streams."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, func, select

from bot.config import LedgerAddress
from bot.errors import UsageError
from bot.ledger import deciding
from bot.ledger.codec import restored, stored
from bot.ledger.database import Database
from bot.ledger.finding import all_rows, find, free_id, in_chunks
from bot.ledger.headers import funnel_text, plan_of, plan_row, short_id
from bot.ledger.locks import Locks
from bot.ledger.notes import Notes
from bot.ledger.opening import open_ledger
from bot.ledger.pace import Pace
from bot.ledger.pruning import Pruned, prunable, prune
from bot.ledger.runs import Runs
from bot.ledger.sorting import sorted_rows
from bot.ledger.tables import ITEM, PLAN
from bot.plan import Decision, Funnel, Item, Numbered, Plan, PlanState, Row


class Ledger:
    """The database at a path, at a URL or where a config says; open until `close`.

    Every write is one transaction. Safe for several processes at a time. Raises BotError where
    it cannot be used.
    """

    def __init__(
        self, where: str | Path | LedgerAddress, new_id: Callable[[], str] = short_id
    ) -> None:
        self.database = Database(open_ledger(where))
        self._new_id = new_id
        self.runs = Runs(self.database, new_id)
        self.locks = Locks(self.database)
        self.pace = Pace(self.database)
        self.notes = Notes(self.database)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the connections."""
        self.database.engine.dispose()

    def begin(
        self,
        *,
        task: str,
        task_text: str,
        wiki: str,
        account: str,
        versions: Mapping[str, str],
        site: str = "",
        undoes: str = "",
        started: datetime | None = None,
    ) -> Plan:
        """A new, empty plan in the state `planning`, under a new short id.

        `started` is when its making began, now if not said.
        """
        plan = Plan(
            id="",
            task=task,
            task_text=task_text,
            wiki=wiki,
            account=account,
            started=started or datetime.now(UTC),
            site=site,
            undoes=undoes,
            versions=dict(versions),
        )

        def work(connection: Connection) -> Plan:
            begun = replace(plan, id=free_id(connection, self._new_id))
            connection.execute(PLAN.insert().values(**plan_row(begun)))
            return begun

        return self.database.change(work)

    def add(self, plan_id: str, items: Sequence[Item]) -> list[Numbered]:
        """Append items to a plan that is being made, in one transaction; gives their numbers."""
        rows = [stored(item) for item in items]
        highest = select(func.max(ITEM.c.number)).where(ITEM.c.plan == plan_id)

        def work(connection: Connection) -> int:
            connection.execute(select(PLAN.c.id).where(PLAN.c.id == plan_id).with_for_update())
            last: int = connection.execute(highest).scalar() or 0
            for number, row in enumerate(rows, last + 1):
                row["plan"], row["number"] = plan_id, number
            if rows:
                connection.execute(ITEM.insert(), rows)
            return last

        last = self.database.change(work)
        return [Numbered(number, item) for number, item in enumerate(items, last + 1)]

    def finish(
        self,
        plan: Plan,
        funnel: Funnel,
        requests: int,
        seconds: float,
        state: PlanState = "ready",
    ) -> Plan:
        """Close a plan: nothing is added to it from now on."""
        row = {
            "funnel": funnel_text(funnel),
            "requests": requests,
            "seconds": seconds,
            "state": state,
            "finished": datetime.now(UTC).isoformat(),
        }
        change = PLAN.update().where(PLAN.c.id == plan.id).values(**row)
        self.database.change(lambda connection: connection.execute(change) and None)
        return self.plan(plan.id)

    def plan(self, plan_id: str) -> Plan:
        """The plan of an id or of its beginning, four letters or more.

        Raises UsageError where there is none, or more than one.
        """
        return plan_of(find(self.database, PLAN, plan_id, "plan"))

    def plans(self, task: str = "", wiki: str = "", limit: int | None = None) -> list[Plan]:
        """The headers of plans, the newest first; of one task or wiki where named."""
        query = select(PLAN).order_by(PLAN.c.started.desc(), PLAN.c.id).limit(limit)
        if task:
            query = query.where(PLAN.c.task == task)
        if wiki:
            query = query.where(PLAN.c.wiki == wiki)
        return [plan_of(row) for row in all_rows(self.database, query)]

    def items(self, plan_id: str, kind: str | None = None) -> Iterator[Numbered]:
        """The items in the order of their numbers, read as they are asked for.

        Raises BotError for an item that is damaged or that this version does not know.
        """
        query = select(ITEM).where(ITEM.c.plan == plan_id)
        if kind is not None:
            query = query.where(ITEM.c.kind == kind)
        rows = in_chunks(self.database, query, ITEM.c.number)
        return (Numbered(row["number"], restored(row)) for row in rows)

    def item(self, plan_id: str, number: int) -> Item:
        """One item. Raises UsageError where there is none, BotError where it is damaged."""
        query = select(ITEM).where(ITEM.c.plan == plan_id, ITEM.c.number == number)
        for row in all_rows(self.database, query):
            return restored(row)
        raise UsageError(f"plan {plan_id} has no item {number}")

    def decide(self, plan_id: str, decision: Decision, numbers: Iterable[int] | None = None) -> int:
        """Set the decision for these items, or all that can be written; gives how many they are.

        All or none: raises UsageError for a number that the plan does not have, or a row's.
        """
        return deciding.decide(self.database, plan_id, decision, numbers)

    def decisions(self, plan_id: str) -> Counter[Decision]:
        """How many items that can be written are pending, approved, rejected."""
        return deciding.decisions(self.database, plan_id)

    def decision(self, plan_id: str, number: int) -> Decision:
        """The decision on one item; raises UsageError where the plan has none of that number."""
        return deciding.decision(self.database, plan_id, number)

    def decided(self, plan_id: str) -> Mapping[int, Decision]:
        """The decision on each item that can be written, by number, in their order."""
        return deciding.decided(self.database, plan_id)

    def rows(self, plan_id: str, report: str | None = None, sort: str = "") -> Iterator[Row]:
        """The rows of one report, or of all, as they were found or sorted by a column.

        `sort` is a column's name, with a minus before it from the last to the first. Numbers are
        sorted by what they count, all else by its letters; equal ones stay as they were found.
        """
        found = (one.item for one in self.items(plan_id, Row.kind))
        for row in sorted_rows(self.database, plan_id, sort) if sort else found:
            if isinstance(row, Row) and report in (None, row.report):
                yield row

    def columns(self, plan_id: str, report: str | None = None) -> tuple[str, ...]:
        """Every column that a row of the report has, in the order in which they turn up."""
        names: dict[str, None] = {}
        for row in self.rows(plan_id, report):
            names.update(dict.fromkeys(row.columns))
        return tuple(names)

    def prune(self, before: datetime) -> Pruned:
        """Drop the plans, and what their runs sent, that ended before; see docs/ledger.md."""
        return prune(self.database, before)

    def prunable(self, before: datetime) -> Pruned:
        """What `prune` would drop now."""
        return prunable(self.database, before)
