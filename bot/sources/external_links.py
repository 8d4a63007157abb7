"""The source `external_links`: pages with links to a site or address. Asks; reads no text."""

import re
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from bot import wiki
from bot.errors import UsageError
from bot.plugin import QuerySource, Reach, Word
from bot.site import Site
from bot.sources.namespaces import ALL, NamespaceOption, numbers
from bot.sources.request_size import RequestSizeOption
from bot.wiki import Query
from bot.wikitext.addresses import AddressPattern, is_web

# `example.org:8080` has a port, not a protocol.
_PROTOCOL = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//|mailto:", re.IGNORECASE)


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class ExternalLinks(QuerySource):
    """Pages with a link to an address outside the wiki, each once.

    `to` is what Special:LinkSearch takes: a host (`example.org`), `*.example.org` for the domain
    and all below it, or the beginning of an address (`example.org/wiki/`). Links by http and
    https are meant unless `protocol` or the address itself says otherwise. Upper and lower case
    of the path differ. Links that a template makes count, since the wiki counts them.

    ```yaml
    for_each:
      external_links:
        to: "*.example.org"
        protocol: http
        namespace: 0
    ```
    """

    main: ClassVar = "to"

    to: Annotated[str, Word("an address"), Field(min_length=1, description="A host or an address.")]
    protocol: Annotated[
        tuple[Annotated[str, Word("a protocol")], ...],
        BeforeValidator(_as_tuple),
        Field(description="`http`, `https`, `ftp`, `mailto`, …; http and https if not said."),
    ] = ()
    namespace: NamespaceOption = (ALL,)
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise UsageError for what is no address, and for a namespace that cannot be."""
        self._asked()
        numbers(self.namespace, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        pattern, protocols = self._asked()
        return wiki.ExternalLinksTo(
            pattern=pattern,
            protocols=protocols,
            namespaces=numbers(self.namespace, reach.wiki.site),
            request_size=self.request_size,
        )

    def _asked(self) -> tuple[str, tuple[str, ...]]:
        """The pattern without protocol, and the protocols."""
        pattern = self.to.strip()
        named = tuple(dict.fromkeys(one.strip().rstrip(":/").lower() for one in self.protocol))
        if own := _PROTOCOL.match(pattern):
            pattern = pattern[own.end() :]
            scheme = own[0].rstrip(":/").lower()
            if scheme and named not in {(), (scheme,)}:
                raise UsageError(
                    f"{self.to!r} names the protocol {scheme}, `protocol` another one; leave one "
                    "of them out"
                )
            named = named or ((scheme,) if scheme else ())
        if all(map(is_web, named)):
            AddressPattern.of(pattern)
        return pattern.removesuffix("*"), named
