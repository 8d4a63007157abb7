"""Whether a text is a redirect and to where: WikitextContent::getRedirectTargetAndText.

MediaWiki reads this before anything else, comments and nowiki included. Reads; never changes.
"""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from bot.errors import InvalidTitle
from bot.site import SPECIAL, Site
from bot.titles import LinkTarget

_BLANK = " \t\n\r\0\x0b"  # what PHP's ltrim takes
_REST = r"[ \t\n\r\f\v]*:?[ \t\n\r\f\v]*\[\[(.*?)(?:\|.*?)?\]\][ \t\n\r\f\v]*"
# Title::isValidRedirectTarget and $wgInvalidRedirectTargets
_NO_TARGETS = frozenset({"userlogout", "filepath", "mypage", "mytalk", "redirect", "mylog"})


class Redirect(NamedTuple):
    """`#REDIRECT [[target|…]]`: the target, where it is written, where the page's rest begins."""

    target: LinkTarget
    target_span: tuple[int, int]
    end: int


def find_redirect(text: str, site: Site) -> Redirect | None:
    """The redirect that the page is, if it is one."""
    lead = len(text) - len(text.lstrip(_BLANK))
    if "[[" not in text:
        return None
    found = _pattern(site.redirect_words).match(text, lead)
    if found is None:
        return None
    written = found[1]
    if "%" in written:
        written = unquote_to_bytes(written.lstrip(":")).decode(errors="replace")
    try:
        target = site.link(written)
    except InvalidTitle:
        return None
    title = target.title
    if title is None and not target.interwiki:
        return None
    if title is not None and title.namespace == SPECIAL:
        name = title.name.partition("/")[0]
        if name.replace(" ", "").casefold() in _NO_TARGETS:
            return None
    return Redirect(target, found.span(1), found.end())


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?i:{either}){_REST}")
