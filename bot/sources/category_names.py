"""How a source's options for a category and its tree are written and understood; shared."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from bot.errors import UsageError
from bot.site import CATEGORY, Site
from bot.titles import Title


def _number_or_all(value: object) -> object:
    text = str(value)
    return int(text) if text.isdecimal() else value


DepthOption = Annotated[
    Annotated[int, Field(ge=0)] | Literal["all"],
    BeforeValidator(_number_or_all),
    Field(description="How many levels of subcategories to walk, or `all`."),
]


def levels(depth: int | Literal["all"]) -> int | None:
    """The option as the wiki's questions have it: None is without end."""
    return None if depth == "all" else depth


def category_title(name: str, site: Site) -> Title:
    """The category, its prefix given or not; raises UsageError, InvalidTitle."""
    title = site.title(name, CATEGORY)
    if title.namespace != CATEGORY:
        raise UsageError(f"{name!r} is not a category; leave its prefix out")
    return title
