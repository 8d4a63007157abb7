r"""What a wiki will change in a text as it saves it: signatures, substitutions, the pipe trick.

Follows Parser::preSaveTransform and Parser::pstPass2 of MediaWiki 1.39. What stands in comments
and in the tags of extensions, `ref` among them, is saved as it is. `subst:` is known by its
English words alone, and whether the page that it names exists nobody asks.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import regex

from bot.diff import changed_stretch
from bot.site import Site, plain_site
from bot.wikitext.live import MARKER
from bot.wikitext.regions import INCLUDEONLY, Region, find_regions
from bot.wikitext.templates import find_braces

_WORD: Final = regex.compile("subst:", regex.IGNORECASE)  # ten times as fast as re's
_NEAR: Final = 8  # characters around a change by which it may complete a piece
_SUBST: Final = re.compile(r"\s*(?:safe)?subst:", re.IGNORECASE)
_SIGNS: Final = re.compile("~{3,}")
# Title::legalChars; what is not ASCII may stand in a title, too
_LEGAL: Final = r"""[ %!"$&'()*,\-./0-9:;=?@A-Z\\^_`a-z~+\x80-\U0010ffff]"""
_LINK: Final = re.compile(rf"\[\[(?:{_LEGAL}+\||\|{_LEGAL}+)\]\]")
_LONGEST: Final = 60
_SITE: Final = plain_site()


def changed_at_save(before: str, after: str, site: Site = _SITE) -> tuple[str, ...]:
    """What is in `after`, and was not yet in `before`, that will not be saved as it stands.

    In words, one for each different thing. Looks at the stretch that changed: what stands far
    from it and comes to life because a `nowiki` opens or ends is not told.
    """
    start, _, end = changed_stretch(before, after)
    if not _may_change(after[max(start - _NEAR, 0) : end + _NEAR]):
        return ()
    new = Counter(_marks(after, site))
    new -= Counter(_marks(before, site))
    return tuple(_words(mark) for mark in new)


def _may_change(text: str) -> bool:
    """Whether it is worth looking closer: all edits are asked, and hardly any has such a thing."""
    if "~~~" in text or "|]]" in text or "[[|" in text:
        return True
    return _WORD.search(text) is not None


def _marks(text: str, site: Site) -> Iterator[str]:
    """Every piece that will be changed: signs and links, then substitutions."""
    regions = find_regions(text, site)
    # to a save, what `includeonly` holds is plain text: signs count in it, even within nowiki
    live = _without(text, (one for one in regions if one.name != INCLUDEONLY))
    yield from _SIGNS.findall(live)
    yield from (match[0] for match in _LINK.finditer(live))
    live = _without(text, regions)
    yield from (
        live[piece.start : piece.end]
        for piece in find_braces(live, any_name=True)
        if _SUBST.match(live, piece.start + 2)
    )


def _without(text: str, regions: Iterable[Region]) -> str:
    pieces: list[str] = []
    here = 0
    for region in regions:
        pieces += text[here : region.start], MARKER
        here = region.end
    return "".join([*pieces, text[here:]])


def _words(mark: str) -> str:
    if mark[0] == "~":
        return f"`{_shown(mark)}` becomes a signature or a date"
    if mark[0] == "[":
        return f"`{_shown(mark)}` becomes a link with another text (the pipe trick)"
    return f"`{_shown(mark)}` is replaced by what it transcludes"


def _shown(mark: str) -> str:
    text = " ".join(mark.replace(MARKER, "…").split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
