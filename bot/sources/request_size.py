"""How a source's `request_size:` option is written; shared by sources that ask for lists."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from bot.wiki import RequestSize


def _number_or_max(value: object) -> object:
    text = str(value)
    return int(text) if text.isdecimal() else value


RequestSizeOption = Annotated[
    Annotated[int, Field(ge=1)] | Literal["max"],
    BeforeValidator(_number_or_max),
    Field(
        description="How many results one request asks for, at most what the account may "
        "(500, or 5000 with `apihighlimits`). All results come, whatever the size."
    ),
]


def enough(size: RequestSize, limit: int | None) -> RequestSize:
    """The size for a list that is read no further than `limit`: not more than is wanted."""
    if limit is None:
        return size
    return limit if size == "max" else min(size, limit)
