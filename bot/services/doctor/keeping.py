"""Looks at the ledger: where it is, what keeps it, how safe and roomy that place is."""

from collections.abc import Iterator
from typing import Final

from bot.ledger import Ledger
from bot.ledger.condition import Condition, condition
from bot.services.doctor.check import Check

_TIGHT: Final = 100 << 20  # bytes; a plan of a few thousand large pages
_FULL: Final = 10 << 20


def check_ledger(ledger: Ledger) -> Iterator[Check]:
    """What an open ledger is; raises BotError where it does not answer."""
    yield from judge_ledger(condition(ledger.database))


def judge_ledger(told: Condition) -> Iterator[Check]:
    """What there is to say of a ledger in this condition."""
    yield _usable(told)
    if told.free is not None:
        yield _room(told.free)


def _usable(told: Condition) -> Check:
    message = f"{told.place} ({told.database}, shape {told.shape})"
    if told.journal not in {"", "wal"}:
        message = f"{message}, on {told.file_system or 'a disk'} that several machines may share"
        remedy = (
            "keep it where only one machine writes (--state), or have a server: `ledger:` in "
            "the config"
        )
        return Check("ledger", "warning", message, remedy)
    on = f", on {told.file_system}" if told.file_system else ""
    return Check("ledger", "ok", f"{message}{on}")


def _room(free: int) -> Check:
    if free >= _TIGHT:
        return Check("disk", "ok", f"{free / (1 << 30):.1f} GiB free")
    remedy = "make room, or name another folder by --state"
    message = f"only {free / (1 << 20):.0f} MiB free for the ledger"
    return Check("disk", "wrong" if free < _FULL else "warning", message, remedy)
