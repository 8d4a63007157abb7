"""The filter `redirect`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.page import Facets, Page
from bot.plugin import Filter
from bot.site import Site
from bot.wiki import REDIRECT_FLAG


class Redirect(Filter):
    """Keep redirects, or with `false` only pages that are none.

    ```yaml
    where:
      - redirect: false
    ```
    """

    main: ClassVar = "redirect"

    redirect: Annotated[bool, Field(description="Keep redirects (true) or all others (false).")] = (
        True
    )

    def needs(self, site: Site) -> Facets:  # noqa: ARG002 - the same for every site
        """The redirect flag, which most sources tell for nothing."""
        return frozenset({REDIRECT_FLAG})

    def keep(self, page: Page) -> bool:
        """Whether the page is what is wanted."""
        known = page[REDIRECT_FLAG] if page.redirect is None else page.redirect
        return known is self.redirect
