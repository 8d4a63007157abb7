"""The source `all_pages`: a namespace from one title to another."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from bot import wiki
from bot.errors import UsageError
from bot.plugin import QuerySource, Reach, Word
from bot.site import Site
from bot.sources.namespaces import ALL
from bot.sources.request_size import RequestSizeOption, enough
from bot.sources.words import Words
from bot.wiki import LanguageLinks, Order, Query, Redirects


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

    The pages can be those of a length in bytes, those that are protected, or those with or without
    language links (links to the same page in other languages that stand in the text; those that
    come from Wikidata count where the wiki keeps them with the page).

    ```yaml
    for_each:
      all_pages:
        namespace: Template
        prefix: Infobox
        redirects: exclude
    ```

    ```yaml
    for_each:
      all_pages:
        redirects: exclude
        largest: 500
        protection: [edit, move]
        level: sysop
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
    smallest: Annotated[
        int | None, Field(ge=0, description="Only pages of so many bytes or more.")
    ] = None
    largest: Annotated[
        int | None, Field(ge=0, description="Only pages of so many bytes or fewer.")
    ] = None
    protection: Annotated[
        Words,
        Field(description="Only pages that are protected against one of these: edit, move, …"),
    ] = ()
    level: Annotated[
        Words,
        Field(description="Only pages protected so that one of these is needed: sysop, …"),
    ] = ()
    language_links: Annotated[
        LanguageLinks | None, Field(description="Only pages with language links, or without.")
    ] = None
    order: Annotated[Order, Field(description="By title.")] = "ascending"
    request_size: RequestSizeOption = "max"

    @model_validator(mode="after")
    def _make_sense(self) -> Self:
        if self.level and not self.protection:
            raise ValueError("`level` is about `protection`; say against what, such as edit")
        if self.smallest is not None and self.largest is not None and self.smallest > self.largest:
            raise ValueError("no page can be: `smallest` is above `largest`")
        return self

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
            smallest=self.smallest,
            largest=self.largest,
            protected=self.protection,
            levels=self.level,
            language_links=self.language_links,
            order=self.order,
            request_size=enough(
                self.request_size, None if self.largest is not None else self.limit
            ),
        )

    def _number(self, site: Site) -> int:
        number = site.namespace(self.namespace)
        if number < 0:
            raise UsageError(
                f"there are no pages in the namespace {site.namespaces[number].name} ({number}) "
                f"of {site.wiki}, or of any wiki"
            )
        return number
