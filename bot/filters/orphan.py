"""The filter `orphan`."""

from typing import ClassVar

from bot.filters.findings import listed
from bot.options import CONTENT, FewLinks, NamespacesOption
from bot.page import Facets, Page
from bot.plugin import Filter
from bot.site import Site
from bot.wiki import Incoming, IncomingLinks


class Orphan(FewLinks, Filter):
    """Keep pages to which fewer than so many other pages link.

    A page counts that links to this one directly, or by way of a redirect to it, or of a redirect
    to such a redirect, wherever these redirects stand. The page itself does not count, nor do
    redirects. Only pages of `namespace` count, those with articles if not said; a link that a
    template brings counts, unless `count: written` asks for links in a page's own text.

    Further pages need not count: `disambiguations: exclude` leaves out disambiguation pages,
    `except_titles` those whose titles match (lists, say), `except_categories` those in these
    categories. Special:LonelyPages is not asked: for it a page with a redirect is no orphan. The
    exact rule, what it costs, and how other programs differ are in docs/filters.md.

    ```yaml
    where:
      - orphan
      - orphan:
          fewer_than: 3
          disambiguations: exclude
          except_titles: '^(List|Index) of '
          except_categories: Set index articles
          count: written
    ```
    """

    main: ClassVar = "fewer_than"

    namespace: NamespacesOption = (CONTENT,)

    def needs(self, site: Site) -> Facets:
        """The links to the page, as far as they count."""
        return frozenset({self._facet(site)})

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle for a namespace or category that cannot be."""
        self._facet(site)

    def keep(self, page: Page) -> bool:
        """Whether too few pages link here."""
        return len(self._links(page).titles) < self.fewer_than

    def finding(self, page: Page) -> str:
        """How many pages link here, and which."""
        links = self._links(page)
        count = f"{len(links.titles)}{'+' if links.more else ''}"
        return f"{count}: {listed(links.titles)}" if links.titles else count

    def _links(self, page: Page) -> IncomingLinks:
        return page[self._facet(page.site)]

    def _facet(self, site: Site) -> Incoming:
        return self.counted(self.namespace, site)
