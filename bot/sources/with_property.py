"""The source `with_property`: pages that have a page property."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot import wiki
from bot.plugin import QuerySource, Reach, Word
from bot.sources.request_size import RequestSizeOption, enough
from bot.wiki import Order, Query


class WithProperty(QuerySource):
    """Pages that have a page property, by page id.

    Properties are what a page says about itself by magic words and extensions: `noindex`,
    `hiddencat`, `defaultsort`, `displaytitle`, `disambiguation`, `wikibase_item`, …;
    Special:PagesWithProp lists those of a wiki. Of a name that no page has nothing is found.

    ```yaml
    for_each:
      with_property: noindex
    ```
    """

    main: ClassVar = "name"

    name: Annotated[
        str, Word("a property"), Field(min_length=1, description="The property's own name.")
    ]
    order: Annotated[Order, Field(description="By page id.")] = "ascending"
    request_size: RequestSizeOption = "max"

    def query(self, reach: Reach) -> Query:  # noqa: ARG002 - which properties there are is not known
        """The question to the wiki."""
        return wiki.WithProperty(
            name=self.name,
            order=self.order,
            request_size=enough(self.request_size, self.limit),
        )
