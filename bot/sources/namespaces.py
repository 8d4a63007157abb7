"""How a source's `namespace:` option is written and understood; shared by sources that have one."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.plugin import Word
from bot.site import Site
from bot.wiki import Namespaces

ALL, CONTENT = "all", "content"


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str | int) else value


NamespaceOption = Annotated[
    tuple[Annotated[str, Word("a namespace")], ...],
    BeforeValidator(_as_tuple),
    Field(
        description="Namespaces by number, name or alias (`0`, `Talk`, `User talk`), or `all`.",
    ),
]

ContentOption = Annotated[
    tuple[Annotated[str, Word("a namespace")], ...],
    BeforeValidator(_as_tuple),
    Field(
        min_length=1,
        description="Namespaces by number, name or alias; `content` are those with articles, "
        "`all` is every one.",
    ),
]


def numbers(option: tuple[str, ...], site: Site) -> Namespaces:
    """The option as the wiki's numbers, None for all; raises UsageError for one it lacks."""
    if ALL in option:
        return None
    return tuple(sorted({site.namespace(name) for name in option}))


def content_numbers(option: tuple[str, ...], site: Site) -> Namespaces:
    """Likewise, where the option may also say `content`."""
    words = {name.strip().casefold() for name in option}
    if ALL in words:
        return None
    found = {site.namespace(name) for name in option if name.strip().casefold() != CONTENT}
    if CONTENT in words:
        found |= {one.id for one in site.namespaces.values() if one.content}
    return tuple(sorted(found))
