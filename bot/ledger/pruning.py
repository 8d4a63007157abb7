"""Drops old plans with their texts; keeps what undo and "not made again" need."""

import json
import sqlite3
from collections import defaultdict
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from bot.ledger.database import Database
from bot.ledger.finding import all_rows
from bot.ledger.runs import WAITING
from bot.ledger.tables import ITEM, PLAN, RECORD, RUN


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many plans were dropped, and of how many runs only the header is left."""

    plans: int = 0
    runs: int = 0


_SETTLING = timedelta(days=1)  # a plan that is still being made is not older than that


def prune(database: Database, before: datetime) -> Pruned:
    """Drop every plan that nothing happened to since `before`, and what its runs sent.

    A plan stays, with all its texts, that is younger, or of which a run is younger, goes on, has
    an intent without an outcome, or waits for somebody to look at what its canary did. So what
    is younger can be undone. Headers of runs, fingerprints and revisions stay for good.
    """
    old = _old(before.astimezone(UTC))
    plans = [row["id"] for row in all_rows(database, select(PLAN.c.id).where(*old))]
    runs = [database.change(partial(_drop, plan, old)) for plan in plans]
    dropped = [count for count in runs if count is not None]
    if dropped and database.engine.dialect.name == "sqlite":
        _shrink(database)
    return Pruned(len(dropped), sum(dropped))


def prunable(database: Database, before: datetime) -> Pruned:
    """What `prune` would drop now."""
    plans = select(PLAN.c.id).where(*_old(before.astimezone(UTC)))
    runs = select(func.count(RECORD.c.run.distinct())).where(RECORD.c.plan.in_(plans))

    def work(connection: Connection) -> Pruned:
        found = connection.execute(select(func.count()).select_from(plans.subquery())).scalar()
        return Pruned(found or 0, connection.execute(runs).scalar() or 0)

    return database.ask(work)


def _old(before: datetime) -> tuple[ColumnElement[bool], ...]:
    """Of which plans nothing is younger or open."""
    date, recent = before.isoformat(), min(before, datetime.now(UTC) - _SETTLING).isoformat()
    young_run = func.coalesce(RUN.c.finished, RUN.c.started) >= date
    alive = or_(RUN.c.state == "running", young_run, and_(*WAITING))
    young_record = or_(RECORD.c.intended >= date, RECORD.c.code.is_(None))
    return (
        func.coalesce(PLAN.c.finished, PLAN.c.started) < date,
        or_(PLAN.c.state != "planning", PLAN.c.started < recent),
        ~select(RUN.c.id).where(RUN.c.plan == PLAN.c.id, alive).exists(),
        ~select(RECORD.c.number).where(RECORD.c.plan == PLAN.c.id, young_record).exists(),
    )


def _drop(plan: str, old: tuple[ColumnElement[bool], ...], connection: Connection) -> int | None:
    """How many runs the plan had; None where it is not old any more."""
    still = select(PLAN.c.id).where(PLAN.c.id == plan, *old).with_for_update()
    if connection.execute(still).first() is None:
        return None
    counts = (
        select(RECORD.c.run, RECORD.c.code, func.count())
        .where(RECORD.c.plan == plan)
        .group_by(RECORD.c.run, RECORD.c.code)
    )
    outcomes: dict[str, dict[str, int]] = defaultdict(dict)
    for run, code, count in connection.execute(counts):
        outcomes[run][code] = count
    for run, found in outcomes.items():
        kept = json.dumps(found)
        connection.execute(RUN.update().where(RUN.c.id == run).values(outcomes=kept))
    for table in (RECORD, ITEM):
        connection.execute(table.delete().where(table.c.plan == plan))
    connection.execute(PLAN.delete().where(PLAN.c.id == plan))
    return len(outcomes)


def _shrink(database: Database) -> None:
    """Give the room back to the disk, unless somebody is at the database: then next time."""
    connection = database.engine.raw_connection()
    with closing(connection), suppress(sqlite3.OperationalError):
        connection.cursor().execute("VACUUM")
