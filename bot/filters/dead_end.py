"""The filter `dead_end`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.filters.findings import listed
from bot.options import CONTENT, NamespacesOption, namespace_numbers
from bot.page import TEXT, Facets, Page
from bot.plugin import Filter
from bot.site import Site
from bot.titles import Title
from bot.wiki import LinkedPages
from bot.wikitext.extract import linked_titles


class DeadEnd(Filter):
    """Keep pages from which no link leads on.

    No link to another page of these namespaces (the content namespaces, if not said) stands in the
    page's own text; red links lead on, since they lead to where somebody may write. With
    `rendered: true` no template may bring such a link either, and the text is not read.
    Special:DeadendPages, by contrast, counts a link from anything to anywhere, so that a page with
    a navbox or a link to a talk page is none.

    ```yaml
    where:
      - dead_end
    ```
    """

    main: ClassVar = None

    namespace: NamespacesOption = (CONTENT,)
    rendered: Annotated[bool, Field(description="Links that templates bring count, too.")] = False

    def needs(self, site: Site) -> Facets:
        """The text or the wiki's table."""
        return frozenset({self._facet(site) if self.rendered else TEXT})

    def fits(self, site: Site) -> None:
        """Raise UsageError for a namespace that the wiki does not have."""
        namespace_numbers(self.namespace, site)

    def keep(self, page: Page) -> bool:
        """Whether no link leads on."""
        return not self._links(page)

    def finding(self, page: Page) -> str:
        """Where links lead."""
        return listed(sorted(one.text for one in self._links(page)))

    def _links(self, page: Page) -> list[Title]:
        if self.rendered:
            links = page[self._facet(page.site)]
        else:
            links = linked_titles(page.text, page.site, page.title)
        numbers = namespace_numbers(self.namespace, page.site)
        return [
            one
            for one in links
            if one != page.title and (numbers is None or one.namespace in numbers)
        ]

    def _facet(self, site: Site) -> LinkedPages:
        return LinkedPages(None, namespace_numbers(self.namespace, site))
