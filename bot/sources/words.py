"""How a source's option for one word or several is written and understood; shared by sources."""

from typing import Annotated

from pydantic import BeforeValidator

from bot.plugin import Word


def as_tuple(value: object) -> object:
    """One value as a list of one."""
    return (value,) if isinstance(value, str | int) else value


Words = Annotated[tuple[Annotated[str, Word()], ...], BeforeValidator(as_tuple)]
