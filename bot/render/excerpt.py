"""A line of a diff cut down to what changed in it, in pieces that are marked or not.

Works on text alone: colours, brackets and HTML are the callers'.
"""

import unicodedata
from typing import NamedTuple

from bot.diff import Line
from bot.render.harmless import harmless


class Piece(NamedTuple):
    """A stretch of a line, harmless; `marked` where it changed, `gap` where text is left out."""

    text: str
    marked: bool = False
    gap: bool = False


class Shown(NamedTuple):
    """A line as it is shown."""

    sign: str
    pieces: tuple[Piece, ...]


def excerpt(line: Line, width: int, most: int | None = None) -> Shown:
    """The line whole up to twice the width, else its changes with half a width on each side.

    `most` bounds how many changes are shown and how much of a very long one; the rest is counted.
    Without it every change is there, whole, and only what did not change is left out.
    """
    text, room = line.text, max(width, 20)
    if len(text) <= 2 * room or (most is None and not line.marks and line.sign != " "):
        return Shown(line.sign, tuple(_cut_at_marks(text, line.marks)))
    if not line.marks:
        return Shown(line.sign, (_piece(text, 0, 2 * room), _gap(len(text) - 2 * room)))
    marks, rest = line.marks[:most], len(line.marks[most:]) if most else 0
    pieces: list[Piece] = []
    here = 0
    for (start, end), following in zip(marks, _starts(line.marks, len(text)), strict=False):
        before = _back(text, max(start - room // 2, here))
        if before > here:
            pieces.append(_gap(before - here))
        if start > before:
            pieces.append(_piece(text, before, start))
        pieces += _marked(text, start, end, None if most is None else room)
        here = min(_on(text, end + room // 2), following)
        if here > end:
            pieces.append(_piece(text, end, here))
    if rest:
        told = f"…(and {rest:,} more {'change' if rest == 1 else 'changes'} in this line)"
        pieces.append(Piece(told, gap=True))
    elif here < len(text):
        pieces.append(_gap(len(text) - here))
    return Shown(line.sign, tuple(pieces))


def _starts(marks: tuple[tuple[int, int], ...], length: int) -> tuple[int, ...]:
    """Where the next change begins, for each of them; behind the last one the line's end."""
    return (*(start for start, _ in marks[1:]), length)


def _cut_at_marks(text: str, marks: tuple[tuple[int, int], ...]) -> list[Piece]:
    pieces, here = [], 0
    for start, end in marks:
        if start > here:
            pieces.append(_piece(text, here, start))
        if end > start:
            pieces.append(_piece(text, start, end, marked=True))
        here = end
    if here < len(text) or not pieces:
        pieces.append(_piece(text, here, len(text)))
    return pieces


def _marked(text: str, start: int, end: int, room: int | None) -> list[Piece]:
    """A changed stretch: whole unless it is far too long for a bounded view, then its two ends."""
    if room is None or end - start <= 4 * room:
        return [_piece(text, start, end, marked=True)] if end > start else []
    left, right = _on(text, start + 2 * room), _back(text, end - room)
    return [
        _piece(text, start, left, marked=True),
        _gap(right - left),
        _piece(text, right, end, marked=True),
    ]


def _piece(text: str, start: int, end: int, *, marked: bool = False) -> Piece:
    return Piece(harmless(text[start:end]), marked)


def _gap(length: int) -> Piece:
    return Piece(f"…({length:,} more)…" if length > 999 else "…", gap=True)  # noqa: PLR2004 - a taste


def _back(text: str, at: int) -> int:
    """The place or one before it, so that no letter is parted from the marks on it."""
    while at > 0 and unicodedata.combining(text[at]):
        at -= 1
    return at


def _on(text: str, at: int) -> int:
    while at < len(text) and unicodedata.combining(text[at]):
        at += 1
    return min(at, len(text))
