"""Tells quickly that an edit is more than cosmetic, by where its two texts first differ.

A parse of both texts costs a hundred times as much, and nearly every edit that a task computes is
a real one. Says "differ" only where that is sure; of everything else it knows nothing.
"""

import re

from bot.site import Site
from bot.titles import Title
from bot.wikitext.canonical import canonical

_BLANKS = " \t\r\n\x00"  # the last one is what `without_whitespace` writes in between
_MARKS = re.compile(r"\[\[|\]\]|<")
_LISTS = re.compile(r"<(?:gallery|imagemap)", re.IGNORECASE)  # their links have no brackets
_ENTITY = re.compile(r"&[A-Za-z0-9#]*\Z")
_SPECIAL = frozenset("[]{}<>&|\x00\x7f")  # what begins or ends something
_SIMPLE_LINK = re.compile(r"\[\[[^\[\]{}<>&\n\x00\x7f]*\]\]\w*")


def differ_in_more_than_blanks(before: str, after: str) -> bool:
    """Whether the first difference is of something else than whitespace."""
    here, there = _first_difference(before, after)
    return before[here : here + 1] != after[there : there + 1]


def surely_differ(before: str, after: str, site: Site, page: Title) -> bool:
    """Whether the canonical spellings differ, as far as the first difference tells.

    Up to there both texts have the same spelling. A character of plain text stays in it as it is,
    so two different ones decide; a difference within a link is decided by that link alone.
    """
    here, there = _first_difference(before, after)
    one, other = before[here : here + 1], after[there : there + 1]
    if one == other:
        return False
    prefix = before[:here]
    if _LISTS.search(prefix):
        return False
    link, closed = _open_link(prefix)
    if link >= 0:
        return closed and _links_differ(before, after, link, site, page)
    if not closed or one in _SPECIAL or other in _SPECIAL:
        return False
    return not (_in_tag(prefix) or _in_name(prefix) or _ENTITY.search(prefix))


def _first_difference(before: str, after: str) -> tuple[int, int]:
    """Where each text goes on after what they have in common, and after blanks."""
    start = _common_start(before, after)
    return _skip_blanks(before, start), _skip_blanks(after, start)


def _common_start(before: str, after: str) -> int:
    """How many characters the two have in common at their start."""
    low, high = 0, min(len(before), len(after))
    while low < high:
        middle = (low + high + 1) // 2
        if before[low:middle] == after[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _skip_blanks(text: str, at: int) -> int:
    while text[at : at + 1] in _BLANKS and at < len(text):
        at += 1
    return at


def _open_link(prefix: str) -> tuple[int, bool]:
    """Where the one link begins that is open at the end, or -1; and whether that is sure."""
    starts: list[int] = []
    for mark in _MARKS.finditer(prefix):
        if mark[0] == "[[":
            starts.append(mark.start())
        elif mark[0] == "<":
            if starts:  # a tag in a link may hide its end
                return -1, False
        elif starts:
            starts.pop()
    if not starts:
        return -1, True
    return starts[0], len(starts) == 1


def _links_differ(before: str, after: str, at: int, site: Site, page: Title) -> bool:
    one, other = _SIMPLE_LINK.match(before, at), _SIMPLE_LINK.match(after, at)
    if not one or not other:
        return False
    left, right = canonical(one[0], site, page), canonical(other[0], site, page)
    pairs = zip(left.replace(" ", ""), right.replace(" ", ""), strict=False)
    return any(mine != theirs for mine, theirs in pairs)


def _in_tag(prefix: str) -> bool:
    return prefix.rfind("<") > prefix.rfind(">")


def _in_name(prefix: str) -> bool:
    """Whether the end may be in the name of a template."""
    braces = prefix.rfind("{{")
    return braces > max(prefix.rfind("|"), prefix.rfind("}}"))
