"""Candidates kept until every way to each is known, in little memory; what set sources share.

A page is its title: not every source knows page ids. A million pages take some 70 MiB, and what
stands in their rows, if they have some.
"""

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping

from bot.page import Candidate, Via
from bot.sources.keys import Keys
from bot.titles import Title
from bot.wiki import CandidateBatch

_Ways = tuple[bool, tuple[Via, ...]]  # direct, and by what other ways
_FLAGS = (None, False, True)
_FLAG_BITS, _FLAG_MASK = 2, 3


def page_key(title: Title) -> bytes:
    """A title as a key that is half as large as a text."""
    return f"{title.namespace} {title.text}".encode(errors="surrogatepass")


def joined(one: Candidate, other: Candidate) -> Candidate:
    """A page that was found twice: with every way, and what either source knew of it."""
    row: Mapping[str, str] | None = one.row
    if one.row is not None and other.row is not None:
        row = {**other.row, **one.row}
    elif one.row is None:
        row = other.row
    return Candidate(
        one.title,
        other.pageid if one.pageid is None else one.pageid,
        other.redirect if one.redirect is None else one.redirect,
        one.direct or other.direct,
        tuple(dict.fromkeys((*one.via, *other.via))),
        row,
    )


class Gathered:
    """Pages in the order in which they were first added, each once with all its ways."""

    def __init__(self, candidates: Iterable[Candidate] = ()) -> None:
        self._keys = Keys()
        self._pageids = array("Q")  # + 1, or 0 for none
        self._facts = array("I")  # the number of the ways, and the redirect flag
        self._ways: list[_Ways] = []
        self._numbers: dict[_Ways, int] = {}
        self._rows = _Rows()
        for one in candidates:
            self.add(one)

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, one: Candidate) -> None:
        """Take a page in, or the ways of one that is there."""
        before = len(self._keys)
        number = self._keys.add(page_key(one.title))
        if number == before:
            self._pageids.append(0)
            self._facts.append(0)
            self._put(number, one)
        else:
            self._put(number, joined(self._candidate(number), one))

    def known(self, title: Title) -> Candidate | None:
        """The page with all its ways so far, if it is there."""
        number = self._keys.number(page_key(title))
        return None if number is None else self._candidate(number)

    def keep(self, wanted: Callable[[int], bool]) -> None:
        """Leave out all pages but those with these numbers, which count from 0 in their order."""
        left = 0
        for number in range(len(self)):
            if wanted(number):
                self._pageids[left] = self._pageids[number]
                self._facts[left] = self._facts[number]
                left += 1
        del self._pageids[left:], self._facts[left:]
        self._rows.keep(wanted)
        self._keys.keep(wanted)

    def keep_common(self, candidates: Iterable[Candidate]) -> None:
        """Leave out all pages but these, which bring their ways along."""
        common = bytearray(len(self))
        for one in candidates:
            number = self._keys.number(page_key(one.title))
            if number is not None:
                common[number] = True
                self._put(number, joined(self._candidate(number), one))
        self.keep(lambda number: bool(common[number]))

    def batches(self, size: int) -> Iterator[CandidateBatch]:
        """All pages in batches of this size; nothing may be added while they are read."""
        for start in range(0, len(self), size):
            numbers = range(start, min(start + size, len(self)))
            yield [self._candidate(number) for number in numbers]

    def _put(self, number: int, one: Candidate) -> None:
        ways = (one.direct, one.via)
        known = self._numbers.get(ways)
        if known is None:
            known = self._numbers[ways] = len(self._ways)
            self._ways.append(ways)
        self._pageids[number] = 0 if one.pageid is None else one.pageid + 1
        self._facts[number] = known << _FLAG_BITS | _FLAGS.index(one.redirect)
        if one.row is not None:
            self._rows.put(number, one.row)

    def _candidate(self, number: int) -> Candidate:
        key = self._keys.key(number).decode(errors="surrogatepass")
        namespace, _, text = key.partition(" ")
        facts, pageid = self._facts[number], self._pageids[number]
        direct, via = self._ways[facts >> _FLAG_BITS]
        return Candidate(
            Title(int(namespace), text),
            pageid - 1 if pageid else None,
            _FLAGS[facts & _FLAG_MASK],
            direct,
            via,
            self._rows.get(number),
        )


class _Rows:
    """The rows of those pages that have one, as JSON in one string of bytes."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._begins = array(
            "Q"
        )  # + 1, or 0 for none; shorter than the pages where those have none
        self._columns: dict[tuple[str, ...], int] = {}
        self._names: list[tuple[str, ...]] = []

    def put(self, number: int, row: Mapping[str, str]) -> None:
        """Keep a row, in the place of what was there."""
        names = tuple(row)
        known = self._columns.setdefault(names, len(self._columns))
        if known == len(self._names):
            self._names.append(names)
        self._begins.extend([0] * (number + 1 - len(self._begins)))
        self._begins[number] = len(self._bytes) + 1
        self._bytes += json.dumps([known, *row.values()]).encode() + b"\n"

    def get(self, number: int) -> Mapping[str, str] | None:
        """The row of a page, if it has one."""
        begin = self._begins[number] if number < len(self._begins) else 0
        if not begin:
            return None
        known, *values = json.loads(self._bytes[begin - 1 : self._bytes.index(b"\n", begin)])
        return dict(zip(self._names[known], values, strict=True))

    def keep(self, wanted: Callable[[int], bool]) -> None:
        """Leave out the rows of all other pages; what they take is not given back."""
        self._begins = array(
            "Q", (begin for number, begin in enumerate(self._begins) if wanted(number))
        )
