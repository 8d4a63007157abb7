"""The source `subcategories`: the categories in a category."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot import wiki
from bot.plugin import QuerySource, Reach
from bot.site import Site
from bot.sources.category_names import DepthOption, category_title, levels
from bot.sources.request_size import RequestSizeOption, enough
from bot.wiki import Query


class Subcategories(QuerySource):
    """The categories in a category, and with `depth` those in them, each once.

    The same as `category` with `type: subcat`. The category itself is not among them, unless a
    loop leads back to it.

    ```yaml
    for_each:
      subcategories:
        category: Planets
        depth: all
    ```
    """

    main: ClassVar = "category"

    category: Annotated[str, Field(min_length=1, description="The category.")]
    depth: DepthOption = 0
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle for a category that cannot be."""
        category_title(self.category, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        return wiki.CategoryMembers(
            category=category_title(self.category, reach.wiki.site),
            depth=levels(self.depth),
            types=("subcat",),
            request_size=enough(self.request_size, self.limit if self.depth == 0 else None),
        )
