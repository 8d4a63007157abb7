"""The filter `title`."""

import re
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from bot.errors import InvalidTitle
from bot.options import Patterns, Texts
from bot.page import NOTHING, Page
from bot.patterns import Case, compile_pattern
from bot.plugin import Filter, Narrowed
from bot.site import Site
from bot.wiki import AllPages, Query
from bot.wiki.narrowing import by_prefix

# What a title has to begin with: plain letters behind `^`, the last one only if nothing follows
# that is about it. Alternatives and groups with marks may make it mean something else.
_BEGINNING = re.compile(r"\^([\w][\w ,:'-]*)(?![*+?{])")
_UNSURE = re.compile(r"\||\(\?")


class Title(Filter):
    """Keep pages by their titles.

    A bare value names a page as a link would: `mars`, `Mars` and `Mars_` are one page where titles
    begin with a capital. `contains` and `matches` look at the whole title, its prefix included
    (`Talk:Mars`), and mind the case unless told otherwise. One of all that is given is enough.

    ```yaml
    where:
      - title: [Mars, Talk:Mars]
      - title: {matches: '^List of', case: ignore}
    ```
    """

    main: ClassVar = "title"
    reads: ClassVar = NOTHING

    title: Annotated[Texts, Field(description="The page is one of these.")] = ()
    contains: Annotated[Texts, Field(description="The title has one of these in it.")] = ()
    matches: Annotated[
        Patterns, Field(description="One of these patterns is found in the title.")
    ] = ()
    case: Annotated[
        Case, Field(description="Whether `contains` and `matches` mind upper and lower case.")
    ] = "sensitive"

    @model_validator(mode="after")
    def _has_something(self) -> Self:
        if not (self.title or self.contains or self.matches):
            raise ValueError("say which titles: a bare title, `contains` or `matches`")
        return self

    def fits(self, site: Site) -> None:
        """Raise InvalidTitle for a title that no page can have."""
        for title in self.title:
            site.title(title)

    def keep(self, page: Page) -> bool:
        """Whether the title is one of them, or has or matches one of them."""
        if any(page.site.title(title) == page.title for title in self.title):
            return True
        return any(
            compile_pattern(one, case=self.case, literal=literal).search(page.title.text)
            for texts, literal in ((self.contains, True), (self.matches, False))
            for one in texts
        )

    def narrowed(self, query: Query, site: Site) -> Narrowed | None:
        """The question about titles that begin as a pattern says, if there is just this one."""
        one = self.matches[0] if len(self.matches) == 1 else ""
        begins = _BEGINNING.match(one)
        if not begins or self.title or self.contains or self.case == "ignore":
            return None
        if _UNSURE.search(one) or not isinstance(query, AllPages):
            return None
        home = site.namespaces[query.namespace].name
        asked = _prefix(begins[1], f"{home}:" if home else "", query.namespace, site)
        found = by_prefix(query, asked) if asked else None
        return Narrowed(found, whole=False) if found else None

    def finding(self, page: Page) -> str:
        """The title."""
        return page.title.text


def _prefix(begins: str, home: str, namespace: int, site: Site) -> str:
    """The beginning of a name in this namespace, or nothing where no title begins quite so."""
    if not begins.startswith(home):
        return ""
    try:
        title = site.title(begins)
    except InvalidTitle:
        return ""
    same = title.text == begins.rstrip() and title.namespace == namespace
    return begins.removeprefix(home) if same else ""
