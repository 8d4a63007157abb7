"""Plans in the ledger: written once while planning, batch by batch, and read back as streams."""

import json
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Float, cast, func, select
from sqlalchemy.exc import IntegrityError

from bot.errors import BotError, UsageError
from bot.ledger.codec import restored, stored
from bot.ledger.opening import open_ledger, place, told
from bot.ledger.tables import ITEM, PLAN
from bot.plan import Funnel, Item, Numbered, Plan, PlanState, Row, Skip
from bot.titles import Title

_LETTERS = "bcdfghjkmnpqrstvwxz23456789"  # none to be mistaken for another, none to make words of
_ID_LENGTH = 6
_SHORTEST = 4
_CHUNK = 50  # items read at once: few enough that pages of two megabytes fit in memory


def short_id() -> str:
    """Six letters and digits, by chance: a plan's id."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_ID_LENGTH))


class Ledger:
    """The database at a path or URL; open until `close`. Raises BotError where it cannot be used.

    Every write is one transaction. Safe for several processes at a time.
    """

    def __init__(self, where: str | Path, new_id: Callable[[], str] = short_id) -> None:
        self._engine = open_ledger(where)
        self._new_id = new_id

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the connections."""
        self._engine.dispose()

    def begin(
        self, *, task: str, task_text: str, wiki: str, account: str, versions: Mapping[str, str]
    ) -> Plan:
        """A new, empty plan in the state `planning`, under a new short id."""
        while True:
            plan = Plan(
                id=self._new_id(),
                task=task,
                task_text=task_text,
                wiki=wiki,
                account=account,
                started=datetime.now(UTC),
                versions=dict(versions),
            )
            try:
                with told(self._engine), self._engine.begin() as connection:
                    connection.execute(PLAN.insert().values(**_plan_row(plan)))
            except BotError as error:
                if isinstance(error.__cause__, IntegrityError):
                    continue
                raise
            return plan

    def add(self, plan_id: str, items: Sequence[Item]) -> list[Numbered]:
        """Append items to a plan that is being made, in one transaction; gives their numbers."""
        rows = [stored(item) for item in items]
        with told(self._engine), self._engine.begin() as connection:
            last = connection.execute(
                select(func.max(ITEM.c.number)).where(ITEM.c.plan == plan_id)
            ).scalar()
            numbered = [
                Numbered(number, item) for number, item in enumerate(items, (last or 0) + 1)
            ]
            for row, one in zip(rows, numbered, strict=True):
                row["plan"], row["number"] = plan_id, one.number
            if rows:
                connection.execute(ITEM.insert(), rows)
        return numbered

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
            "funnel": _funnel(funnel),
            "requests": requests,
            "seconds": seconds,
            "state": state,
            "finished": datetime.now(UTC).isoformat(),
        }
        with told(self._engine), self._engine.begin() as connection:
            connection.execute(PLAN.update().where(PLAN.c.id == plan.id).values(**row))
        return self.plan(plan.id)

    def plan(self, plan_id: str) -> Plan:
        """The plan of an id or of its beginning, four letters or more.

        Raises UsageError where there is none, or more than one.
        """
        wanted = plan_id.strip().lower()
        if len(wanted) < _SHORTEST:
            raise UsageError(
                f"{plan_id!r} is too short for a plan's id; give its first {_SHORTEST} letters or"
                " more"
            )
        query = select(PLAN).where(PLAN.c.id.startswith(wanted, autoescape=True)).limit(9)
        with told(self._engine), self._engine.connect() as connection:
            found = [_plan(row) for row in connection.execute(query).mappings()]
        if not found:
            raise UsageError(f"no plan {plan_id!r} in the ledger {place(self._engine)}")
        if len(found) > 1:
            ids = ", ".join(sorted(plan.id for plan in found))
            raise UsageError(f"{plan_id!r} is the beginning of several plans: {ids}")
        return found[0]

    def plans(self, task: str = "", wiki: str = "", limit: int | None = None) -> list[Plan]:
        """The headers of plans, the newest first; of one task or wiki where named."""
        query = select(PLAN).order_by(PLAN.c.started.desc(), PLAN.c.id).limit(limit)
        if task:
            query = query.where(PLAN.c.task == task)
        if wiki:
            query = query.where(PLAN.c.wiki == wiki)
        with told(self._engine), self._engine.connect() as connection:
            return [_plan(row) for row in connection.execute(query).mappings()]

    def items(self, plan_id: str, kind: str | None = None) -> Iterator[Numbered]:
        """The items in the order of their numbers, read as they are asked for.

        Raises BotError for an item that is damaged or that this version does not know.
        """
        query = select(ITEM).where(ITEM.c.plan == plan_id).order_by(ITEM.c.number).limit(_CHUNK)
        if kind is not None:
            query = query.where(ITEM.c.kind == kind)
        last = 0
        while True:
            with told(self._engine), self._engine.connect() as connection:
                rows = connection.execute(query.where(ITEM.c.number > last)).mappings().all()
            for row in rows:
                last = row["number"]
                yield Numbered(last, restored(row))
            if len(rows) < _CHUNK:
                return

    def rows(self, plan_id: str, report: str | None = None, sort: str = "") -> Iterator[Row]:
        """The rows of one report, or of all, as they were found or sorted by a column.

        `sort` is a column's name, with a minus before it from the last to the first. Numbers are
        sorted by what they count, all else by its letters; equal ones stay as they were found.
        """
        found = (one.item for one in self.items(plan_id, Row.kind))
        for row in self._sorted(plan_id, sort) if sort else found:
            if isinstance(row, Row) and report in (None, row.report):
                yield row

    def columns(self, plan_id: str, report: str | None = None) -> tuple[str, ...]:
        """Every column that a row of the report has, in the order in which they turn up."""
        names: dict[str, None] = {}
        for row in self.rows(plan_id, report):
            names.update(dict.fromkeys(row.columns))
        return tuple(names)

    def _sorted(self, plan_id: str, sort: str) -> Iterator[Item]:
        name = sort.removeprefix("-")
        if '"' in name or "\\" in name:
            raise UsageError(f"cannot sort by {name!r}: its name has a quotation mark or backslash")
        value = func.json_extract(ITEM.c.data, f'$.columns."{name}"')
        keys = [cast(value, Float), value]
        query = (
            select(ITEM.c.number)
            .where(ITEM.c.plan == plan_id, ITEM.c.kind == Row.kind)
            .order_by(*(key.desc() for key in keys) if sort != name else keys, ITEM.c.number)
        )
        with told(self._engine), self._engine.connect() as connection:
            numbers = connection.execute(query).scalars().all()
        for start in range(0, len(numbers), _CHUNK):
            chunk = numbers[start : start + _CHUNK]
            query_rows = select(ITEM).where(ITEM.c.plan == plan_id, ITEM.c.number.in_(chunk))
            with told(self._engine), self._engine.connect() as connection:
                by_number = {
                    row["number"]: row for row in connection.execute(query_rows).mappings()
                }
            yield from (restored(by_number[number]) for number in chunk)


