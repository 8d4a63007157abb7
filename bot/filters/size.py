"""The filter `size`."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from bot.page import Page
from bot.plugin import Filter, Narrowed
from bot.site import Site
from bot.wiki import Query
from bot.wiki.narrowing import by_size


class Size(Filter):
    """Keep pages whose wikitext has so many bytes, both bounds included.

    Bytes are what a page's history shows; a letter outside ASCII has two to four of them.

    ```yaml
    where:
      - size: {at_least: 500, at_most: 2000}
    ```
    """

    main: ClassVar = None

    at_least: Annotated[int | None, Field(ge=0, description="The page has so many or more.")] = None
    at_most: Annotated[int | None, Field(ge=0, description="The page has so many or fewer.")] = None

    @model_validator(mode="after")
    def _make_sense(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("say how many: `at_least`, `at_most` or both")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("`at_least` is more than `at_most`, so no page would be kept")
        return self

    def keep(self, page: Page) -> bool:
        """Whether the size is within the bounds."""
        return (self.at_least is None or page.length >= self.at_least) and (
            self.at_most is None or page.length <= self.at_most
        )

    def finding(self, page: Page) -> str:
        """The size."""
        return f"{page.length} bytes"

    def narrowed(self, query: Query, site: Site) -> Narrowed | None:  # noqa: ARG002 - the base's
        """The question about pages of these sizes."""
        asked = by_size(query, smallest=self.at_least, largest=self.at_most)
        return Narrowed(asked) if asked else None
