"""One spelling for wikitexts that read the same: what tells a cosmetic edit from a real one.

Knows only differences that cannot change what is parsed: how targets and template names are
spelled, labels that say what the link shows anyway, entities, line breaks, whitespace. Judges
texts; never writes one that is saved.
"""

import html
import re
from collections.abc import Iterator

from bot.site import Site
from bot.titles import LinkTarget, Title
from bot.wikitext.links import Link, find_links
from bot.wikitext.regions import verbatim_spans
from bot.wikitext.shown import shown_text
from bot.wikitext.templates import find_transclusions

_BETWEEN_WORDS = re.compile(r"(?<=\w)[ \t\r\n]+(?=\w)")
_BLANKS = re.compile(r"[ \t\r\n]+")
_APART = "\x00"
_SPELLING = re.compile(
    r"&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});|<br[ \t\n]*/?[ \t\n]*>",
    re.IGNORECASE,
)
# An entity keeps these from being markup, so it does not read the same as the character.
_MARKUP = frozenset("<>&[]{}|='#*:;~_-!\"/\\ \t\r\n\x00\x7f")

Change = tuple[int, int, str]


def without_whitespace(text: str) -> str:
    """`text` with nothing left of its whitespace but which words are apart."""
    apart = _BETWEEN_WORDS.sub(_APART, text)
    return _BLANKS.sub("", apart).replace(_APART, " ")


def canonical(text: str, site: Site, page: Title) -> str:
    """The one spelling of `text`: for comparing, not for saving; it has no whitespace.

    Comments, nowiki and the like stay as they are but for their whitespace.
    """
    text = _changed(text, list(_characters(text, site)))
    changes = [
        (*one.name_span, one.title.text)
        for one in find_transclusions(text, site, page, whole=True)
        if "<" not in text[slice(*one.name_span)]
    ]
    for link in find_links(text, site, page, whole=True):
        changes += _link(text, link, site, page)
    return without_whitespace(_changed(text, changes))


def _characters(text: str, site: Site) -> Iterator[Change]:
    """Entities as the characters they stand for, and `<br />` as `<br>`."""
    verbatim = iter(verbatim_spans(text, site))
    region = next(verbatim, None)
    for found in _SPELLING.finditer(text):
        while region and region.end <= found.start():
            region = next(verbatim, None)
        if region and region.start < found.end():
            continue
        plain = "<br>" if found[0].startswith("<") else html.unescape(found[0])
        if plain == "<br>" or not _MARKUP & set(plain):
            yield (*found.span(), plain)


def _link(text: str, link: Link, site: Site, page: Title) -> Iterator[Change]:
    start, end = link.target_span
    written = text[start:end]
    if "<" in written:  # a comment stands in it
        return
    target = _spelled(link.target, written)
    if link.kind == "link" and link.label_span is None:
        yield start, end, f"{target}|{shown_text(written, site, page)}"
    else:
        yield start, end, target
    if link.trail_end > link.end:
        trail = text[link.end : link.trail_end]
        yield link.end - 2, link.trail_end, f"{trail}]]"


def _spelled(target: LinkTarget, written: str) -> str:
    if target.title is None:
        return written
    section = "#" + target.fragment.replace("_", " ") if target.fragment else ""
    return (":" if target.colon else "") + target.title.text + section


def _changed(text: str, changes: list[Change]) -> str:
    pieces, position = [], 0
    for start, end, new in sorted(changes):
        pieces += [text[position:start], new]
        position = end
    return "".join(pieces) + text[position:]
