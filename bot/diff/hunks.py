r"""Unified diffs: as the text that `patch` takes, and as data with the changed words marked."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from bot.diff.alignment import Change, align
from bot.diff.lines import lines_of
from bot.diff.spans import word_changes


class Line(NamedTuple):
    """A line of a hunk, without its sign and line end; `marks` are the changed stretches of it.

    `sign` is a blank, a minus or a plus. A line without marks is unchanged, or changed as a whole.
    An empty mark stands where the other side has words that this one lacks.
    """

    sign: str
    text: str
    marks: tuple[tuple[int, int], ...] = ()
    newline: bool = True


@dataclass(frozen=True, slots=True)
class Hunk:
    """Changes that stand close together, with the unchanged lines around them."""

    heading: str
    lines: tuple[Line, ...]


def unified(before: str, after: str, name: str = "", context: int = 3) -> str:
    """A unified diff as `diff -u` writes it, which `patch` takes; empty for equal texts.

    With a `name` it opens with the two lines that name the file.
    """
    if before == after:
        return ""
    old, new = lines_of(before), lines_of(after)
    pieces = [f"--- {name}\n+++ {name}\n"] if name else []
    for group in _grouped(align(old, new), context):
        start, end, shift = _extent(group, len(old), context)
        pieces.append(f"{_heading(start, end, shift, group)}\n")
        for change in group:
            pieces += [f" {line}\n" for line in old[start : change.before]]
            pieces += [f"-{line}\n" for line in old[change.before : change.before_end]]
            pieces += [f"+{line}\n" for line in new[change.after : change.after_end]]
            start = change.before_end
        pieces += [f" {line}\n" for line in old[start:end]]
    text = "".join(pieces)
    return text.replace("\n\n", "\n\\ No newline at end of file\n") if "\n\n" in text else text


def hunks(before: str, after: str, context: int = 3) -> list[Hunk]:
    """The same as data, with the changed words of each line marked."""
    old, new = lines_of(before), lines_of(after)
    changes = align(old, new)
    words = word_changes(before, after, old, new, changes)
    removed = _marks(before, old, [(one.before, one.before_end) for one in words])
    added = _marks(after, new, [(one.after, one.after_end) for one in words])
    found = []
    for group in _grouped(changes, context):
        start, end, shift = _extent(group, len(old), context)
        heading, lines = _heading(start, end, shift, group), []
        for change in group:
            lines += [_line(" ", old[at]) for at in range(start, change.before)]
            lines += [
                _line("-", old[at], removed.get(at, ()))
                for at in range(change.before, change.before_end)
            ]
            lines += [
                _line("+", new[at], added.get(at, ()))
                for at in range(change.after, change.after_end)
            ]
            start = change.before_end
        lines += [_line(" ", old[at]) for at in range(start, end)]
        found.append(Hunk(heading, tuple(lines)))
    return found


def _line(sign: str, line: str, marks: Sequence[tuple[int, int]] = ()) -> Line:
    text = line.removesuffix("\n")
    whole = marks == [(0, len(text))]
    return Line(sign, text, () if whole else tuple(marks), newline=text == line)


Marks = dict[int, list[tuple[int, int]]]


def _marks(text: str, lines: list[str], ranges: list[tuple[int, int]]) -> Marks:
    """For each line its stretches that lie in these ranges of the text's characters."""
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    marks: Marks = defaultdict(list)
    for start, end in ranges:
        for line in range(bisect_right(starts, start) - 1, len(lines)):
            first = max(start - starts[line], 0)
            last = min(end - starts[line], min(starts[line + 1] - 1, len(text)) - starts[line])
            marks[line].append((first, last))
            if end <= starts[line + 1]:
                break
    return marks


def _grouped(changes: list[Change], context: int) -> Iterator[list[Change]]:
    """Changes whose surrounding lines would meet are one hunk."""
    group: list[Change] = []
    for change in changes:
        if group and change.before - group[-1].before_end > 2 * context:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _extent(group: list[Change], length: int, context: int) -> tuple[int, int, int]:
    """The first and the last line of a hunk before, and how far it has moved after."""
    first, last = group[0], group[-1]
    start = max(first.before - context, 0)
    return start, min(last.before_end + context, length), first.after - first.before


def _heading(start: int, end: int, shift: int, group: list[Change]) -> str:
    last = group[-1]
    begin, past = start + shift, last.after_end + end - last.before_end
    return f"@@ -{_range(start, end)} +{_range(begin, past)} @@"


def _range(start: int, end: int) -> str:
    """POSIX diff -u: an empty range names the line before it, a range of one has no length."""
    if end - start == 1:
        return str(end)
    return f"{start + 1 if end > start else start},{end - start}"
