"""Times on the command line: as everywhere, and what names no time zone is local time."""

from datetime import UTC, datetime, timedelta

from bot.errors import UsageError
from bot.moments import read_age, read_moment


def age(text: str, option: str) -> timedelta:
    """`90d`, `12h`, `2 weeks` as a length of time; raises UsageError that names the option."""
    try:
        return read_age(text)
    except UsageError as error:
        raise UsageError(f"{option}: {error}") from error


def moment(text: str, option: str, *, end: bool = False, now: datetime | None = None) -> datetime:
    """A date, a date with a time, or an age before now, as a time in UTC.

    A date alone is its first moment, with `end` that of the day after. Raises UsageError that
    names the option.
    """
    try:
        return read_moment(text, now or datetime.now(UTC), end=end, zone=None)
    except UsageError as error:
        raise UsageError(f"{option}: {error}") from error
