"""Stretches of a text that are no wikitext, or one of their own: comments, nowiki, ref and such.

Follows Preprocessor_Hash::buildDomTreeArrayFromText: tags are recognised from left to right
wherever they stand, an unclosed comment runs to the end, an unclosed tag is plain text. Knows
nothing of links and templates.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.site import Site

COMMENT = "comment"
# Tags whose content MediaWiki parses by itself, apart from the text around it.
PARSED = frozenset({"gallery", "imagemap", "indicator", "langconvert", "poem", "ref", "references"})
# Tags whose content is never wikitext.
VERBATIM = frozenset(
    {
        *("nowiki", "pre", "math", "chem", "ce", "syntaxhighlight", "source", "score", "timeline"),
        *("hiero", "graph", "templatedata", "templatestyles", "mapframe", "maplink", "inputbox"),
        *("categorytree", "section"),
    }
)
_USUAL = PARSED | VERBATIM
INCLUDEONLY = "includeonly"
_INCLUDE_TAGS = frozenset(
    slash + name for name in ("noinclude", "onlyinclude", INCLUDEONLY) for slash in ("", "/")
)


class Region(NamedTuple):
    """One stretch: `start:end` with its tags, `inner_start:inner_end` without.

    `name` is the tag's in lower case, or `comment`. An `includeonly` is gone from the page itself
    with all its content; of `noinclude` and `onlyinclude` each single tag is a region, since what
    they hold is live there.
    """

    name: str
    start: int
    end: int
    inner_start: int
    inner_end: int

    @property
    def invisible(self) -> bool:
        """Whether it leaves no trace in the parsed page, so that `a<!-- -->b` reads `ab`."""
        return self.name == COMMENT or self.name in _INCLUDE_TAGS


def find_regions(text: str, site: Site, *, whole: bool = False) -> list[Region]:
    """The outermost regions in the order of the text; those within a `ref` are not among them.

    `whole` is for the eyes of an editor, not of a reader: then `includeonly` is a pair of tags
    around live text, as `noinclude` always is.
    """
    if "<" not in text:
        return []
    tags = _USUAL if site.extension_tags is None else site.extension_tags
    return list(_regions(text, _openings(tags, whole), whole=whole))


def verbatim_spans(text: str, site: Site, allowed: frozenset[str] = frozenset()) -> list[Region]:
    """The regions that no action may touch, but those named in `allowed`, in order.

    Regions within a `ref` or a `poem` are among them, too; the tags of `noinclude` and the like
    are not.
    """
    return list(_verbatim(text, 0, site, allowed))


def _verbatim(text: str, offset: int, site: Site, allowed: frozenset[str]) -> Iterator[Region]:
    for region in find_regions(text, site, whole=True):
        if region.name in PARSED:
            inner = text[region.inner_start : region.inner_end]
            yield from _verbatim(inner, offset + region.inner_start, site, allowed)
        elif region.name not in allowed and region.name not in _INCLUDE_TAGS:
            name, *places = region
            yield Region(name, *(place + offset for place in places))


@lru_cache(maxsize=64)
def _openings(tags: frozenset[str], whole: bool) -> re.Pattern[str]:  # noqa: FBT001 - a cache key
    # "/includeonly" alone is plain text on the page itself
    ours = _INCLUDE_TAGS if whole else _INCLUDE_TAGS - {"/" + INCLUDEONLY}
    names = "|".join(re.escape(name) for name in sorted(tags | ours))
    return re.compile(rf"<(?:(!--)|({names})(?=[ \t\n\r\f\v>]|/>))", re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=256)
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{re.escape(name)}[ \t\n\r\f\v]*>", re.IGNORECASE | re.ASCII)


def _regions(text: str, openings: re.Pattern[str], *, whole: bool) -> Iterator[Region]:
    position = 0
    unclosed: set[str] = set()  # else a row of unclosed tags would be searched to the end each time
    while opening := openings.search(text, position):
        start = opening.start()
        if opening[1]:
            inner = opening.end()
            close = text.find("-->", inner)
            inner_end, position = (close, close + 3) if close >= 0 else (len(text), len(text))
            yield Region(COMMENT, start, position, inner, inner_end)
            continue
        inner = text.find(">", opening.end()) + 1
        if not inner:  # no tag can end any more, but a comment may begin
            position = text.find("<!--", opening.end())
            if position < 0:
                return
            continue
        written = opening[2]
        name = written.lower()
        position = inner
        single = name in _INCLUDE_TAGS and (whole or name != INCLUDEONLY)
        if single or text[inner - 2] == "/":
            yield Region(name, start, inner, inner, inner)
        elif name not in unclosed and (closing := _closing(name).search(text, inner)):
            position = closing.end()
            yield Region(name, start, position, inner, closing.start())
        elif written == INCLUDEONLY:  # only this one may stay open, and only in lower case
            position = len(text)
            yield Region(name, start, position, inner, position)
        else:
            unclosed.add(name)
