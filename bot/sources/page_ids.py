"""The source `page_ids`: pages named by their numbers."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from bot import wiki
from bot.plugin import QuerySource, Reach
from bot.sources.words import as_tuple
from bot.wiki import Query


class PageIds(QuerySource):
    """The pages with these numbers, in their order, each once.

    A page keeps its number when it is moved. A number that no page has (or has any more) is told
    as `Special:Redirect/page/NUMBER`, which is where a wiki itself leads to a page by its number,
    and in a plan it is a page that does not exist.

    ```yaml
    for_each:
      page_ids: [15580374, 736]
    ```
    """

    main: ClassVar = "ids"

    ids: Annotated[
        tuple[Annotated[int, Field(ge=1, lt=2**53)], ...],
        BeforeValidator(as_tuple),
        Field(min_length=1, description="The numbers."),
    ]

    def query(self, reach: Reach) -> Query:  # noqa: ARG002 - a number is the same on every wiki
        """The question to the wiki."""
        return wiki.PageIds(ids=self.ids)
