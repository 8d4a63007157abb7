"""The filter `exists`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.page import Page
from bot.plugin import Filter


class Exists(Filter):
    """Keep pages that exist, or with `false` only titles that have no page.

    Sources such as `titles` and `file` name pages that may not exist, and so do red links.

    ```yaml
    where:
      - exists
    ```
    """

    main: ClassVar = "exists"

    exists: Annotated[
        bool, Field(description="Keep pages that are there, or those that are not.")
    ] = True

    def keep(self, page: Page) -> bool:
        """Whether the page is what is wanted."""
        return page.exists is self.exists

    def finding(self, page: Page) -> str:
        """Whether it is there."""
        return "exists" if page.exists else "missing"
