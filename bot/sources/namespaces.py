"""How a source's `namespace:` option is written and understood; shared by sources that have one."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.plugin import Word
from bot.site import Site
from bot.wiki import Namespaces

ALL = "all"


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str | int) else value


NamespaceOption = Annotated[
    tuple[Annotated[str, Word("a namespace")], ...],
    BeforeValidator(_as_tuple),
    Field(
        description="Namespaces by number, name or alias (`0`, `Talk`, `User talk`), or `all`.",
    ),
]


def numbers(option: tuple[str, ...], site: Site) -> Namespaces:
    """The option as the wiki's numbers, None for all; raises UsageError for one it lacks."""
    if ALL in option:
        return None
    return tuple(sorted({site.namespace(name) for name in option}))
