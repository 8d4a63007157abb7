"""How a source's options for a category and its tree are written and understood; shared."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from bot.options import number_or_word, title_in
from bot.site import CATEGORY, Site
from bot.titles import Title

DepthOption = Annotated[
    Annotated[int, Field(ge=0)] | Literal["all"],
    BeforeValidator(number_or_word),
    Field(description="How many levels of subcategories to walk, or `all`."),
]


def levels(depth: int | Literal["all"]) -> int | None:
    """The option as the wiki's questions have it: None is without end."""
    return None if depth == "all" else depth


def category_title(name: str, site: Site) -> Title:
    """The category, its prefix given or not; raises UsageError, InvalidTitle."""
    return title_in(name, CATEGORY, "a category", site)
