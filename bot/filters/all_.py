"""The filter `all`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.page import NOTHING, Page
from bot.plugin import Filter, Filters


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
