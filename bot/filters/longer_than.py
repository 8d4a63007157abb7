"""The filter `longer_than`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.page import Page
from bot.plugin import Filter


class LongerThan(Filter):
    """Keep pages whose wikitext is longer than this many bytes.

    Bytes are what a page's history shows; a letter outside ASCII has two to four of them.

    ```yaml
    where:
      - longer_than: 2000
    ```
    """

    main: ClassVar = "size"

    size: Annotated[int, Field(ge=0, description="The size in bytes.")]

    def keep(self, page: Page) -> bool:
        """Whether the page is longer."""
        return page.length > self.size
