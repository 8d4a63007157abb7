"""Reads times as people give them on the command line: dates, dates with a time, ages like `7d`."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.errors import UsageError

_AGE: Final = re.compile(r"(\d+)\s*([a-z]+)", re.ASCII)
_UNITS: Final = {
    **dict.fromkeys(("min", "minute", "minutes"), timedelta(minutes=1)),
    **dict.fromkeys(("h", "hour", "hours"), timedelta(hours=1)),
    **dict.fromkeys(("d", "day", "days"), timedelta(days=1)),
    **dict.fromkeys(("w", "week", "weeks"), timedelta(weeks=1)),
    **dict.fromkeys(("y", "year", "years"), timedelta(days=365)),
}
_DAY: Final = re.compile(r"\d{4}-?\d\d-?\d\d", re.ASCII)


def age(text: str, option: str) -> timedelta:
    """`90d`, `12h`, `2 weeks` as a length of time; raises UsageError that names the option."""
    match = _AGE.fullmatch(text.strip().lower())
    unit = _UNITS.get(match[2]) if match else None
    try:
        if match and unit:
            return int(match[1]) * unit
    except (OverflowError, ValueError):
        pass
    raise UsageError(f"{option}: {text!r} is no age; give one like 90d, 12h or 2w")


def moment(text: str, option: str, *, end: bool = False, now: datetime | None = None) -> datetime:
    """A date, a date with a time, or an age before now, as a time in UTC.

    What names no time zone is local time. A date alone is its first moment, with `end` that of
    the day after. Raises UsageError that names the option.
    """
    given = text.strip()
    try:
        if _AGE.fullmatch(given.lower()):
            return (now or datetime.now(UTC)) - age(given, option)
        found = datetime.fromisoformat(given)
        if end and _DAY.fullmatch(given):
            found += timedelta(days=1)
        return found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{option}: {text!r} is no time; give a date like 2026-11-01, one with a time like "
            "2026-11-01T12:30, or an age like 7d"
        ) from error
