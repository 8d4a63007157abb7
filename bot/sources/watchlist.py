"""The source `watchlist`: pages that our account watches."""

from typing import Annotated

from pydantic import Field

from bot import wiki
from bot.plugin import QuerySource, Reach
from bot.site import Site
from bot.sources.namespaces import ALL, NamespaceOption, numbers
from bot.sources.request_size import RequestSizeOption, enough
from bot.wiki import Query


class Watchlist(QuerySource):
    """The pages on the account's own watchlist, by namespace and title.

    Who watches a page watches its talk page, too: name the `namespace` to have one of them. Pages
    that do not exist may be watched. A bot password needs the grant "view your watchlist".

    ```yaml
    for_each:
      watchlist:
        namespace: 0
        changed: true
    ```
    """

    namespace: NamespaceOption = (ALL,)
    changed: Annotated[
        bool, Field(description="Only pages that changed since the account last looked at them.")
    ] = False
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise UsageError for a namespace that the wiki does not have."""
        numbers(self.namespace, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        return wiki.Watchlist(
            namespaces=numbers(self.namespace, reach.wiki.site),
            changed=self.changed,
            request_size=enough(self.request_size, self.limit),
        )
