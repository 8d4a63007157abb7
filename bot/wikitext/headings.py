"""The headings of a text as MediaWiki reads them: level, words, place."""

import re
from typing import NamedTuple

from bot.site import Site
from bot.wikitext.live import live_texts

# Parser::handleHeadings, longest row of signs first; the words keep their blanks inside.
_HEADING = re.compile(r"^(={1,6})[ \t]*(.+?)[ \t]*\1[ \t]*$", re.MULTILINE)


class Heading(NamedTuple):
    """`== Words ==`: its level from 1 to 6, its words as written, where its line stands."""

    level: int
    words: str
    start: int
    end: int


def find_headings(text: str, site: Site) -> list[Heading]:
    """The headings of the page itself, in order; comments in them are left out."""
    if "=" not in text:
        return []
    live = next(live_texts(text, site, whole=True))
    return [
        Heading(len(one[1]), one[2].strip(), live.start(one.start()), live.end(max(one.end(), 1)))
        for one in _HEADING.finditer(live.text)
    ]
