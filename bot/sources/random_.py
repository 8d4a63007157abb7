"""The source `random`: pages drawn by lot."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot import wiki
from bot.plugin import QuerySource, Reach
from bot.site import Site
from bot.sources.namespaces import NamespaceOption, numbers
from bot.sources.request_size import RequestSizeOption
from bot.wiki import Query, Redirects


class Random(QuerySource):
    """So many pages drawn by lot, each once; for trying a task.

    A wiki draws one page by lot, and the others are those behind it in an order that is random
    itself and stays the same: two draws from a small wiki have pages in common. An offline wiki
    draws each page by itself, and with a `seed` the same ones again. To draw from other pages than
    a namespace's see `sample`.

    ```yaml
    for_each:
      random: 50
    ```

    ```yaml
    for_each:
      random:
        count: 20
        namespace: Template
        redirects: include
    ```
    """

    main: ClassVar = "count"

    count: Annotated[int, Field(ge=1, description="How many.")]
    namespace: NamespaceOption = ("0",)
    redirects: Annotated[Redirects, Field(description="Whether to draw redirects.")] = "exclude"
    seed: Annotated[
        int | None, Field(description="For an offline wiki: the same number draws the same pages.")
    ] = None
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise UsageError for a namespace that the wiki does not have."""
        numbers(self.namespace, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        return wiki.RandomPages(
            count=self.count,
            namespaces=numbers(self.namespace, reach.wiki.site),
            redirects=self.redirects,
            seed=self.seed,
            request_size=self.request_size,
        )
