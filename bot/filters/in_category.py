"""The filter `in_category`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.errors import UsageError
from bot.filters.lists import Texts
from bot.page import Page
from bot.plugin import Filter
from bot.site import CATEGORY, Site
from bot.titles import Title
from bot.wiki import Categories


class InCategory(Filter):
    """Keep pages that are themselves in one of these categories.

    Categories that a template puts the page into count; those above them in the category tree do
    not. The prefix `Category:` may be left out.

    ```yaml
    where:
      - not: {in_category: Disambiguation pages}
    ```
    """

    main: ClassVar = "category"
    reads: ClassVar = frozenset({Categories()})

    category: Annotated[Texts, Field(min_length=1, description="Categories; any of them.")]

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle for what is no category."""
        for name in self.category:
            _category(name, site)

    def keep(self, page: Page) -> bool:
        """Whether the page is in one of them."""
        categories = page[Categories()]
        return any(_category(name, page.site) in categories for name in self.category)


def _category(name: str, site: Site) -> Title:
    title = site.title(name, CATEGORY)
    if title.namespace != CATEGORY:
        raise UsageError(f"{name!r} is not a category; leave its prefix out")
    return title
