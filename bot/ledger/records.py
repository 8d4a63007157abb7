"""What a run did with one item, as a row of the table `record` and back."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import select

from bot.ledger.codec import restored
from bot.ledger.headers import moment
from bot.ledger.tables import ITEM, RECORD, SENT
from bot.plan import Outcome, Written
from bot.run import Record

_THERE = (ITEM.c.plan == RECORD.c.plan) & (ITEM.c.number == RECORD.c.number)
RECORDS = select(RECORD, *(ITEM.c[name].label(f"planned_{name}") for name in SENT)).join(
    ITEM, _THERE
)
AS_PLANNED: Mapping[str, None] = dict.fromkeys(SENT)
OPEN: Mapping[str, None] = dict.fromkeys(("code", "revid", "saved", "merged", "detail"))


def record_of(row: Mapping[Any, Any]) -> Record:
    """The record of a row of `RECORDS`; raises Damaged where its item is not as it was written."""
    item = row
    if row["kind"] is None:
        item = {name: row[f"planned_{name}"] for name in SENT}
        item |= {"plan": row["plan"], "number": row["number"]}
    return Record(
        run=row["run"],
        number=row["number"],
        sent=cast(Written, restored(item)),
        intended=datetime.fromisoformat(row["intended"]),
        outcome=outcome_of(row),
    )


def outcome_of(row: Mapping[Any, Any]) -> Outcome | None:
    """The outcome in a row's columns; None while the intent is open."""
    if row["code"] is None:
        return None
    return Outcome(
        code=row["code"],
        revid=row["revid"],
        timestamp=moment(row["saved"]),
        merged=bool(row["merged"]),
        detail=row["detail"],
    )


def outcome_row(outcome: Outcome) -> dict[str, Any]:
    """An outcome's columns; a character that is none, which a wiki's words may hold, is spelled."""
    saved = outcome.timestamp
    return {
        "code": outcome.code,
        "revid": outcome.revid,
        "saved": None if saved is None else saved.astimezone(UTC).isoformat(),
        "merged": outcome.merged,
        "detail": outcome.detail.encode(errors="backslashreplace").decode(),
    }
