"""The filter `has_external_link`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.filters.findings import listed
from bot.filters.wording import fits_any
from bot.options import Patterns, Texts
from bot.page import TEXT, Facets, Page
from bot.patterns import Case
from bot.plugin import Filter
from bot.site import Site
from bot.wiki import ExternalLinks
from bot.wikitext.addresses import find_addresses

_END_OF_HOST = "/?#"


class HasExternalLink(Filter):
    """Keep pages that link to one of these domains or addresses; without options, to any.

    A domain counts with all below it: `example.org` finds `https://www.example.org/x`, but not
    `https://notexample.org`. Upper and lower case of a domain never differ. `matches` looks at
    the whole address, protocol included. Addresses are those written in the page's own text,
    also in references and as a template's parameter; with `rendered: true` they are those of the
    page as readers see it, which templates may bring, and the text is not read.

    ```yaml
    where:
      - has_external_link: [example.org, example.net]
      - has_external_link: {matches: '^http://', rendered: true}
    ```
    """

    main: ClassVar = "domain"

    domain: Annotated[Texts, Field(description="Domains; any of them.")] = ()
    matches: Annotated[Patterns, Field(description="A pattern is found in the address.")] = ()
    case: Annotated[Case, Field(description="Whether `matches` minds upper and lower case.")] = (
        "sensitive"
    )
    rendered: Annotated[bool, Field(description="Addresses that templates bring count, too.")] = (
        False
    )

    def needs(self, site: Site) -> Facets:
        """The text or the wiki's table."""
        del site
        return frozenset({ExternalLinks() if self.rendered else TEXT})

    def keep(self, page: Page) -> bool:
        """Whether there is such an address."""
        return any(map(self._is_meant, self._addresses(page)))

    def finding(self, page: Page) -> str:
        """The addresses."""
        return listed(sorted(filter(self._is_meant, self._addresses(page))))

    def _addresses(self, page: Page) -> frozenset[str]:
        if self.rendered:
            return page[ExternalLinks()]
        return frozenset(find_addresses(page.text, page.site))

    def _is_meant(self, address: str) -> bool:
        if not (self.domain or self.matches):
            return True
        host = f".{host_of(address)}"
        return any(host.endswith(f".{one.strip('. ').casefold()}") for one in self.domain) or (
            fits_any(address, (), self.matches, self.case)
        )


def host_of(address: str) -> str:
    """The host of an address, without user and port, in small letters."""
    rest = address.partition("//")[2]
    for mark in _END_OF_HOST:
        rest = rest.partition(mark)[0]
    return rest.rpartition("@")[2].partition(":")[0].rstrip(".").casefold()
