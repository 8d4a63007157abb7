"""Reads times as people give them: dates, dates with a time, ages such as `30 days`.

Knows no option and no wiki: whoever asks says what a time without a zone means.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo
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
_STAMP: Final = re.compile(r"(\d{8})(\d{6})", re.ASCII)  # 20260131235959, as in a wiki's database


def is_age(text: str) -> bool:
    """Whether a text is written as an age is, rather than as a date."""
    return _AGE.fullmatch(text.strip().lower()) is not None


def read_age(text: str) -> timedelta:
    """`90d`, `12 h`, `2 weeks` as a length of time; raises UsageError.

    There are no months, which differ in length and whose first letter is that of minutes.
    """
    match = _AGE.fullmatch(text.strip().lower())
    unit = _UNITS.get(match[2]) if match else None
    try:
        if match and unit:
            return int(match[1]) * unit
    except (OverflowError, ValueError):
        pass
    raise UsageError(f"{text!r} is no age; give one like 90d, 12h or 2w")


def read_moment(
    text: str, now: datetime, *, end: bool = False, zone: tzinfo | None = UTC
) -> datetime:
    """A date, a date with a time, or an age before `now`, as a time in UTC.

    `zone` is that of a time that names none; None means where this machine stands. A date alone
    is its first moment, with `end` that of the day after. Raises UsageError.
    """
    given = text.strip()
    try:
        if is_age(given):
            return now - read_age(given)
        found = datetime.fromisoformat(_STAMP.sub(r"\1T\2", given))
        if end and _DAY.fullmatch(given):
            found += timedelta(days=1)
        if found.tzinfo is None and zone is not None:
            found = found.replace(tzinfo=zone)
        return found.astimezone(UTC)
    except (UsageError, ValueError, OverflowError) as error:
        raise UsageError(
            f"{text!r} is no time; give a date like 2026-11-01, one with a time like "
            "2026-11-01T12:30, or an age like 7d"
        ) from error
