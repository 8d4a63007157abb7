"""The filter `any`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.filters.findings import told
from bot.page import NOTHING, Page
from bot.plugin import Filter, Filters


class Any(Filter):
    """Keep pages that at least one of these filters keeps.

    They are asked in their order, and no more of them than needed.

    ```yaml
    where:
      - any:
          - title: {matches: '^List of'}
          - longer_than: 2000
    ```
    """

    main: ClassVar = "filters"
    reads: ClassVar = NOTHING

    filters: Annotated[Filters, Field(min_length=1)]

    def keep(self, page: Page) -> bool:
        """Whether one of them keeps the page."""
        return any(one.keep(page) for one in self.filters)

    def finding(self, page: Page) -> str:
        """What those of them saw that keep the page."""
        return told(self.filters, page)
