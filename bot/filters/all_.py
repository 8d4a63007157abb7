"""The filter `all`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.filters.findings import told
from bot.page import NOTHING, Page
from bot.plugin import Filter, Filters, Narrowed
from bot.site import Site
from bot.wiki import Query


class All(Filter):
    """Keep pages that every one of these filters keeps.

    That is what `where` does anyway; `all` is for use within `any` and `not`.

    ```yaml
    where:
      - all:
          - title: {matches: '^List of'}
          - longer_than: 2000
    ```
    """

    main: ClassVar = "filters"
    reads: ClassVar = NOTHING

    filters: Annotated[Filters, Field(min_length=1)]

    def keep(self, page: Page) -> bool:
        """Whether each of them keeps the page."""
        return all(one.keep(page) for one in self.filters)

    def narrowed(self, query: Query, site: Site) -> Narrowed | None:
        """The question without what any of them drops."""
        found = None
        whole = True
        for one in self.filters:
            asked = one.narrowed(found.query if found else query, site)
            whole = whole and asked is not None and asked.whole
            found = asked or found
        return Narrowed(found.query, whole) if found else None

    def finding(self, page: Page) -> str:
        """What those of them saw that keep the page."""
        return told(self.filters, page)
