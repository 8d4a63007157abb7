r"""Two sequences laid beside each other: which stretches of the one became which of the other.

For lines and for words alike, exact and fast where little changed, in bounded memory anywhere.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from math import isqrt
from typing import NamedTuple

from rapidfuzz.distance import Indel

_CELLS = 1 << 27  # lines times lines that one alignment may weigh: a matrix of 16 MiB
_TOKENS = 1 << 18  # and how many in all, so that each can be a character of its own


class Change(NamedTuple):
    """A stretch of one sequence that became a stretch of the other; either may be empty."""

    before: int
    before_end: int
    after: int
    after_end: int


def align(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """The changes between two sequences, in order; with the fewest elements where that is cheap."""
    start = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        start += 1
    end, room = 0, min(len(old), len(new)) - start
    while end < room and old[-1 - end] == new[-1 - end]:
        end += 1
    rows, columns = len(old) - end - start, len(new) - end - start
    if not rows and not columns:
        return []
    if not rows or not columns or rows == columns == 1:
        return [Change(start, start + rows, start, start + columns)]
    left, right = old[start : len(old) - end], new[start : len(new) - end]
    if set(left).isdisjoint(right):
        return [Change(start, start + rows, start, start + columns)]
    if rows * columns <= _CELLS and rows + columns <= _TOKENS:
        found = list(_exact(left, right, start, start))
    else:
        found = list(_gaps(_anchored(left, right), start, rows, columns))
    return _settled(found, old, new)


def _exact(old: Sequence[str], new: Sequence[str], row: int, column: int) -> Iterator[Change]:
    """The changes of two short sequences that begin at `row` and `column` of longer ones.

    Neither their first elements are equal nor their last ones: before each block is a change.
    """
    last = last_after = 0
    for at, there, size in _blocks(old, new):
        yield Change(last + row, at + row, last_after + column, there + column)
        last, last_after = at + size, there + size


Block = tuple[int, int, int]  # a row, a column, and how many elements are equal from there on


def _blocks(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """What stayed of two short sequences, an empty block at their ends last."""
    ids: dict[str, int] = {}
    left = "".join([chr(ids.setdefault(one, len(ids))) for one in old])
    right = "".join([chr(ids.setdefault(one, len(ids))) for one in new])
    return [(*one,) for one in Indel.opcodes(left, right).as_matching_blocks()]


Matches = Iterable[tuple[int, int]]


def _anchored(old: Sequence[str], new: Sequence[str]) -> Matches:
    """Pairs of equal elements, rising on both sides, in bounded memory.

    What stands on one side only is set aside; what is then still too much is divided at the
    elements that stand once on each side, and where even these are too few, evenly.
    """
    shared = set(old) & set(new)
    rows = [at for at, one in enumerate(old) if one in shared]
    columns = [at for at, one in enumerate(new) if one in shared]
    left, right = [old[at] for at in rows], [new[at] for at in columns]
    cuts = [] if len(left) * len(right) <= _CELLS else _rising(left, right)
    found: tuple[list[int], list[int]] = [], []
    here, there = 0, 0
    for row, column in [*cuts, (len(left), len(right))]:
        for a, b, size in _evenly(left[here:row], right[there:column]):
            found[0].extend(rows[here + a : here + a + size])
            found[1].extend(columns[there + b : there + b + size])
        # the cut itself is a pair, too; behind the last one there is nothing
        found[0].extend(rows[row : row + 1])
        found[1].extend(columns[column : column + 1])
        here, there = row + 1, column + 1
    return zip(*found, strict=True)


def _rising(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The longest rising run of the elements that each side has once (patience sorting)."""
    counts, others = Counter(old), Counter(new)
    places = {one: at for at, one in enumerate(new) if others[one] == 1}
    pairs = [(at, places[one]) for at, one in enumerate(old) if counts[one] == 1 and one in places]
    tops: list[int] = []
    piles: list[int] = []
    below: list[int] = []
    for index, (_, column) in enumerate(pairs):
        pile = bisect_left(tops, column)
        below.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [column]
        piles[pile : pile + 1] = [index]
    run, at = [], piles[-1] if piles else -1
    while at >= 0:
        run.append(pairs[at])
        at = below[at]
    return run[::-1]


def _evenly(old: Sequence[str], new: Sequence[str]) -> Iterator[Block]:
    """What stayed, looked for piece by piece where the whole is too much."""
    pieces = isqrt(len(old) * len(new) // _CELLS) + 1
    for piece in range(pieces):
        row, row_end = (len(old) * (piece + more) // pieces for more in (0, 1))
        column, column_end = (len(new) * (piece + more) // pieces for more in (0, 1))
        for at, there, size in _blocks(old[row:row_end], new[column:column_end]):
            yield row + at, column + there, size


def _gaps(matches: Matches, start: int, rows: int, columns: int) -> Iterator[Change]:
    """What stands between pairs of equal elements."""
    row = column = 0
    for next_row, next_column in chain(matches, ((rows, columns),)):
        if next_row > row or next_column > column:
            yield Change(start + row, start + next_row, start + column, start + next_column)
        row, column = next_row + 1, next_column + 1


def _settled(changes: list[Change], old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """The same changes, each pure insertion or removal moved as far down as it can stand."""
    settled: list[Change] = []
    following = Change(len(old), len(old), len(new), len(new))
    for change in reversed(changes):
        a, a_end, b, b_end = change
        if a == a_end:
            while a < following.before and old[a] == new[b]:
                a, b, b_end = a + 1, b + 1, b_end + 1
            a_end = a
        elif b == b_end:
            while a_end < following.before and new[b] == old[a]:
                a, a_end, b = a + 1, a_end + 1, b + 1
            b_end = b
        following = Change(a, a_end, b, b_end)
        settled.append(following)
    return settled[::-1]
