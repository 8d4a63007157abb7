"""The filter `has_link`."""

from collections.abc import Iterable
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from bot.filters.findings import listed
from bot.filters.naming import redirects_to, with_redirects
from bot.filters.wording import fits_any
from bot.options import Patterns, Texts
from bot.page import TEXT, Facets, Page
from bot.patterns import Case
from bot.plugin import Filter
from bot.site import Site
from bot.titles import Title
from bot.wiki import LinkedPages
from bot.wikitext.extract import linked_titles


class HasLink(Filter):
    """Keep pages that link to one of these pages.

    Links are those written in the page's own text, in whatever spelling; a link that a navbox
    brings is none. With `rendered: true` they are those of the page as readers see it, templates
    included, and the text is not read. `matches` looks at the titles that links lead to. With
    `through_redirects` a link to a redirect to one of the pages counts, too. Files shown and
    categories joined are no links.

    ```yaml
    where:
      - has_link: [Mercury, Mercury (planet)]
      - not: {has_link: {to: Mercury, rendered: true}}
      - has_link: {matches: '^Talk:'}
    ```
    """

    main: ClassVar = "to"

    to: Annotated[Texts, Field(description="Pages; any of them.")] = ()
    matches: Annotated[
        Patterns, Field(description="A pattern is found in the title that a link leads to.")
    ] = ()
    case: Annotated[Case, Field(description="Whether `matches` minds upper and lower case.")] = (
        "sensitive"
    )
    rendered: Annotated[bool, Field(description="Links that templates bring count, too.")] = False
    through_redirects: Annotated[
        bool, Field(description="Links to redirects to the pages count, too.")
    ] = False

    @model_validator(mode="after")
    def _has_something(self) -> Self:
        if not (self.to or self.matches):
            raise ValueError("say where the link leads: a bare title, or `matches`")
        if self.through_redirects and not self.to:
            raise ValueError("`through_redirects` is about the pages in `to`, and there are none")
        return self

    def needs(self, site: Site) -> Facets:
        """The text or the wiki's table, and the redirects where they count."""
        found: Facets = frozenset({self._facet(site) if self.rendered else TEXT})
        return found | redirects_to(self._titles(site)) if self.through_redirects else found

    def fits(self, site: Site) -> None:
        """Raise InvalidTitle for a page that cannot be."""
        self._titles(site)

    def keep(self, page: Page) -> bool:
        """Whether there is such a link."""
        links = self._links(page)
        return not links.isdisjoint(self._wanted(page)) or any(self._matching(links))

    def finding(self, page: Page) -> str:
        """The pages that such links lead to."""
        links = self._links(page)
        found = {*(links & self._wanted(page)), *self._matching(links)}
        return listed(sorted(one.text for one in found))

    def _links(self, page: Page) -> frozenset[Title]:
        if self.rendered:
            return page[self._facet(page.site)]
        return linked_titles(page.text, page.site, page.title)

    def _wanted(self, page: Page) -> frozenset[Title]:
        titles = self._titles(page.site)
        return with_redirects(titles, page) if self.through_redirects else frozenset(titles)

    def _matching(self, links: Iterable[Title]) -> Iterable[Title]:
        return (one for one in links if fits_any(one.text, (), self.matches, self.case))

    def _facet(self, site: Site) -> LinkedPages:
        """All links, unless it is known beforehand which ones matter."""
        few = not (self.matches or self.through_redirects)
        return LinkedPages(frozenset(self._titles(site)) if few else None)

    def _titles(self, site: Site) -> tuple[Title, ...]:
        return tuple(dict.fromkeys(map(site.title, self.to)))
