"""The filter `in_category`."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from bot.filters.findings import listed
from bot.filters.naming import titles_of
from bot.options import Texts, number_or_word, title_in
from bot.page import Facets, Page
from bot.plugin import Filter
from bot.site import CATEGORY, Site
from bot.titles import Title
from bot.wiki import Categories, CategoryMembers, Known

CATEGORIES = Categories()


class InCategory(Filter):
    """Keep pages that are in one of these categories, or with `depth` below them.

    Categories that a template puts the page into count. `depth` is how many levels of
    subcategories count, too: `1` those of the categories themselves, `all` the whole tree below
    them, walked once a task; a tree that loops does no harm. The prefix `Category:` may be left
    out.

    ```yaml
    where:
      - not: {in_category: Disambiguation pages}
      - in_category: {category: Planets, depth: all}
    ```
    """

    main: ClassVar = "category"
    reads: ClassVar = frozenset({CATEGORIES})

    category: Annotated[Texts, Field(min_length=1, description="Categories; any of them.")]
    depth: Annotated[
        Annotated[int, Field(ge=0)] | Literal["all"],
        BeforeValidator(number_or_word),
        Field(description="How many levels of subcategories count, or `all`."),
    ] = 0

    def needs(self, site: Site) -> Facets:
        """The page's categories, and with `depth` the tree."""
        return self.reads if self.depth == 0 else self.reads | self._trees(site)

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle for what is no category."""
        self._categories(site)

    def keep(self, page: Page) -> bool:
        """Whether the page is in one of them."""
        return bool(self._found(page))

    def finding(self, page: Page) -> str:
        """Those of the categories that the page is in."""
        return listed(sorted(one.name for one in self._found(page)))

    def _found(self, page: Page) -> frozenset[Title]:
        categories = page[CATEGORIES]
        found = categories & self._categories(page.site)
        if self.depth != 0:
            for tree in self._trees(page.site):
                below = page[tree]
                found |= categories & titles_of(below)
        return found

    def _categories(self, site: Site) -> frozenset[Title]:
        return frozenset(title_in(one, CATEGORY, "a category", site) for one in self.category)

    def _trees(self, site: Site) -> frozenset[Known]:
        """The subcategories that count: those of the last level are listed, not entered."""
        depth = None if self.depth == "all" else int(self.depth) - 1
        return frozenset(
            Known(CategoryMembers(category=one, depth=depth, types=("subcat",)))
            for one in self._categories(site)
        )
