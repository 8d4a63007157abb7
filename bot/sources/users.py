"""How a source's option for people is written and understood; shared by sources."""

import re
from typing import Annotated

from pydantic import BeforeValidator

from bot.errors import UsageError
from bot.plugin import Word
from bot.site import USER, Site
from bot.sources.words import as_tuple

_NO_NAME = re.compile(r"[|#<\[\]{}]")  # `>` stands in the names of imported authors


UserNames = Annotated[
    tuple[Annotated[str, Word("a user")], ...],
    BeforeValidator(as_tuple),
]


def user_names(names: tuple[str, ...], site: Site) -> tuple[str, ...]:
    """The users' names without their namespace, each once; raises UsageError for what is none.

    Addresses of those without an account are as good as names.
    """
    found = dict.fromkeys(_user_name(name, site) for name in names)
    return tuple(found)


def _user_name(text: str, site: Site) -> str:
    prefix, colon, rest = text.partition(":")
    name = rest if colon and site.namespace_id(prefix) == USER else text
    name = name.replace("_", " ").strip()
    if not name or _NO_NAME.search(name):
        raise UsageError(f"{text!r} is not the name of a user")
    return name
