"""The filter `redirect`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.page import Page
from bot.plugin import Filter, Narrowed
from bot.site import Site
from bot.wiki import REDIRECT_FLAG, Query
from bot.wiki.narrowing import by_redirect


class Redirect(Filter):
    """Keep redirects, or with `false` only pages that are none.

    ```yaml
    where:
      - redirect: false
    ```
    """

    main: ClassVar = "redirect"
    reads: ClassVar = frozenset({REDIRECT_FLAG})

    redirect: Annotated[bool, Field(description="Keep redirects (true) or all others (false).")] = (
        True
    )

    def keep(self, page: Page) -> bool:
        """Whether the page is what is wanted."""
        known = page[REDIRECT_FLAG] if page.redirect is None else page.redirect
        return known is self.redirect

    def narrowed(self, query: Query, site: Site) -> Narrowed | None:  # noqa: ARG002 - the base's
        """The question about redirects, or about all others."""
        asked = by_redirect(query, redirect=self.redirect)
        return Narrowed(asked) if asked else None

    def finding(self, page: Page) -> str:
        """Whether it is one."""
        return "redirect" if self.keep(page) is self.redirect else "none"
