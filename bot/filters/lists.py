"""How the options of filters that take one text or several are read."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.patterns import PatternText


def as_tuple(value: object) -> object:
    """One text or number as a list of one text; everything else as it is."""
    return (str(value),) if isinstance(value, str | int) else value


Texts = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...],
    BeforeValidator(as_tuple),
]
Patterns = Annotated[tuple[PatternText, ...], BeforeValidator(as_tuple)]
