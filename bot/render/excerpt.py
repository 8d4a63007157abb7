"""A line of a diff cut down to what changed in it, in pieces that are marked or not.

Works on text alone: colours, brackets and HTML are the callers'.
"""

import unicodedata
from typing import NamedTuple

from bot.diff import Line
from bot.render.harmless import harmless

_MOST = 40  # changed stretches of one line that are worth showing


class Piece(NamedTuple):
    """A stretch of a line, harmless; `marked` where it changed, `gap` where text is left out."""

    text: str
    marked: bool = False
    gap: bool = False


class Shown(NamedTuple):
    """A line as it is shown; `cut` where not all of it is."""

    sign: str
    pieces: tuple[Piece, ...]
    cut: bool


def excerpt(line: Line, width: int) -> Shown:
    """The line whole up to twice the width, else its changes with half a width on each side."""
    text, room = line.text, max(width, 20)
    if len(text) <= 2 * room:
        return Shown(line.sign, tuple(_cut_at_marks(text, line.marks)), cut=False)
    if not line.marks:
        return Shown(line.sign, (_piece(text, 0, 2 * room), _gap(len(text) - 2 * room)), cut=True)
    pieces: list[Piece] = []
    here = 0
    for start, end in line.marks[:_MOST]:
        before = _back(text, max(start - room // 2, here))
        if before > here:
            pieces.append(_gap(before - here))
        if start > before:
            pieces.append(_piece(text, before, start))
        pieces += _marked(text, start, end, room)
        after = next((one for one, _ in line.marks if one > end), len(text))
        here = min(_on(text, end + room // 2), after)
        if here > end:
            pieces.append(_piece(text, end, here))
    if here < len(text):
        pieces.append(_gap(len(text) - here))
    return Shown(line.sign, tuple(pieces), cut=True)


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


def _marked(text: str, start: int, end: int, room: int) -> list[Piece]:
    """A changed stretch: whole unless it is far too long, then its two ends."""
    if end - start <= 4 * room:
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
