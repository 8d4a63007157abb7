"""Merges two changes of one text line by line, as diff3(1) does, or says that they touch.

Knows neither pages nor who changed what. MediaWiki's own undo and its merge at a save are
`diff3 -m`, too (TextContentHandler::merge3).
"""

from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from bot.diff.alignment import align


class _Region(NamedTuple):
    """A stretch of the base's lines that changed, and by how many lines each side grew in it."""

    start: int
    end: int
    mine: int
    theirs: int


def merge(base: str, mine: str, theirs: str) -> str | None:
    """`base` with the changes that lead to `mine` and those that lead to `theirs`.

    None where both changed the same line, or lines next to each other, in different ways; a
    change that both made is one. The end of the text counts as the end of a line.
    """
    old, left, right = base.split("\n"), mine.split("\n"), theirs.split("\n")
    merged: list[str] = []
    here = shift = other_shift = 0
    for region in _regions(old, left, right):
        merged += old[here : region.start]
        was = old[region.start : region.end]
        one = left[region.start + shift : region.end + shift + region.mine]
        other = right[region.start + other_shift : region.end + other_shift + region.theirs]
        if was not in (one, other) and one != other:
            return None
        merged += other if one == was else one
        here, shift, other_shift = region.end, shift + region.mine, other_shift + region.theirs
    return "\n".join([*merged, *old[here:]])


def _regions(old: list[str], mine: list[str], theirs: list[str]) -> Iterator[_Region]:
    """The stretches that either side changed, in order; changes that meet are one stretch."""
    changes = [
        (change.before, change.before_end, side, change.after_end - change.after)
        for side, new in enumerate((mine, theirs))
        for change in align(old, new)
    ]
    region: _Region | None = None
    for start, end, side, size in sorted(changes, key=itemgetter(0)):
        growth = size - (end - start)
        grown = (0, growth) if side else (growth, 0)
        if region and start <= region.end:
            first, last, *sides = region
            region = _Region(first, max(last, end), sides[0] + grown[0], sides[1] + grown[1])
            continue
        if region:
            yield region
        region = _Region(start, end, *grown)
    if region:
        yield region
