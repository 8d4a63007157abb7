"""The filter `links_count`."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from bot.options import NamespacesOption, namespace_numbers
from bot.page import TEXT, Facets, Page
from bot.plugin import Filter
from bot.site import Site
from bot.wiki import LinkedPages
from bot.wikitext.extract import linked_titles


class LinksCount(Filter):
    """Keep pages that link to so many different pages, both bounds included.

    Links are those written in the page's own text, red ones included; the page itself, files
    shown and categories joined do not count. `namespace` is that of the pages linked to. With
    `rendered: true` the links that templates bring count, too, and the text is not read.

    ```yaml
    where:
      - links_count: {at_most: 2, namespace: 0}
    ```
    """

    main: ClassVar = None

    at_least: Annotated[int | None, Field(ge=0, description="There are so many or more.")] = None
    at_most: Annotated[int | None, Field(ge=0, description="There are so many or fewer.")] = None
    namespace: NamespacesOption = ("all",)
    rendered: Annotated[bool, Field(description="Links that templates bring count, too.")] = False

    @model_validator(mode="after")
    def _make_sense(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("say how many: `at_least`, `at_most` or both")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("`at_least` is more than `at_most`, so no page would be kept")
        return self

    def needs(self, site: Site) -> Facets:
        """The text or the wiki's table."""
        return frozenset({self._facet(site) if self.rendered else TEXT})

    def fits(self, site: Site) -> None:
        """Raise UsageError for a namespace that the wiki does not have."""
        namespace_numbers(self.namespace, site)

    def keep(self, page: Page) -> bool:
        """Whether the number is within the bounds."""
        count = self._count(page)
        return (self.at_least is None or count >= self.at_least) and (
            self.at_most is None or count <= self.at_most
        )

    def finding(self, page: Page) -> str:
        """The number."""
        return str(self._count(page))

    def _count(self, page: Page) -> int:
        if self.rendered:
            links = page[self._facet(page.site)]
        else:
            links = linked_titles(page.text, page.site, page.title)
        numbers = namespace_numbers(self.namespace, page.site)
        return sum(
            one != page.title and (numbers is None or one.namespace in numbers) for one in links
        )

    def _facet(self, site: Site) -> LinkedPages:
        return LinkedPages(None, namespace_numbers(self.namespace, site))
