"""The source `links_on`: the pages that a page links to. Asks; never reads a text."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot import wiki
from bot.plugin import QuerySource, Reach
from bot.site import Site
from bot.sources.namespaces import ALL, NamespaceOption, numbers
from bot.sources.page_names import PageNames, page_titles
from bot.sources.request_size import RequestSizeOption
from bot.wiki import LinkColour, Query


class LinksOn(QuerySource):
    """The pages that a page links to, or several pages do, each once.

    Links that a template brings count, since the wiki counts them. `which: red` are links to
    pages that do not exist, `which: blue` links to those that do; a file of a shared repository
    and a message of the software are blue without having a page here. `via` names the pages that
    the link stands on; `namespace` is about the pages that are linked to.

    ```yaml
    for_each:
      links_on:
        page: [List of planets, List of metals]
        which: red
        namespace: 0
    ```
    """

    main: ClassVar = "page"

    page: Annotated[PageNames, Field(description="The page with the links, or several.")]
    which: Annotated[
        LinkColour, Field(description="All links, or those to missing or to existing pages.")
    ] = "all"
    namespace: NamespaceOption = (ALL,)
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle for a page or namespace that the wiki cannot have."""
        page_titles(self.page, site)
        numbers(self.namespace, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        site = reach.wiki.site
        return wiki.LinksOn(
            pages=page_titles(self.page, site),
            which=self.which,
            namespaces=numbers(self.namespace, site),
            request_size=self.request_size,
        )
