"""The parameters that a page gives to its templates, as written. Reads; never changes a text.

As Parser::braceSubstitution makes them of the parts that the preprocessor finds: the first `=`
that stands in nothing else parts name and value, both without blanks around them; parts without
one are numbered and keep theirs; of several with one name the last counts.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bot.site import Site
from bot.titles import Title
from bot.wikitext.live import MARKER, Live
from bot.wikitext.templates import Braces, transclusions_in_live

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BLANKS = " \t\n\r\0\x0b"  # what PHP's trim takes


class Call(NamedTuple):
    """A template with what it is given; `arguments` have names, or their numbers as text."""

    title: Title
    arguments: Mapping[str, str]


def find_calls(text: str, site: Site, page: Title, titles: frozenset[Title]) -> list[Call]:
    """The uses of these templates in `text` as the wikitext of `page`, inner ones first."""
    return [
        Call(found.title, dict(_arguments(text, live, piece)))
        for found, live, piece in transclusions_in_live(text, site, page)
        if found.title in titles
    ]


def _arguments(text: str, live: Live, piece: Braces) -> Iterator[tuple[str, str]]:
    number = 0
    ends = (*piece.pipes[1:], piece.end - 2)
    for pipe, end in zip(piece.pipes, ends, strict=False):
        start = pipe + 1
        equals = _equals(live.text, start, end, piece)
        if equals < 0:
            number += 1
            yield str(number), _source(text, live, start, end)
        else:
            name = _source(text, live, start, equals).strip(_BLANKS)
            yield name, _source(text, live, equals + 1, end).strip(_BLANKS)


def _equals(text: str, start: int, end: int, piece: Braces) -> int:
    """Where the part's own `=` is, or -1."""
    position = text.find("=", start, end)
    while position >= 0:
        past = next((stop for first, stop in piece.inner if first <= position < stop), 0)
        if not past:
            return position
        position = text.find("=", past, end)
    return position


def _source(text: str, live: Live, start: int, end: int) -> str:
    """A stretch of the live text, with what the marks in it stand for."""
    shown = live.text[start:end]
    if MARKER not in shown:
        return shown
    return _COMMENT.sub("", text[live.start(start) : live.end(end)])
