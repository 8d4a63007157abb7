"""The source `all_pages`: a namespace from one title to another."""

from typing import Annotated

from pydantic import Field

from bot import wiki
from bot.plugin import QuerySource, Reach, Word
from bot.site import Site
from bot.sources.request_size import RequestSizeOption, enough
from bot.wiki import Order, Query, Redirects


class AllPages(QuerySource):
    """All pages of one namespace, in the order of their titles.

    `from`, `to` and `prefix` are titles without the namespace; both ends are included, and need
    not exist.

    ```yaml
    for_each:
      all_pages:
        namespace: Template
        prefix: Infobox
        redirects: exclude
    ```
    """

    namespace: Annotated[
        str, Word("a namespace"), Field(description="One namespace: number, name or alias.")
    ] = "0"
    from_: Annotated[str, Field(description="The first title.")] = ""
    to: Annotated[str, Field(description="The last title.")] = ""
    prefix: Annotated[str, Field(description="Only titles that begin so.")] = ""
    redirects: Annotated[Redirects, Field(description="Whether to list redirects.")] = "include"
    order: Annotated[Order, Field(description="By title.")] = "ascending"
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise UsageError for a namespace that the wiki does not have."""
        site.namespace(self.namespace)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        return wiki.AllPages(
            namespace=reach.wiki.site.namespace(self.namespace),
            start=self.from_,
            end=self.to,
            prefix=self.prefix,
            redirects=self.redirects,
            order=self.order,
            request_size=enough(self.request_size, self.limit),
        )
