"""So many candidates with the lowest lots, in little memory, in the order in which they came."""

from array import array
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from bot.page import Candidate
from bot.sources.gathered import Gathered
from bot.wiki import CandidateBatch

_BEYOND: Final = (
    1 << 16
)  # at least so many beyond those that count are kept before some are left out
_SHIFT: Final = 48  # lots are below 2**64; the upper 16 bits part them into heaps
_HEAPS: Final = 1 << 16


class Drawn:
    """Draws `count` candidates; each comes with its lot, which is a number below 2**64.

    No more than a quarter beyond `count` are ever kept, or beyond that some 65,000.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._most = count + max(count // 4, _BEYOND)
        self._kept = Gathered()
        self._lots = array("Q")
        self._below = 1 << 64  # higher lots do not win any more

    def add(self, lot: int, one: Candidate) -> None:
        """Take a candidate in, unless so many have a lower lot; the same page has the same lot."""
        if lot >= self._below:
            return
        self._kept.add(one)
        if len(self._kept) > len(self._lots):
            self._lots.append(lot)
        if len(self._lots) > self._most:
            self._leave_out()

    def batches(self, size: int) -> Iterator[CandidateBatch]:
        """Those that were drawn; of equal lots the earlier one wins."""
        self._leave_out()
        if self._lots and len(self._lots) > self._count:
            # all in the last heap, of which there are few
            last = (self._below >> _SHIFT) - 1
            doubtful = sorted(
                (lot, number) for number, lot in enumerate(self._lots) if lot >> _SHIFT == last
            )
            lost = {number for _, number in doubtful[self._count - len(self._lots) :]}
            self._kept.keep(lambda number: number not in lost)
        return self._kept.batches(size)

    def _leave_out(self) -> None:
        """Keep the heaps with the lowest lots that have enough together."""
        if len(self._lots) <= self._count:
            return
        sizes = [0] * _HEAPS
        for lot in self._lots:
            sizes[lot >> _SHIFT] += 1
        last = next(heap for heap, sum_ in enumerate(accumulate(sizes)) if sum_ >= self._count)
        below = self._below = last + 1 << _SHIFT
        lots = self._lots
        self._kept.keep(lambda number: lots[number] < below)
        self._lots = array("Q", (lot for lot in lots if lot < below))
