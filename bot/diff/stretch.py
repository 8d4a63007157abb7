"""The one stretch outside which two texts are the same: the cheapest answer to what changed."""

from typing import NamedTuple

from rapidfuzz.distance import Postfix, Prefix


class Stretch(NamedTuple):
    """`before[start:before_end]` gave way to `after[start:after_end]`; the rest is equal."""

    start: int
    before_end: int
    after_end: int


def changed_stretch(before: str, after: str) -> Stretch:
    """From the first character that differs to the last one."""
    start = Prefix.similarity(before, after)
    room = min(len(before), len(after)) - start
    end = min(Postfix.similarity(before, after), room)
    return Stretch(start, len(before) - end, len(after) - end)
