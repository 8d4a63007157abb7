"""The filter `disambiguation`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.options import Texts, title_in
from bot.page import Facets, Page
from bot.plugin import Filter
from bot.site import CATEGORY, TEMPLATE, Site
from bot.titles import Title
from bot.wiki import Categories, UsedTemplates
from bot.wiki import Disambiguation as Marked


class Disambiguation(Filter):
    """Keep disambiguation pages, or with `false` only pages that are none.

    The wiki tells which they are, by the extension Disambiguator, or where it lacks that by the
    templates that MediaWiki:Disambiguationspage names. Elsewhere, and for an offline wiki, say by
    which `template` or `category` they are known; then only these count.

    ```yaml
    where:
      - disambiguation: false
      - not: {disambiguation: {template: [Disambiguation, Surname]}}
    ```
    """

    main: ClassVar = "disambiguation"

    disambiguation: Annotated[
        bool, Field(description="Keep such pages (true) or all others (false).")
    ] = True
    template: Annotated[Texts, Field(description="Templates that mark them; any of them.")] = ()
    category: Annotated[Texts, Field(description="Categories that hold them; any of them.")] = ()

    def needs(self, site: Site) -> Facets:
        """What tells them apart."""
        found = {UsedTemplates(self._templates(site))} if self.template else set()
        categories = {Categories()} if self.category else set()
        return frozenset(found | categories) or frozenset({Marked()})

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle for what is no template or category."""
        self._templates(site)
        self._categories(site)

    def keep(self, page: Page) -> bool:
        """Whether the page is what is wanted."""
        return self._is_one(page) is self.disambiguation

    def finding(self, page: Page) -> str:
        """Whether it is one."""
        return "disambiguation" if self._is_one(page) else "none"

    def _is_one(self, page: Page) -> bool:
        if not (self.template or self.category):
            return page[Marked()]
        used: frozenset[Title] = frozenset()
        if self.template:
            used = page[UsedTemplates(self._templates(page.site))]
        if used:
            return True
        return bool(self.category) and bool(page[Categories()] & self._categories(page.site))

    def _templates(self, site: Site) -> frozenset[Title]:
        return frozenset(title_in(one, TEMPLATE, "a template", site) for one in self.template)

    def _categories(self, site: Site) -> frozenset[Title]:
        return frozenset(title_in(one, CATEGORY, "a category", site) for one in self.category)
