"""The filter `shorter_than`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.page import Page
from bot.plugin import Filter, Narrowed
from bot.site import Site
from bot.wiki import Query
from bot.wiki.narrowing import by_size


class ShorterThan(Filter):
    """Keep pages whose wikitext is shorter than this many bytes.

    Bytes are what a page's history shows; a letter outside ASCII has two to four of them.

    ```yaml
    where:
      - shorter_than: 2000
    ```
    """

    main: ClassVar = "size"

    size: Annotated[int, Field(ge=0, description="The size in bytes.")]

    def keep(self, page: Page) -> bool:
        """Whether the page is shorter."""
        return page.length < self.size

    def narrowed(self, query: Query, site: Site) -> Narrowed | None:  # noqa: ARG002 - the base's
        """The question about shorter pages."""
        asked = by_size(query, largest=self.size - 1) if self.size else None
        return Narrowed(asked) if asked else None

    def finding(self, page: Page) -> str:
        """The size."""
        return f"{page.length} bytes"
