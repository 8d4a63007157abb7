"""The source `files_on`: the files that a page shows. Asks; never reads a text."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot import wiki
from bot.plugin import QuerySource, Reach
from bot.site import Site
from bot.sources.page_names import PageNames, page_titles
from bot.sources.request_size import RequestSizeOption
from bot.wiki import Query


class FilesOn(QuerySource):
    """The files that a page shows, or several pages do, each once, with the pages in `via`.

    Files of a shared repository and missing ones are among them; those have no page here.

    ```yaml
    for_each:
      files_on: Mercury (planet)
    ```
    """

    main: ClassVar = "page"

    page: Annotated[PageNames, Field(description="The page that shows the files, or several.")]
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise InvalidTitle for a page that the wiki cannot have."""
        page_titles(self.page, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        pages = page_titles(self.page, reach.wiki.site)
        return wiki.FilesOn(pages=pages, request_size=self.request_size)