def _plan_row(plan: Plan) -> dict[str, Any]:
    return {
        "id": plan.id,
        "task": plan.task,
        "task_text": plan.task_text,
        "wiki": plan.wiki,
        "account": plan.account,
        "versions": json.dumps(dict(plan.versions)),
        "started": plan.started.isoformat(),
        "state": plan.state,
        "funnel": _funnel(plan.funnel),
        "requests": plan.requests,
        "seconds": plan.seconds,
    }


def _funnel(funnel: Funnel) -> str:
    return json.dumps(
        {
            "seen": funnel.seen,
            "planned": funnel.planned,
            "skipped": dict(funnel.skipped),
            "items": dict(funnel.items),
            "examples": funnel.examples,
            "faults": [[fault.title, fault.reason, fault.detail] for fault in funnel.faults],
        }
    )


def _plan(row: Mapping[Any, Any]) -> Plan:
    funnel = json.loads(row["funnel"])
    finished = row["finished"]
    return Plan(
        id=row["id"],
        task=row["task"],
        task_text=row["task_text"],
        wiki=row["wiki"],
        account=row["account"],
        started=datetime.fromisoformat(row["started"]),
        finished=None if finished is None else datetime.fromisoformat(finished),
        state=row["state"],
        funnel=Funnel(
            seen=funnel["seen"],
            planned=funnel["planned"],
            skipped=Counter(funnel["skipped"]),
            items=Counter(funnel["items"]),
            examples=funnel["examples"],
            faults=[
                Skip(Title(*title), reason, detail) for title, reason, detail in funnel["faults"]
            ],
        ),
        requests=row["requests"],
        seconds=row["seconds"],
        versions=json.loads(row["versions"]),
    )
