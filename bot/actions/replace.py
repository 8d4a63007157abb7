"""The action `replace`."""

from bisect import bisect_left
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from bot.errors import Runaway
from bot.page import Page
from bot.patterns import (
    Case,
    Expanded,
    Match,
    Pattern,
    PatternText,
    Replacement,
    compile_pattern,
    compile_replacement,
)
from bot.plugin import Action
from bot.site import Site
from bot.wikitext.regions import verbatim_spans

Protected = Literal[
    "comment", "nowiki", "pre", "math", "chem", "ce", "syntaxhighlight", "source", "score",
    "timeline", "hiero", "graph", "templatedata", "templatestyles", "mapframe", "maplink",
    "inputbox", "categorytree",
]  # fmt: skip
_ROUNDS = 20  # a replacement that has not come to rest by then would grow or swing for ever


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


class Replace(Action):
    r"""Replace a text, or what matches a pattern.

    `find` is looked for as it stands, `matches` is a pattern whose groups `with` may take up as
    `\1` or `\g<name>`. Upper and lower case differ unless `case: ignore` says otherwise. What
    stands in comments, nowiki, pre, math, syntaxhighlight and the like is left alone unless
    `inside` names them; a match that reaches into such a region is left alone whole.

    The action is repeated until it finds nothing more to do, so that a second run of the task
    changes nothing: two spaces for one make one of four. A match that already stands within its
    own replacement is left: `cat` to `cats` leaves `cats` alone. A page on which that never comes
    to an end (a swap of two words, say) is reported and left as it is.

    ```yaml
    do:
      - replace: {find: colour, with: color, whole_word: true}
      - replace:
          matches: '(\d+) ?km\b'
          with: '\1&nbsp;km'
          inside: [comment]
    ```
    """

    main: ClassVar = None

    find: Annotated[
        tuple[Annotated[str, Field(min_length=1)], ...],
        BeforeValidator(_as_tuple),
        Field(description="The text to replace, or a list of them."),
    ] = ()
    matches: Annotated[
        PatternText | None, Field(description="The pattern whose matches are replaced.")
    ] = None
    with_: Annotated[
        str,
        Expanded(of="matches"),
        Field(description="What stands there afterwards; may be empty."),
    ]
    case: Annotated[Case, Field(description="Whether upper and lower case differ.")] = "sensitive"
    whole_word: Annotated[
        bool, Field(description="No letter, digit or underscore may stand on either side.")
    ] = False
    dot_all: Annotated[bool, Field(description="`.` in a pattern also matches line ends.")] = False
    multiline: Annotated[
        bool, Field(description="`^` and `$` in a pattern also match at every line.")
    ] = False
    inside: Annotated[
        tuple[Protected, ...],
        BeforeValidator(_as_tuple),
        Field(description="Also replace within these, which are left alone otherwise."),
    ] = ()

    @model_validator(mode="after")
    def _one_thing_to_find(self) -> Self:
        if bool(self.find) == (self.matches is not None):
            raise ValueError("say what to replace: either `find` or `matches`")
        for pattern, replacement in self._steps():
            if self.matches is None and pattern.text == replacement.text:
                raise ValueError(f"`with` is the same as `find`: {pattern.text!r}")
        return self

    def rewrite(self, page: Page) -> str:
        """The text with everything replaced; raises Runaway."""
        text = page.text
        for _ in range(_ROUNDS):
            after = text
            for pattern, replacement in self._steps():
                after = self._replaced(after, pattern, replacement, page.site)
            if after == text:
                return text
            text = after
        found = self.matches or ", ".join(self.find)
        raise Runaway(
            f"replacing {found!r} by {self.with_!r} does not come to an end on this page: "
            "each time it finds more in what it wrote; write a pattern that its result lacks"
        )

    def _steps(self) -> list[tuple[Pattern, Replacement]]:
        if self.matches is not None:
            pattern = self._pattern(self.matches, literal=False)
            return [(pattern, compile_replacement(self.with_, pattern))]
        plain = Replacement(self.with_, (self.with_,))
        return [(self._pattern(text, literal=True), plain) for text in self.find]

    def _pattern(self, text: str, *, literal: bool) -> Pattern:
        return compile_pattern(
            text,
            case=self.case,
            dot_all=self.dot_all,
            whole_word=self.whole_word,
            multiline=self.multiline,
            literal=literal,
        )

    def _replaced(self, text: str, pattern: Pattern, replacement: Replacement, site: Site) -> str:
        if pattern.search(text) is None:
            return text
        regions = verbatim_spans(text, site, frozenset(self.inside))
        starts = [region.start for region in regions]
        pieces, position = [], 0
        for match in pattern.find_all(text):
            start, end = match.span()
            before = bisect_left(starts, end) - 1
            if before >= 0 and regions[before].end > start:
                continue
            new = replacement.expand(match)
            if new == match[0] or self._stands(text, match, new):
                continue
            pieces += [text[position:start], new]
            position = end
        return "".join(pieces) + text[position:]

    def _stands(self, text: str, match: Match, new: str) -> bool:
        """Whether the match is part of a stretch of the text that already reads as `new`."""
        same = str.casefold if self.case == "ignore" else str
        found, wanted = same(match[0]), same(new)
        if found not in wanted:
            return False
        length = len(match[0])
        return any(
            same(new[offset : offset + length]) == found
            and same(text[match.start() - offset :][: len(new)]) == wanted
            for offset in range(min(len(new) - length, match.start()) + 1)
        )
