"""The condition `keeps`."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from bot.page import Page
from bot.plugin import Condition
from bot.wikitext.headings import find_headings
from bot.wikitext.links import Link, find_links
from bot.wikitext.references import external_addresses, reference_names
from bot.wikitext.templates import find_transclusions

Kept = Literal[
    "categories",
    "external_links",
    "files",
    "headings",
    "interwikis",
    "language_links",
    "links",
    "references",
    "templates",
]
_Things = Iterable[object]


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _links(page: Page, text: str) -> list[Link]:
    return find_links(text, page.site, page.title, whole=True)


def _titles(*kinds: str) -> Callable[[Page, str], _Things]:
    def titles(page: Page, text: str) -> _Things:
        return [
            one.target.title
            for one in _links(page, text)
            if one.kind in kinds and one.target.title is not None
        ]

    return titles


def _elsewhere(page: Page, text: str, *, language: bool) -> _Things:
    return [
        text[slice(*one.target_span)].strip()
        for one in _links(page, text)
        if one.target.interwiki
        and (one.target.interwiki in page.site.languages and not one.target.colon) is language
    ]


_THINGS: Mapping[str, Callable[[Page, str], _Things]] = {
    "categories": _titles("category"),
    "external_links": lambda page, text: external_addresses(text, page.site),
    "files": _titles("file", "gallery"),
    "headings": lambda page, text: (
        (one.level, one.words) for one in find_headings(text, page.site)
    ),
    "interwikis": lambda page, text: _elsewhere(page, text, language=False),
    "language_links": lambda page, text: _elsewhere(page, text, language=True),
    "links": _titles("link", "option"),
    "references": lambda page, text: reference_names(text, page.site),
    "templates": lambda page, text: (
        one.title for one in find_transclusions(text, page.site, page.title, whole=True)
    ),
}


class Keeps(Condition):
    """The edit takes none of these things from the page; moving and adding are free.

    Of each thing there must be at least as many afterwards: categories, files, links and
    templates by title, however they are spelled; headings by level and words; external links by
    address; interwikis and language links as written. References are counted by name, so the text
    of one may change, but none may go.

    ```yaml
    require:
      - keeps: [categories, references]
    ```
    """

    main: ClassVar = "things"

    things: Annotated[
        tuple[Kept, ...],
        BeforeValidator(_as_tuple),
        Field(min_length=1, description="What has to stay."),
    ]

    def holds(self, page: Page, after: str) -> bool:
        """Whether nothing of all that is gone."""
        return not any(
            Counter(_THINGS[thing](page, page.text)) - Counter(_THINGS[thing](page, after))
            for thing in self.things
        )
