"""Intents and outcomes: what is about to be sent, and what became of it. Reaches no wiki.

An item is tried by one run at a time, and once it has an outcome, by no other: the ledger itself
refuses to note an intent for it.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select

from bot.errors import BotError
from bot.ledger.codec import item_digest, restored, stored
from bot.ledger.database import Database
from bot.ledger.finding import Found, all_rows, in_chunks
from bot.ledger.memory import remember, remember_publication
from bot.ledger.records import AS_PLANNED, OPEN, RECORDS, outcome_of, outcome_row, record_of
from bot.ledger.tables import FINGERPRINT, ITEM, PLAN, RECORD, REVISION, RUN
from bot.plan import Numbered, Outcome, Publish, Row
from bot.run import Record

Now = Callable[[], datetime]
WRITABLE = ITEM.c.kind != Row.kind


def utc_now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


class Intents:
    """The part of `Ledger.runs` that is about single items."""

    def __init__(self, database: Database, now: Now = utc_now) -> None:
        self._database = database
        self._now = now

    def intend(self, run_id: str, numbered: Numbered) -> None:
        """Note an item, exactly as it is sent, before it is sent; kept even in a power cut.

        A second intent for the same number replaces the first. Raises BotError where the item
        has an outcome already, in whatever run: it is not sent again.
        """
        number, digest = numbered.number, item_digest(numbered.item)

        def work(connection: Connection) -> None:
            known = _known(connection, run_id, number)
            if known["code"] is not None:
                raise BotError(
                    f"item {number} of plan {known['plan']} has been tried before, by run"
                    f" {known['run']} ({known['code']}); it is not sent again"
                )
            sent = AS_PLANNED if bytes(known["digest"]) == digest else stored(numbered.item)
            intended = self._now().isoformat()
            _note(connection, known, {"run": run_id, "intended": intended, **sent, **OPEN})

        self._database.change(work, durable=True)

    def settle(
        self,
        run_id: str,
        number: int,
        outcome: Outcome,
        fingerprints: frozenset[str] = frozenset(),
    ) -> None:
        """Note what became of an item, sent or not, and by what its change is known again.

        What another run of the plan sent and left open stays that run's. Not durable by itself:
        an outcome lost to a power cut leaves its intent open, and the page's history has it.
        """

        def work(connection: Connection) -> None:
            known = _known(connection, run_id, number)
            values = outcome_row(outcome)
            if known["there"] is None:
                values |= {"run": run_id, "intended": self._now().isoformat()}
            _note(connection, known, values)
            pageid = known["sent_pageid"] or known["pageid"]
            if pageid is not None:
                revids = [outcome.revid] if outcome.revid else []
                remember(connection, FINGERPRINT, known["site"], pageid, sorted(fingerprints))
                remember(connection, REVISION, known["site"], pageid, revids)
            if known["kind"] == Publish.kind and outcome.revid and not outcome.merged:
                sent = _sent(connection, known).sent
                remember_publication(connection, known["site"], sent, outcome.revid)

        self._database.change(work)

    def withdraw(self, run_id: str, number: int) -> None:
        """Take an intent back where certainly nothing was written: the item is left again.

        What has an outcome, and what another run intends by now, stays.
        """
        own = (RECORD.c.run == run_id) & (RECORD.c.number == number) & RECORD.c.code.is_(None)
        self._database.change(lambda connection: connection.execute(RECORD.delete().where(own)))

    def left(self, plan_id: str, *, pending: bool = True) -> Iterator[Numbered]:
        """The items still to do, in order: approved, or pending where `pending`, and never tried.

        Read as they are asked for. Raises BotError for an item that is damaged.
        """
        rows = in_chunks(self._database, _left(plan_id, pending=pending), ITEM.c.number)
        return (Numbered(row["number"], restored(row)) for row in rows)

    def count_left(self, plan_id: str, *, pending: bool = True) -> int:
        """How many items `left` would give."""
        query = _left(plan_id, pending=pending).with_only_columns(func.count())
        return self._database.ask(lambda connection: connection.execute(query).scalar_one())

    def open_intents(self, plan_id: str) -> list[Record]:
        """What may or may not have been saved, in whatever run of the plan."""
        return list(self._records(RECORD.c.plan == plan_id, RECORD.c.code.is_(None)))

    def records(self, run_id: str) -> Iterator[Record]:
        """What a run did, in the order of the items, read as they are asked for."""
        return self._records(RECORD.c.run == run_id)

    def outcome_of(self, plan_id: str, number: int) -> Outcome | None:
        """What became of an item in whatever run; None where nobody knows or it was not tried."""
        query = select(RECORD).where(RECORD.c.plan == plan_id, RECORD.c.number == number)
        return next((outcome_of(row) for row in all_rows(self._database, query)), None)

    def _records(self, *conditions: ColumnElement[bool]) -> Iterator[Record]:
        rows = in_chunks(self._database, RECORDS.where(*conditions), RECORD.c.number)
        return map(record_of, rows)


# Made once: for two statements an edit it is SQLAlchemy that takes the time.
_LOCKED = (
    select(RUN.c.plan)
    .join(PLAN, PLAN.c.id == RUN.c.plan)
    .where(RUN.c.id == bindparam("in_run"))
    .with_for_update()
)
_KNOWN = (
    select(
        *(ITEM.c.plan, ITEM.c.number, ITEM.c.kind, ITEM.c.digest, ITEM.c.pageid, RUN.c.site),
        *(RECORD.c.number.label("there"), RECORD.c.code, RECORD.c.run),
        RECORD.c.pageid.label("sent_pageid"),
    )
    .select_from(RUN)
    .join(ITEM, ITEM.c.plan == RUN.c.plan)
    .outerjoin(RECORD, (RECORD.c.plan == ITEM.c.plan) & (RECORD.c.number == ITEM.c.number))
    .where(RUN.c.id == bindparam("in_run"), ITEM.c.number == bindparam("of"), WRITABLE)
)
_NEW = RECORD.insert()
_AGAIN = RECORD.update().where(
    RECORD.c.plan == bindparam("in_plan"), RECORD.c.number == bindparam("of")
)


def _known(connection: Connection, run_id: str, number: int) -> Found:
    """What the ledger has of an item; nobody else notes anything for its plan meanwhile."""
    if connection.dialect.name != "sqlite":  # there the whole database is ours
        connection.execute(_LOCKED, {"in_run": run_id})
    known = connection.execute(_KNOWN, {"in_run": run_id, "of": number}).mappings().one_or_none()
    if known is None:
        raise BotError(f"run {run_id} has no item {number} that can be written in the ledger")
    return known


def _note(connection: Connection, known: Found, values: dict[str, Any]) -> None:
    if known["there"] is None:
        connection.execute(_NEW, {"plan": known["plan"], "number": known["number"], **values})
    else:
        this = {"in_plan": known["plan"], "of": known["number"]}
        connection.execute(_AGAIN, {**this, **values})


def _sent(connection: Connection, known: Found) -> Record:
    """The record of an item as it now stands."""
    this = (RECORD.c.plan == known["plan"], RECORD.c.number == known["number"])
    return record_of(connection.execute(RECORDS.where(*this)).mappings().one())


def _left(plan_id: str, *, pending: bool) -> Select[Any]:
    tried = (RECORD.c.plan == ITEM.c.plan) & (RECORD.c.number == ITEM.c.number)
    decisions = ("approved", "pending") if pending else ("approved",)
    return select(ITEM).where(
        ITEM.c.plan == plan_id,
        WRITABLE,
        ITEM.c.decision.in_(decisions),
        ~select(RECORD.c.number).where(tried).exists(),
    )
