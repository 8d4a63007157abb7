"""The filter `subpage`."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from bot.page import NOTHING, Page
from bot.plugin import Filter


class Subpage(Filter):
    """Keep subpages, or with `false` only pages that are none.

    A page's depth is the number of slashes in its title: `User:Ann/Notes/Old` has the depth 2. In
    a namespace without subpages, as the main one of most wikis, a slash is a letter like any
    other and the depth is 0. The page above need not exist. Costs nothing.

    ```yaml
    where:
      - subpage: false
      - subpage: {at_least: 1, at_most: 2}
    ```
    """

    main: ClassVar = "subpage"
    reads: ClassVar = NOTHING

    subpage: Annotated[
        bool | None, Field(description="Keep subpages (true) or all others (false).")
    ] = None
    at_least: Annotated[int | None, Field(ge=0, description="The depth is so much or more.")] = None
    at_most: Annotated[int | None, Field(ge=0, description="The depth is so much or less.")] = None

    @model_validator(mode="after")
    def _make_sense(self) -> Self:
        bounds = self.at_least, self.at_most
        if self.subpage is not None and bounds != (None, None):
            raise ValueError("say either whether it is a subpage, or how deep; drop one of them")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("`at_least` is more than `at_most`, so no page would be kept")
        return self

    def keep(self, page: Page) -> bool:
        """Whether the page is as deep as is wanted."""
        depth = _depth(page)
        if self.at_least is None and self.at_most is None:
            return (depth > 0) is (self.subpage is not False)
        return (self.at_least is None or depth >= self.at_least) and (
            self.at_most is None or depth <= self.at_most
        )

    def finding(self, page: Page) -> str:
        """The page's depth."""
        return f"depth {_depth(page)}"


def _depth(page: Page) -> int:
    home = page.site.namespaces[page.title.namespace]
    return page.title.name.count("/") if home.has_subpages else 0
