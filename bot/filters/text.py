"""The filter `text`."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from bot.errors import BotError
from bot.filters.findings import in_line
from bot.options import Patterns, Texts
from bot.page import INFO, TEXT, Facets, Page
from bot.patterns import Case, Pattern, compile_pattern
from bot.plugin import Filter
from bot.site import Site
from bot.wiki.facts import Rendered


class Text(Filter):
    r"""Keep pages by their wikitext, or by the words that readers see.

    A bare value is looked for as it stands; a pattern is always spelled `matches`. Upper and lower
    case differ unless `case: ignore` says otherwise, `.` stops at the end of a line unless
    `dot_all`, and `^` is the beginning of the page unless `multiline`. (pywikibot's `-grep` always
    ignores case and always lets `.` cross lines.) The whole text counts, comments and nowiki
    included. Of several texts and patterns one is enough; `match: all` wants every one.

    With `rendered: true` the words count that readers see: those of templates, too, and no markup.
    Each paragraph, item, heading and cell is a line, and blanks of any kind are single spaces. Not
    among them are the marks of notes (`[1]`), tables of contents, and what is hidden. The words are
    those of the revision that is planned, whatever actions make of it. They cost a request for each
    page that all other filters keep.

    ```yaml
    where:
      - text: '{{stub}}'
      - text: {matches: '\bplanets?\b', case: ignore}
      - text:
          text: [Mars, Venus]
          match: all
          whole_word: true
      - text: {text: no sources yet, rendered: true}
    ```
    """

    main: ClassVar = "text"
    reads: ClassVar = frozenset({TEXT})

    text: Annotated[Texts, Field(description="Texts that the page has in it.")] = ()
    matches: Annotated[Patterns, Field(description="Patterns that are found in the page.")] = ()
    match: Annotated[
        Literal["any", "all"],
        Field(description="Is one of them enough, or do all have to be there?"),
    ] = "any"
    case: Annotated[Case, Field(description="Whether upper and lower case differ.")] = "sensitive"
    whole_word: Annotated[
        bool, Field(description="No letter, digit or underscore may stand on either side.")
    ] = False
    dot_all: Annotated[bool, Field(description="`.` in a pattern also matches line ends.")] = False
    multiline: Annotated[
        bool, Field(description="`^` and `$` in a pattern also match at every line.")
    ] = False

    rendered: Annotated[
        bool, Field(description="Look at the words that readers see; a request for each page.")
    ] = False

    @model_validator(mode="after")
    def _has_something(self) -> Self:
        if not (self.text or self.matches):
            raise ValueError("say what to look for: a bare text or `matches`")
        return self

    def needs(self, site: Site) -> Facets:  # noqa: ARG002 - the same on every wiki
        """The text; or its words, which are those of the revision that `Info` names."""
        return frozenset({INFO, Rendered()} if self.rendered else {TEXT})

    def keep(self, page: Page) -> bool:
        """Whether one of them, or each of them, is there; raises Runaway, BotError."""
        whole = self._whole(page)
        enough = any if self.match == "any" else all
        plain = self.case == "sensitive" and not self.whole_word
        found = (
            one in whole if plain else self._pattern(one, literal=True).search(whole) is not None
            for one in self.text
        )
        matched = (self._pattern(one).search(whole) is not None for one in self.matches)
        return enough(held for group in (found, matched) for held in group)

    def finding(self, page: Page) -> str:
        """The first place that each text or pattern is found at, as it stands there."""
        whole = self._whole(page)
        return " … ".join(
            in_line(found[0])
            for texts, literal in ((self.text, True), (self.matches, False))
            for one in texts
            if (found := self._pattern(one, literal=literal).search(whole))
        )

    def _whole(self, page: Page) -> str:
        if not self.rendered:
            return page.text
        words = page[Rendered()]
        if words is None:
            raise BotError("the wiki does not show what this revision looks like; leave it out")
        return words

    def _pattern(self, text: str, *, literal: bool = False) -> Pattern:
        return compile_pattern(
            text,
            case=self.case,
            dot_all=self.dot_all,
            whole_word=self.whole_word,
            multiline=self.multiline,
            literal=literal,
        )
