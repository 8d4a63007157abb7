"""Attributes of HTML tags and table rows, in which MediaWiki reads no links.

Sanitizer::internalRemoveHtmlTags escapes brackets there, and Parser::handleTables takes rows
apart, both before links are read. Blanks them; tells nothing about them.
"""

import re

from bot.wikitext.live import MARKER

# The tags that Sanitizer lets through; in others the brackets stay what they are.
_HTML = (
    r"abbr|b|bdi|bdo|big|blockquote|br|caption|center|cite|code|data|dd|del|dfn|div|dl|dt|em|font"
    r"|h[1-6]|hr|i|ins|kbd|li|link|mark|meta|ol|p|pre|q|rb|rp|rt|rtc|ruby|s|samp|small|span|strike"
    r"|strong|sub|sup|table|td|th|time|tr|tt|u|ul|var|wbr"
)
_TAG_WITH_LINK = re.compile(
    rf"</?(?:{_HTML})(?=[\t\n\v />])[^<>]*?\[\[[^<>]*>", re.IGNORECASE | re.ASCII
)
_ROW_WITH_LINK = re.compile(r"^[ \t]*(?::*[ \t]*\{\||\|-).*\[\[", re.MULTILINE)
_ROW = re.compile(r"^[ \t]*(?:(:*[ \t]*\{\|)|(\|\})|\|-).*", re.MULTILINE)


def without_attributes(text: str) -> str:
    """A live text of the same length with marks for the attributes that have `[[` in them."""
    if "<" in text and _TAG_WITH_LINK.search(text):
        text = _TAG_WITH_LINK.sub(_marks, text)
    if "{|" in text and _ROW_WITH_LINK.search(text):
        text = _without_rows(text)
    return text


def _marks(found: re.Match[str]) -> str:
    return MARKER * len(found[0])


def _without_rows(text: str) -> str:
    depth = 0

    def blank(row: re.Match[str]) -> str:
        nonlocal depth
        if row[2]:
            depth = max(depth - 1, 0)
            return row[0]
        depth += row[1] is not None
        return _marks(row) if depth else row[0]

    return _ROW.sub(blank, text)
