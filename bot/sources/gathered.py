"""Candidates kept until every way to each is known, in little memory; what set sources share.

A page is its title: not every source knows page ids. A million pages take some 150 MiB.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from bot.page import Candidate, Via
from bot.titles import Title
from bot.wiki import CandidateBatch

_Ways = tuple[bool, tuple[Via, ...]]  # direct, and by what other ways
_FLAGS = (None, False, True)
_FLAG_BITS, _WAY_BITS = 2, 30
_FLAG_MASK, _WAY_MASK = (1 << _FLAG_BITS) - 1, (1 << _WAY_BITS) - 1


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
        self._pages: dict[bytes, int] = {}
        self._ways: list[_Ways] = []
        self._numbers: dict[_Ways, int] = {}
        self._rows: dict[bytes, Mapping[str, str]] = {}
        for one in candidates:
            self.add(one)

    def __len__(self) -> int:
        return len(self._pages)

    def add(self, one: Candidate) -> None:
        """Take a page in, or the ways of one that is there."""
        key = page_key(one.title)
        known = self._pages.get(key)
        self._put(key, one if known is None else joined(self._candidate(key, known), one))

    def known(self, title: Title) -> Candidate | None:
        """The page with all its ways so far, if it is there."""
        key = page_key(title)
        packed = self._pages.get(key)
        return None if packed is None else self._candidate(key, packed)

    def batches(self, size: int) -> Iterator[CandidateBatch]:
        """All pages in batches of this size; nothing may be added while they are read."""
        pages = iter(self._pages.items())
        while part := list(islice(pages, size)):
            yield [self._candidate(*page) for page in part]

    def _put(self, key: bytes, one: Candidate) -> None:
        ways = (one.direct, one.via)
        number = self._numbers.get(ways)
        if number is None:
            number = self._numbers[ways] = len(self._ways)
            self._ways.append(ways)
        pageid = 0 if one.pageid is None else one.pageid + 1
        packed = (pageid << _WAY_BITS | number) << _FLAG_BITS | _FLAGS.index(one.redirect)
        self._pages[key] = packed
        if one.row is not None:
            self._rows[key] = one.row

    def _candidate(self, key: bytes, packed: int) -> Candidate:
        namespace, _, text = key.decode(errors="surrogatepass").partition(" ")
        direct, via = self._ways[packed >> _FLAG_BITS & _WAY_MASK]
        pageid = packed >> _WAY_BITS + _FLAG_BITS
        return Candidate(
            Title(int(namespace), text),
            pageid - 1 if pageid else None,
            _FLAGS[packed & _FLAG_MASK],
            direct,
            via,
            self._rows.get(key),
        )
