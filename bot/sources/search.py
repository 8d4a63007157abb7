"""The source `search`: pages that the wiki's own search finds."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from bot import wiki
from bot.plugin import QuerySource, Reach, Word
from bot.site import Site
from bot.sources.namespaces import ALL, NamespaceOption, numbers
from bot.sources.request_size import RequestSizeOption, enough
from bot.wiki import Query, SearchedIn


class Search(QuerySource):
    r"""Pages that the wiki's own search finds, best matches first.

    The query is handed on as it is: on Wikimedia's wikis with all of CirrusSearch's words
    (`insource:`, `intitle:`, `hastemplate:`, `incategory:`, `-`, …). Those wikis give the first
    10,000 pages of what they found; where there were more, that is said. A search index lags
    behind by minutes, and finds by its own rules: what must be exact belongs into `where:`, too.

    ```yaml
    for_each:
      search: 'insource:/\bteh\b/ -insource:"Teh Tarik"'
    where:
      - text: {matches: '\bteh\b'}
    ```
    """

    main: ClassVar = "query_"

    query_: Annotated[str, Field(min_length=1, description="What to search for.")]
    what: Annotated[
        SearchedIn,
        Field(
            description="In texts, in titles (not on every wiki), or the one page that the search "
            "box would go to."
        ),
    ] = "text"
    sort: Annotated[
        str,
        Word("a way to sort"),
        Field(description="One of the wiki's ways to sort, such as last_edit_desc; else the best."),
    ] = ""
    namespace: NamespaceOption = (ALL,)
    request_size: RequestSizeOption = "max"

    @model_validator(mode="after")
    def _make_sense(self) -> Self:
        if self.what == "nearmatch" and self.sort:
            raise ValueError("`what: nearmatch` finds one page, so there is nothing to `sort`")
        return self

    def fits(self, site: Site) -> None:
        """Raise UsageError for a namespace that the wiki does not have."""
        numbers(self.namespace, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        return wiki.Search(
            text=self.query_,
            what=self.what,
            sort=self.sort,
            namespaces=numbers(self.namespace, reach.wiki.site),
            request_size=enough(self.request_size, self.limit),
        )
