"""The filter `not`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.filters.findings import told
from bot.page import NOTHING, Page
from bot.plugin import Filter, Filters


class Not(Filter):
    """Keep pages that none of these filters would keep.

    Takes one filter or a list; a list means `none of them`. For `not all of them` nest `all`.

    ```yaml
    where:
      - not:
          - title: {matches: '^List of'}
          - longer_than: 2000
    ```
    """

    main: ClassVar = "filters"
    reads: ClassVar = NOTHING

    filters: Annotated[Filters, Field(min_length=1)]

    def keep(self, page: Page) -> bool:
        """Whether none of them keeps the page."""
        return not any(one.keep(page) for one in self.filters)

    def finding(self, page: Page) -> str:
        """What those of them saw that keep the page."""
        return told(self.filters, page)
