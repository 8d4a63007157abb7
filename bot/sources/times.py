"""How a source's `since:` and `until:` options are written and understood; shared by sources."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from bot.errors import UsageError
from bot.moments import read_moment
from bot.plugin import Reach, Word

_ANY_TIME = datetime(2020, 1, 1, tzinfo=UTC)


def _checked(text: str) -> str:
    try:
        read_moment(text, _ANY_TIME)
    except UsageError as error:
        raise ValueError(str(error)) from error
    return text


_When = Annotated[str, Word("a date or an age"), AfterValidator(_checked)]
SinceOption = Annotated[
    _When | None,
    Word("a date or an age"),
    Field(description="From this time on: a date, a time in UTC, or an age such as `2 days`."),
]
UntilOption = Annotated[
    _When | None,
    Word("a date or an age"),
    Field(description="Up to this time, written as `since` is; of a date its whole day."),
]


def since(option: str | None, reach: Reach) -> datetime | None:
    """The moment from which on; an age counts from now."""
    return None if option is None else read_moment(option, reach.clock())


def until(option: str | None, reach: Reach) -> datetime | None:
    """The moment up to which."""
    return None if option is None else read_moment(option, reach.clock(), end=True)
