"""The source `categories_on`: the categories of a page. Asks; never reads a text."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot import wiki
from bot.plugin import QuerySource, Reach
from bot.site import Site
from bot.sources.page_names import PageNames, page_titles
from bot.sources.request_size import RequestSizeOption
from bot.wiki import Hidden, Query


class CategoriesOn(QuerySource):
    """The categories that a page is in, or several pages are, each once, with the pages in `via`.

    Categories that a template brings count, and those that have no page. `hidden` is about those
    that the wiki keeps from readers (`__HIDDENCAT__`).

    ```yaml
    for_each:
      categories_on:
        page: Mercury (planet)
        hidden: exclude
    ```
    """

    main: ClassVar = "page"

    page: Annotated[PageNames, Field(description="The page in the categories, or several.")]
    hidden: Annotated[
        Hidden, Field(description="Whether to list hidden categories, or nothing else.")
    ] = "include"
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise InvalidTitle for a page that the wiki cannot have."""
        page_titles(self.page, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        return wiki.CategoriesOn(
            pages=page_titles(self.page, reach.wiki.site),
            hidden=self.hidden,
            request_size=self.request_size,
        )
