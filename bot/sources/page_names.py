"""How a source's option for one page or several is written and understood; shared by sources."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.errors import UsageError
from bot.site import Site
from bot.titles import Title


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


PageNames = Annotated[tuple[str, ...], BeforeValidator(_as_tuple), Field(min_length=1)]


def page_titles(names: tuple[str, ...], site: Site, namespace: int = 0) -> tuple[Title, ...]:
    """The pages named, each once; a name without prefix is in `namespace`. Raises InvalidTitle."""
    return tuple(dict.fromkeys(site.title(name, namespace) for name in names))


def titles_within(
    names: tuple[str, ...], site: Site, namespace: int, kind: str
) -> tuple[Title, ...]:
    """The pages named, which must be of that namespace; raises UsageError, InvalidTitle."""
    titles = page_titles(names, site, namespace)
    for title in titles:
        if title.namespace != namespace:
            raise UsageError(f"{title.text!r} is no {kind}; leave its prefix out")
    return titles
