"""Pages with all the ways by which they were found, collected in little memory.

A million pages must fit into some 200 MiB, so a page is a line of UTF-8 until it is given out.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from bot.page import Candidate, Via
from bot.titles import Title
from bot.wiki import CandidateBatch

_DIRECT: Final = (0,)
_FLAGS: Final = {None: "?", False: "-", True: "+"}
_READ_FLAGS: Final = {text: flag for flag, text in _FLAGS.items()}


class Ways:
    """Pages by id, and for each the ways that led to it.

    Way 0 is the direct one; `way` gives the number of any other. The order of pages is that in
    which they were first found, the order of a page's ways that in which the ways were made.
    """

    def __init__(self) -> None:
        self._vias: list[Via] = []
        self._sets: list[tuple[int, ...]] = []
        self._numbers: dict[tuple[int, ...], int] = {}
        self._lines: dict[int, bytes] = {}

    def way(self, via: Via) -> int:
        """A number for a new way."""
        self._vias.append(via)
        return len(self._vias)

    def add(self, pageid: int, title: Title, *, redirect: bool | None, way: int) -> None:
        """A page was found by this way, perhaps not for the first time."""
        line = self._lines.get(pageid)
        if line is None:
            flag, number = _FLAGS[redirect], self._number((way,))
            self._lines[pageid] = f"{number} {title.namespace} {flag}{title.text}".encode()
            return
        known, _, rest = line.partition(b" ")
        ways = self._sets[int(known)]
        if way not in ways:
            self._lines[pageid] = b"%d %b" % (self._number(tuple(sorted((*ways, way)))), rest)

    def candidates(self, size: int) -> Iterator[CandidateBatch]:
        """All pages in batches of this size; nothing can be added while they are read."""
        vias = [tuple(self._vias[way - 1] for way in ways if way) for ways in self._sets]
        lines = iter(self._lines.items())
        while part := list(islice(lines, size)):
            batch = []
            for pageid, line in part:
                known, namespace, rest = line.decode().split(" ", 2)
                ways = int(known)
                batch.append(
                    Candidate(
                        Title(int(namespace), rest[1:]),
                        pageid,
                        _READ_FLAGS[rest[0]],
                        self._sets[ways][0] == _DIRECT[0],
                        vias[ways],
                    )
                )
            yield batch

    def _number(self, ways: tuple[int, ...]) -> int:
        number = self._numbers.get(ways)
        if number is None:
            number = self._numbers[ways] = len(self._sets)
            self._sets.append(ways)
        return number
