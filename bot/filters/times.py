"""How the filters by dates read `before` and `after`: dates, times, ages such as `30 days`."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator

from bot.errors import UsageError
from bot.moments import read_moment
from bot.page import Page
from bot.plugin import Word


def _checked(text: str) -> str:
    try:
        read_moment(text, datetime.now(UTC))
    except UsageError as error:
        raise ValueError(str(error)) from error
    return text.strip()


_SLACK = timedelta(hours=1)

Moment = Annotated[str, Word("a date, or an age such as 30 days"), AfterValidator(_checked)]


def is_between(at: datetime | None, after: str | None, before: str | None, page: Page) -> bool:
    """Whether a time is at or after the one bound, and before the other; no time is neither.

    Ages count back from the moment at which the wiki was asked.
    """
    if at is None:
        return False
    now = page.read_at or datetime.now(UTC)  # no wiki was asked where a task is tested
    return (after is None or at >= read_moment(after, now)) and (
        before is None or at < read_moment(before, now)
    )


def surely_after(after: str | None) -> datetime | None:
    """A time before which nothing is kept by `after`, whatever clocks differ; None without it."""
    return None if after is None else read_moment(after, datetime.now(UTC)) - _SLACK


def told(at: datetime | None) -> str:
    """A time as the wiki writes it."""
    return "" if at is None else f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
