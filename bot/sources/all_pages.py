"""The source `all_pages`: a namespace from one title to another."""

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bot import wiki
from bot.errors import UsageError
from bot.plugin import QuerySource, Reach, Word
from bot.site import Site
from bot.sources.namespaces import ALL
from bot.sources.request_size import RequestSizeOption, enough
from bot.wiki import Order, Query, Redirects


def _one(namespace: str) -> str:
    if namespace.strip().casefold() == ALL:
        raise PydanticCustomError(
            "namespace",
            "it lists one namespace at a time; for several, make `for_each` a list with one "
            "`all_pages` for each",
        )
    return namespace


class AllPages(QuerySource):
    """All pages of one namespace, in the order of their titles.

    `from`, `to` and `prefix` are titles without the namespace; both ends are included, and need
    not exist. A wiki lists one namespace at a time (API:Allpages); for several, `for_each` takes a
    list of sources.

    ```yaml
    for_each:
      all_pages:
        namespace: Template
        prefix: Infobox
        redirects: exclude
    ```
    """

    namespace: Annotated[
        str,
        Word("a namespace"),
        AfterValidator(_one),
        Field(description="One namespace: number, name or alias."),
    ] = "0"
    from_: Annotated[str, Field(description="The first title.")] = ""
    to: Annotated[str, Field(description="The last title.")] = ""
    prefix: Annotated[str, Field(description="Only titles that begin so.")] = ""
    redirects: Annotated[Redirects, Field(description="Whether to list redirects.")] = "include"
    order: Annotated[Order, Field(description="By title.")] = "ascending"
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise UsageError for a namespace that the wiki does not have, or has no pages in."""
        self._number(site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        return wiki.AllPages(
            namespace=self._number(reach.wiki.site),
            start=self.from_,
            end=self.to,
            prefix=self.prefix,
            redirects=self.redirects,
            order=self.order,
            request_size=enough(self.request_size, self.limit),
        )

    def _number(self, site: Site) -> int:
        number = site.namespace(self.namespace)
        if number < 0:
            raise UsageError(
                f"there are no pages in the namespace {site.namespaces[number].name} ({number}) "
                f"of {site.wiki}, or of any wiki"
            )
        return number
