"""The source `redirects_to`: the redirects to a page. Asks; never reads a text."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot import wiki
from bot.plugin import QuerySource, Reach
from bot.site import Site
from bot.sources.namespaces import ALL, NamespaceOption, numbers
from bot.sources.page_names import PageNames, page_titles
from bot.sources.request_size import RequestSizeOption
from bot.wiki import Query


class RedirectsTo(QuerySource):
    """The redirects to a page, by the wiki's table of redirects.

    A page that redirects elsewhere and merely mentions the page is none; a redirect to one of its
    sections is one. `double: true` adds the redirects to these redirects, however long the chain,
    each with the redirect between in `via`; a chain that loops is walked once. Of several pages
    the redirects to any come; the pages named are not among them. `namespace` is about the
    redirects that are listed, not about those between.

    ```yaml
    for_each:
      redirects_to:
        to: Mercury
        double: true
    ```
    """

    main: ClassVar = "to"

    to: Annotated[PageNames, Field(description="The page that they lead to, or several.")]
    double: Annotated[bool, Field(description="Also redirects to these redirects.")] = False
    namespace: NamespaceOption = (ALL,)
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle for a page or namespace that the wiki cannot have."""
        page_titles(self.to, site)
        numbers(self.namespace, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        site = reach.wiki.site
        return wiki.RedirectsTo(
            to=page_titles(self.to, site),
            double=self.double,
            namespaces=numbers(self.namespace, site),
            request_size=self.request_size,
        )
