"""How the options of filters that take one text, number or namespace, or several, are read."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.patterns import PatternText
from bot.plugin import Word
from bot.site import Site
from bot.wiki import Namespaces

ALL, CONTENT = "all", "content"


def as_tuple(value: object) -> object:
    """One text or number as a list of one text; everything else as it is."""
    return (str(value),) if isinstance(value, str | int) else value


def number_or_word(value: object) -> object:
    """A number that is written as a text as that number; everything else as it is."""
    text = str(value)
    return int(text) if text.isdecimal() else value


Texts = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...],
    BeforeValidator(as_tuple),
]
Patterns = Annotated[tuple[PatternText, ...], BeforeValidator(as_tuple)]
NamespacesOption = Annotated[
    tuple[Annotated[str, Word("a namespace")], ...],
    BeforeValidator(as_tuple),
    Field(
        min_length=1,
        description="Namespaces by number, name or alias; `content` are those with articles, "
        "`all` is every one.",
    ),
]


def namespace_numbers(option: tuple[str, ...], site: Site) -> Namespaces:
    """The option as the wiki's numbers, None for all; raises UsageError for one it lacks."""
    words = {name.strip().casefold() for name in option}
    if ALL in words:
        return None
    found = {site.namespace(name) for name in option if name.strip().casefold() != CONTENT}
    if CONTENT in words:
        found |= {one.id for one in site.namespaces.values() if one.content}
    return tuple(sorted(found))
