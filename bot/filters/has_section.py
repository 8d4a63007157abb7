"""The filter `has_section`."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from bot.filters.findings import listed
from bot.filters.wording import fits_any
from bot.options import Patterns, Texts
from bot.page import TEXT, Page
from bot.patterns import Case
from bot.plugin import Filter
from bot.wikitext.headings import Heading, find_headings


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str | int) else value


class HasSection(Filter):
    """Keep pages with a section of this heading; without options, with any.

    A bare heading is compared as a whole, as it is written between its signs of equality, blanks
    at its ends apart; comments in it do not count, bold and links do. `level` counts those signs:
    `2` is `== Heading ==`. Headings that a template brings are not known.

    ```yaml
    where:
      - has_section: [References, Notes]
      - not: {has_section: {matches: '^See also', case: ignore, level: 2}}
    ```
    """

    main: ClassVar = "heading"
    reads: ClassVar = frozenset({TEXT})

    heading: Annotated[Texts, Field(description="Headings; any of them.")] = ()
    matches: Annotated[Patterns, Field(description="A pattern is found in the heading.")] = ()
    case: Annotated[Case, Field(description="Whether upper and lower case differ.")] = "sensitive"
    level: Annotated[
        tuple[Annotated[int, Field(ge=1, le=6)], ...],
        BeforeValidator(_as_tuple),
        Field(description="Levels from 1 to 6; any of them, all if not said."),
    ] = ()

    def keep(self, page: Page) -> bool:
        """Whether there is such a section; raises Runaway."""
        return any(map(self._is_meant, find_headings(page.text, page.site)))

    def finding(self, page: Page) -> str:
        """The headings, with their signs."""
        found = filter(self._is_meant, find_headings(page.text, page.site))
        return listed(f"{'=' * one.level} {one.words} {'=' * one.level}" for one in found)

    def _is_meant(self, one: Heading) -> bool:
        if self.level and one.level not in self.level:
            return False
        if not (self.heading or self.matches):
            return True
        return fits_any(one.words, [text.strip() for text in self.heading], self.matches, self.case)
