"""The filter `orphan`."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from bot.filters.findings import listed
from bot.filters.lists import CONTENT, NamespacesOption, Patterns, Texts, namespace_numbers
from bot.filters.naming import title_in
from bot.page import Facets, Page
from bot.patterns import Case, compile_pattern
from bot.plugin import Filter
from bot.site import CATEGORY, Site
from bot.wiki import Incoming, IncomingLinks


class Orphan(Filter):
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

    fewer_than: Annotated[
        int, Field(ge=1, description="How many pages are enough for it to be no orphan.")
    ] = 1
    namespace: NamespacesOption = (CONTENT,)
    count: Annotated[
        Literal["all", "written"],
        Field(description="Whether links count that templates bring to the linking page."),
    ] = "all"
    disambiguations: Annotated[
        Literal["include", "exclude"],
        Field(description="Whether links from disambiguation pages count."),
    ] = "include"
    except_titles: Annotated[
        Patterns, Field(description="Pages in whose title one of these is found do not count.")
    ] = ()
    except_categories: Annotated[
        Texts, Field(description="Pages in one of these categories do not count.")
    ] = ()
    case: Annotated[
        Case, Field(description="Whether `except_titles` minds upper and lower case.")
    ] = "sensitive"

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
        return Incoming(
            namespaces=namespace_numbers(self.namespace, site),
            enough=self.fewer_than,
            unlike=tuple(compile_pattern(one, case=self.case) for one in self.except_titles),
            not_in=frozenset(
                title_in(one, CATEGORY, "a category", site) for one in self.except_categories
            ),
            not_disambiguations=self.disambiguations == "exclude",
            written=self.count == "written",
        )
