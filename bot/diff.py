r"""What differs between two texts: lines, words in them, and spans that rebuild the second.

Knows nothing of pages or plans. Lines end at `\n` alone, as in MediaWiki and in diff(1).
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import isqrt
from typing import NamedTuple

import regex
from rapidfuzz.distance import Indel, Postfix, Prefix

# Scripts without spaces between words (Han, kana, Thai, …) are compared letter by letter, each
# with the marks that sit on it; everywhere else a word is one token. Brackets, quotes and
# equals signs that mean something in wikitext stay together.
_TOKEN = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*"
    r"|[\p{L}\p{N}\p{M}_\u200c\u200d--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}"
    r"\p{Myanmar}]]+"
    r"|\[\[|\]\]|\{\{|\}\}|'{2,}|={2,}|.",
    regex.DOTALL | regex.VERSION1,
)
_CELLS = 1 << 27  # lines times lines that one alignment may weigh: a matrix of 16 MiB
_TOKENS = 1 << 18  # and how many in all, so that each can be a character of its own
_ALIKE = 3  # a third of the shorter text must have stayed for words to be worth marking


class Change(NamedTuple):
    """A stretch of one sequence that became a stretch of the other; either may be empty."""

    before: int
    before_end: int
    after: int
    after_end: int


class Span(NamedTuple):
    """At the character `start` of the text before, `removed` gave way to `added`."""

    start: int
    removed: str
    added: str


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


def spans(before: str, after: str) -> tuple[Span, ...]:
    """The changed words with their places in `before`, in order and never touching.

    Of the places at which an insertion or a removal could be said to be, the last is taken, so
    that the same change of another text of the page gives the same removed and added words.
    """
    old, new = _lines(before), _lines(after)
    return tuple(
        Span(change.before, before[change.before : change.before_end], after[slice(*change[2:])])
        for change in _joined(_word_changes(before, after, old, new, _align(old, new)), before)
    )


def rebuild(before: str, spans: Iterable[Span]) -> str:
    """The text after; raises ValueError where `before` is not the text that the spans were of."""
    pieces: list[str] = []
    here = 0
    for start, removed, added in spans:
        end = start + len(removed)
        if start < here or before[start:end] != removed:
            raise ValueError(f"at character {start} stands something else than {removed[:40]!r}")
        pieces += before[here:start], added
        here = end
    pieces.append(before[here:])
    return "".join(pieces)


def unified(before: str, after: str, name: str = "", context: int = 3) -> str:
    """A unified diff as `diff -u` writes it, which `patch` takes; empty for equal texts.

    With a `name` it opens with the two lines that name the file.
    """
    if before == after:
        return ""
    old, new = _lines(before), _lines(after)
    pieces = [f"--- {name}\n+++ {name}\n"] if name else []
    for group in _grouped(_align(old, new), context):
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
    old, new = _lines(before), _lines(after)
    changes = _align(old, new)
    words = _joined(_word_changes(before, after, old, new, changes), before)
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


def _lines(text: str) -> list[str]:
    """The lines without their ends; a last line that has none is spelled with one.

    No other line can hold a line end, so that it equals only its like.
    """
    lines = text.split("\n")
    last = lines.pop()
    if last:
        lines.append(last + "\n")
    return lines


def _line(sign: str, line: str, marks: Sequence[tuple[int, int]] = ()) -> Line:
    text = line.removesuffix("\n")
    whole = marks == [(0, len(text))]
    return Line(sign, text, () if whole else tuple(marks), newline=text == line)


def _align(old: Sequence[str], new: Sequence[str]) -> list[Change]:
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
    """The changes of two short sequences that begin at `row` and `column` of longer ones."""
    ids: dict[str, int] = {}
    left = "".join([chr(ids.setdefault(one, len(ids))) for one in old])
    right = "".join([chr(ids.setdefault(one, len(ids))) for one in new])
    last = last_after = 0
    for block in Indel.opcodes(left, right).as_matching_blocks():
        if block.a > last or block.b > last_after:
            yield Change(last + row, block.a + row, last_after + column, block.b + column)
        last, last_after = block.a + block.size, block.b + block.size


Matches = Iterator[tuple[int, int]]


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
    here, there = 0, 0
    for row, column in [*cuts, (len(left), len(right))]:
        for a, b in _evenly(left[here:row], right[there:column]):
            yield rows[here + a], columns[there + b]
        if row < len(left):
            yield rows[row], columns[column]
        here, there = row + 1, column + 1


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


def _evenly(old: Sequence[str], new: Sequence[str]) -> Matches:
    """Pairs of equal elements, looked for piece by piece where the whole is too much."""
    pieces = isqrt(len(old) * len(new) // _CELLS) + 1
    for piece in range(pieces):
        row, row_end = (len(old) * (piece + more) // pieces for more in (0, 1))
        column, column_end = (len(new) * (piece + more) // pieces for more in (0, 1))
        end = Change(row_end, row_end, column_end, column_end)
        for change in (*_exact(old[row:row_end], new[column:column_end], row, column), end):
            yield from zip(range(row, change.before), range(column, change.after), strict=True)
            row, column = change.before_end, change.after_end


def _gaps(matches: Matches, start: int, rows: int, columns: int) -> Iterator[Change]:
    """What stands between pairs of equal elements."""
    edges = ((-1, -1), *matches, (rows, columns))
    for (row, column), (next_row, next_column) in pairwise(edges):
        if next_row - row > 1 or next_column - column > 1:
            yield Change(start + row + 1, start + next_row, start + column + 1, start + next_column)


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


def _word_changes(
    before: str, after: str, old: list[str], new: list[str], changes: list[Change]
) -> Iterator[Change]:
    """The changed lines again, as characters of the two texts and word by word.

    As many lines as before are compared one with one; else the whole blocks.
    """
    line = other = at = there = 0
    for change in changes:
        at += sum(map(len, old[line : change.before])) + change.before - line
        there += sum(map(len, new[other : change.after])) + change.after - other
        line, other = change.before, change.after
        rows, columns = change.before_end - line, change.after_end - other
        steps = [(1, 1)] * rows if rows == columns else [(rows, columns)]
        for down, along in steps:
            # a last line without line end is counted as if it had two
            end = min(at + sum(map(len, old[line : line + down])) + down, len(before))
            past = min(there + sum(map(len, new[other : other + along])) + along, len(after))
            yield from _words(before[at:end], after[there:past], at, there)
            line, other, at, there = line + down, other + along, end, past


def _words(old: str, new: str, at: int, there: int) -> Iterator[Change]:
    """The changed words of two stretches of text that begin at `at` and `there`."""
    line_end = old.endswith("\n") and new.endswith("\n")
    whole = Change(at, at + len(old) - line_end, there, there + len(new) - line_end)
    if not old or not new:
        yield whole
        return
    start = Prefix.similarity(old, new)
    end = min(Postfix.similarity(old, new), len(old) - start, len(new) - start)
    # back to where a word begins and ends, so that words are compared whole
    start = max(old.rfind(" ", 0, start), old.rfind("\n", 0, start)) + 1
    if end:
        blanks = (old.find(" ", len(old) - end), old.find("\n", len(old) - end))
        end = len(old) - min((blank for blank in blanks if blank >= 0), default=len(old))
    left = _TOKEN.findall(old, start, len(old) - end)
    right = _TOKEN.findall(new, start, len(new) - end)
    at, there = at + start, there + start
    row = column = gone = 0
    found = []
    for change in _align(left, right):
        at += len("".join(left[row : change.before]))
        there += len("".join(right[column : change.after]))
        row, column = change.before_end, change.after_end
        end = at + len("".join(left[change.before : row]))
        past = there + len("".join(right[change.after : column]))
        found.append(Change(at, end, there, past))
        gone += end - at
        at, there = end, past
    if (len(old) - gone) * _ALIKE < min(len(old), len(new)):
        yield whole
    else:
        yield from found


def _joined(changes: Iterable[Change], before: str) -> list[Change]:
    """Changes that touch become one, and so do two replaced words with a blank between."""
    joined: list[Change] = []
    for change in changes:
        if joined:
            last = joined[-1]
            between = before[last.before_end : change.before]
            if not between or (between == " " and _replaces(last) and _replaces(change)):
                joined[-1] = Change(last.before, change.before_end, last.after, change.after_end)
                continue
        joined.append(change)
    return joined


def _replaces(change: Change) -> bool:
    return change.before < change.before_end and change.after < change.after_end


Marks = dict[int, list[tuple[int, int]]]


def _marks(text: str, lines: list[str], ranges: list[tuple[int, int]]) -> Marks:
    """For each line its stretches that lie in these ranges of the text's characters."""
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    marks: Marks = defaultdict(list)
    for start, end in ranges:
        for line in range(bisect_right(starts, start) - 1, len(lines)):
            first = max(start - starts[line], 0)
            last = min(end - starts[line], min(starts[line + 1] - 1, len(text)) - starts[line])
            if first <= last:
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
    return f"@@ -{_lines_of(start, end)} +{_lines_of(begin, past)} @@"


def _lines_of(start: int, end: int) -> str:
    """POSIX diff -u: an empty range names the line before it, a range of one has no length."""
    if end - start == 1:
        return str(end)
    return f"{start + 1 if end > start else start},{end - start}"
