"""The changed words of a text with their places, from which the text after can be rebuilt."""

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

import regex
from rapidfuzz.distance import Postfix, Prefix

from bot.diff.alignment import Change, align
from bot.diff.lines import lines_of
from bot.diff.remembered import Remembered

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
_REMEMBERED = Remembered()
_ALIKE = 3  # a third of the shorter text must have stayed for words to be worth marking


class Span(NamedTuple):
    """At the character `start` of the text before, `removed` gave way to `added`."""

    start: int
    removed: str
    added: str


def spans(before: str, after: str) -> tuple[Span, ...]:
    """The changed words with their places in `before`, in order and never touching.

    Of the places at which an insertion or a removal could be said to be, the last is taken, so
    that the same change of another text of the page gives the same removed and added words.
    """
    old, new = lines_of(before), lines_of(after)
    return tuple(
        Span(change.before, before[change.before : change.before_end], after[slice(*change[2:])])
        for change in word_changes(before, after, old, new, align(old, new))
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


def word_changes(
    before: str, after: str, old: list[str], new: list[str], changes: list[Change]
) -> list[Change]:
    """The changed lines again, as characters of the two texts and word by word, never touching."""

    def work() -> list[Change]:
        return _joined(_word_changes(before, after, old, new, changes), before)

    return _REMEMBERED.changes(before, after, work)


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
    rows = list(accumulate(map(len, left), initial=at + start))
    columns = list(accumulate(map(len, right), initial=there + start))
    found = [
        Change(rows[row], rows[end], columns[column], columns[past])
        for row, end, column, past in align(left, right)
    ]
    gone = sum(end - row for row, end, _, _ in found)
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
