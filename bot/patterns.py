r"""Regular expressions that end: each match is bounded in time. The one door to `regex`'s matching.

A pattern reads as Python's do, with what the `regex` library adds (`\p{Lu}`, atomic groups, sets
like `[[:alpha:]]`) but for its recursion. A pattern that a person wrote is checked before any page
is read.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import cycle
from typing import Annotated, Literal

import regex
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from bot.errors import Runaway, UsageError

# One look at a 56 kB article takes well under a millisecond; a pattern that needs two seconds on
# a page would need hours on a wiki, and is nearly always one that never ends.
SECONDS_A_PAGE = 2.0

Case = Literal["sensitive", "ignore"]
Match = regex.Match[str]

_WIKITEXT = re.compile(r"\\.|(\[\[(?!:\^?[A-Za-z]+:\])|\{\{)", re.DOTALL)
_TEMPLATE = re.compile(
    r"\\(?:(?P<number>[0-9]{1,2})|g<(?P<name>[^<>]*)>|(?P<mark>[nt\\$]))"
    r"|(?P<dollar>\$(?:[0-9&]|\{\w+\}))|(?P<wrong>\\.?)",
    re.DOTALL,
)
# Calls of a group or of the whole pattern: their stack can fill the memory before any time is up.
_RECURSION = re.compile(r"\\.|(\(\?\s*(?:R|[+-]?[0-9]|&|P\s*>)[^()]*\)?)", re.DOTALL)
# Signs whose last character a combining mark behind them must not change: `\w`, `(?=`, `(?<name>`
_SYNTAX = re.compile(r"(\\.|\(\?(?:P?<\w+>|<?[=!]|>))", re.DOTALL)
_POSITION = re.compile(r" at position (\d+)(?: \(.*\))?$")
_MARKS = {"n": "\n", "t": "\t", "\\": "\\", "$": "$"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; each call may take `seconds`, then it raises Runaway.

    Every match contains `literal`: a text that lacks it need not be searched.
    """

    text: str
    compiled: regex.Pattern[str]
    seconds: float = SECONDS_A_PAGE
    literal: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its named groups, in their order."""
        index: Mapping[str, int] = self.compiled.groupindex
        return tuple(sorted(index, key=index.__getitem__))

    def search(self, text: str) -> Match | None:
        """The first match, or None."""
        if self.literal not in text:
            return None
        try:
            return self.compiled.search(text, timeout=self.seconds)
        except (TimeoutError, MemoryError) as error:
            raise self._runaway(text, error) from None

    def find_all(self, text: str) -> list[Match]:
        """All matches from left to right, none overlapping; the bound is for all together."""
        if self.literal not in text:
            return []
        try:
            return list(self.compiled.finditer(text, timeout=self.seconds))
        except (TimeoutError, MemoryError) as error:
            raise self._runaway(text, error) from None

    def _runaway(self, text: str, error: Exception) -> Runaway:
        no_memory = isinstance(error, MemoryError)
        why = "for want of memory" if no_memory else f"after {self.seconds:g} seconds"
        return Runaway(
            f"the pattern {self.text!r} was ended {why} on a text of "
            f"{len(text)} characters; nested repetitions like (a+)+ are the usual reason"
        )


@lru_cache(maxsize=512)
def compile_pattern(
    text: str,
    *,
    case: Case = "sensitive",
    dot_all: bool = False,
    whole_word: bool = False,
    multiline: bool = False,
    literal: bool = False,
    seconds: float = SECONDS_A_PAGE,
) -> Pattern:
    """A pattern, or with `literal` a text to be found as it stands.

    `dot_all` lets `.` match line ends, `multiline` lets `^` and `$` match at each of them;
    `whole_word` wants no letter, digit or underscore on either side. Raises UsageError that says
    what is wrong and at which character.
    """
    if not text:
        raise UsageError("the pattern is empty; it would match everywhere")
    flags = regex.VERSION0
    flags |= regex.IGNORECASE if case == "ignore" else 0
    flags |= regex.DOTALL if dot_all else 0
    flags |= regex.MULTILINE if multiline else 0
    source = regex.escape(text, special_only=True, literal_spaces=True) if literal else text
    if not literal:
        _refuse_wikitext(text)
        _refuse_recursion(text)
    compiled = _compiled(text, source, flags)
    if whole_word:
        compiled = _compiled(text, rf"(?<!\w)(?:{source})(?!\w)", flags)
    return Pattern(text, compiled, seconds, text if literal and case == "sensitive" else "")


@dataclass(frozen=True, slots=True)
class Replacement:
    r"""What stands in for a match: text with `\1`, `\g<name>`, `\n`, `\t`, `\\` and `\$`."""

    text: str
    parts: tuple[str | int, ...] = field(repr=False)

    def expand(self, match: Match) -> str:
        """The text for this match; a group that took no part is empty."""
        return "".join(
            part if isinstance(part, str) else match.group(part) or "" for part in self.parts
        )


def compile_replacement(text: str, pattern: Pattern) -> Replacement:
    """A replacement for the matches of `pattern`; raises UsageError for a group it lacks."""
    return Replacement(text, tuple(_parts(text, pattern)))


def _parts(text: str, pattern: Pattern) -> Iterator[str | int]:
    position = 0
    for found in _TEMPLATE.finditer(text):
        yield text[position : found.start()]
        position = found.end()
        where = f"at character {found.start() + 1} of the replacement {text!r}"
        if found["mark"]:
            yield _MARKS[found["mark"]]
        elif found["dollar"]:
            group = found[0].strip("${}").replace("&", "0")
            escape = rf"\g<{group}>"
            raise UsageError(
                rf"{found[0]} {where} is not how a group is written: use {escape}, "
                rf"or \{found[0]} for the text itself"
            )
        elif found["wrong"]:
            raise UsageError(
                rf"{found[0]} {where} means nothing; \\ is a backslash, \1 or \g<name> a group"
            )
        else:
            yield _group(found["number"] or found["name"], where, pattern)
    yield text[position:]


def _group(name: str, where: str, pattern: Pattern) -> int:
    index: Mapping[str, int] = pattern.compiled.groupindex
    number = int(name) if name.isdecimal() else index.get(name, -1)
    if not 0 <= number <= pattern.compiled.groups:
        named = f", named {', '.join(pattern.names)}" if pattern.names else ""
        raise UsageError(
            f"there is no group {name!r} {where}: "
            f"the pattern {pattern.text!r} has {pattern.compiled.groups}{named}"
        )
    return number


def _refuse_wikitext(text: str) -> None:
    for found in _WIKITEXT.finditer(text):
        if found[1]:
            wanted = "".join("\\" + mark for mark in found[1])
            raise UsageError(
                f"{found[1]} at character {found.start() + 1} of the pattern {text!r} "
                f"means something else in a pattern; write {wanted} for the brackets themselves"
            )


def _refuse_recursion(text: str) -> None:
    for found in _RECURSION.finditer(text):
        if found[1]:
            raise UsageError(
                f"{found[1]} at character {found.start() + 1} of the pattern {text!r} calls the "
                r"pattern anew, which can use up all memory; write \(\? for the signs themselves"
            )


def _compiled(text: str, source: str, flags: int) -> regex.Pattern[str]:
    try:
        return regex.compile(source, flags)
    except regex.error as error:
        what = _POSITION.sub(
            lambda at: f" at character {min(int(at[1]), len(text)) + 1}", str(error)
        )
        raise UsageError(f"{text!r} is not a pattern: {what}") from error
    except (RecursionError, OverflowError, MemoryError) as error:
        raise UsageError(f"{text[:60]!r} is not a pattern: it is nested too deeply") from error


def _checked(text: str) -> str:
    try:
        compile_pattern(text)
    except UsageError as error:
        raise PydanticCustomError("pattern", "{problem}", {"problem": str(error)}) from error
    return text


def composed_pattern(text: str) -> str:
    r"""The pattern in Unicode's form C, in which a wiki keeps all texts.

    A mark that follows an escape stays by itself: `\w` and U+0301 mean any letter with an accent.
    """
    parts = _SYNTAX.split(text)
    return "".join(
        part if syntax else unicodedata.normalize("NFC", part)
        for part, syntax in zip(parts, cycle((False, True)), strict=False)
    )


@dataclass(frozen=True, slots=True)
class Regular:
    """Marks an option that is a pattern; its form C is `composed_pattern`."""


@dataclass(frozen=True, slots=True)
class Expanded:
    r"""Marks an option that is a `Replacement`, `\1` and all, where the pattern `of` is given."""

    of: str


def literal_replacement(text: str) -> str:
    """The replacement that gives this very text, whatever backslashes and dollars it has."""
    return text.replace("\\", r"\\").replace("$", r"\$")


PatternText = Annotated[str, Regular(), AfterValidator(_checked)]
"""For a plugin's field `matches: PatternText | None`: a bad pattern is told when the task loads."""
