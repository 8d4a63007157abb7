"""The source `prefix`: pages whose titles begin alike."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from bot import wiki
from bot.errors import InvalidTitle, UsageError
from bot.plugin import QuerySource, Reach, Word
from bot.site import Site
from bot.sources.request_size import RequestSizeOption, enough
from bot.wiki import Query, Redirects


class Prefix(QuerySource):
    """Pages whose titles begin with a text, in the order of their titles.

    The text is one with its namespace: `User:SweepBot/`, `Template:Infobox `. A blank at its end
    counts. `fuzzy` asks the wiki's search box instead: best matches first, spelling mistakes
    forgiven and redirects replaced as the wiki sees fit, and on most wikis only the first few
    thousand.

    ```yaml
    for_each:
      prefix: User:SweepBot/
    ```
    """

    main: ClassVar = "prefix"

    prefix: Annotated[
        str, Field(min_length=1, description="The beginning of a title, with its namespace.")
    ]
    namespace: Annotated[
        str | None,
        Word("a namespace"),
        Field(description="Of a prefix that names none; else the main one."),
    ] = None
    redirects: Annotated[
        Redirects | None, Field(description="Whether to list redirects; include if not said.")
    ] = None
    fuzzy: Annotated[bool, Field(description="What the wiki's search box would offer.")] = False
    request_size: RequestSizeOption = "max"

    @model_validator(mode="after")
    def _make_sense(self) -> Self:
        if self.fuzzy and self.redirects:
            raise ValueError(
                "with `fuzzy` the wiki decides about `redirects`; filter by `redirect` instead"
            )
        return self

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle for the beginning of no title."""
        self._parts(site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        namespace, name = self._parts(reach.wiki.site)
        size = enough(self.request_size, self.limit)
        if self.fuzzy:
            return wiki.PrefixSearch(text=name, namespaces=(namespace,), request_size=size)
        return wiki.AllPages(
            namespace=namespace,
            prefix=name,
            redirects=self.redirects or "include",
            request_size=size,
        )

    def _parts(self, site: Site) -> tuple[int, str]:
        """The namespace, and the beginning of a name in it as it was written."""
        namespace = 0 if self.namespace is None else site.namespace(self.namespace)
        first, colon, rest = self.prefix.lstrip(" _:").partition(":")
        number = site.namespace_id(first) if colon else None
        name = self.prefix.lstrip(" _:")
        if number is not None:
            namespace, name = number, rest.lstrip(" _")
        if namespace < 0:
            raise UsageError(f"there are no pages in the namespace of {self.prefix!r}")
        target = site.link(f"{name}x", namespace)  # raises for letters that no title has
        if target.title is None or target.fragment:
            raise InvalidTitle(f"{self.prefix!r} is not the beginning of a title on {site.wiki}")
        return namespace, name
