"""The source `category`: members of a category, and of its subcategories where asked."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from bot import wiki
from bot.errors import UsageError
from bot.plugin import QuerySource, Reach
from bot.site import CATEGORY, Site
from bot.sources.namespaces import ALL, NamespaceOption, numbers
from bot.sources.request_size import RequestSizeOption
from bot.titles import Title
from bot.wiki import MemberType, Query


def _number_or_all(value: object) -> object:
    text = str(value)
    return int(text) if text.isdecimal() else value


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class Category(QuerySource):
    """Members of a category, each once, with the categories they were found in as `via`.

    `depth: 0` is the category itself, `1` also its subcategories, `all` the whole tree; a tree
    that loops is walked once. The prefix `Category:` may be left out.

    ```yaml
    for_each:
      category:
        category: Planets
        depth: 2
        type: page
    ```
    """

    main: ClassVar = "category"

    category: Annotated[str, Field(min_length=1, description="The category.")]
    depth: Annotated[
        Annotated[int, Field(ge=0)] | Literal["all"],
        BeforeValidator(_number_or_all),
        Field(description="How many levels of subcategories to walk, or `all`."),
    ] = 0
    type: Annotated[
        tuple[MemberType, ...],
        BeforeValidator(_as_tuple),
        Field(min_length=1, description="Which members: pages, subcategories, files."),
    ] = ("page", "subcat", "file")
    namespace: NamespaceOption = (ALL,)
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle for a category or namespace that cannot be."""
        self._title(site)
        numbers(self.namespace, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        return wiki.CategoryMembers(
            category=self._title(reach.wiki.site),
            depth=None if self.depth == "all" else self.depth,
            types=self.type,
            namespaces=numbers(self.namespace, reach.wiki.site),
            request_size=self.request_size,
        )

    def _title(self, site: Site) -> Title:
        title = site.title(self.category, CATEGORY)
        if title.namespace != CATEGORY:
            raise UsageError(f"{self.category!r} is not a category; leave its prefix out")
        return title
