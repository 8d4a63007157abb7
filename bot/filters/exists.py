"""The filter `exists`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.page import Page
from bot.plugin import Filter


class Exists(Filter):
    """Keep pages that exist, or with `false` only titles that have no page.

    Sources such as `titles` and `file` name pages that may not exist, and so do red links. A task
    leaves these out as `missing`, unless it has this filter: then they are judged like any, as
    pages without text. Their texts are not changed, but reports may have rows about them.

    ```yaml
    where:
      - exists
    ```
    """

    main: ClassVar = "exists"
    judges_missing: ClassVar = True

    exists: Annotated[
        bool, Field(description="Keep pages that are there, or those that are not.")
    ] = True

    def keep(self, page: Page) -> bool:
        """Whether the page is what is wanted."""
        return page.exists is self.exists

    def finding(self, page: Page) -> str:
        """Whether it is there."""
        return "exists" if page.exists else "missing"
