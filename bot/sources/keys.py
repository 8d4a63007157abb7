"""Keys numbered in the order in which they came, in a third of the memory of a dict. Asks nothing.

A table of open addressing over one string of bytes: some 45 bytes for a key of 25, where a dict
of such keys and numbers takes 140.
"""

from array import array
from collections.abc import Callable, Iterator
from typing import Final

_FEWEST: Final = 1 << 10  # slots; always a power of two
_TAG: Final = (1 << 32) - 1


class Keys:
    """Different keys, each with the number of those that came before it."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q", [0])  # key n stands between the ends n and n + 1
        self._tags = array("I")  # a part of the hash of each, lest keys be compared for nothing
        self._slots = array("I", bytes(4 * _FEWEST))  # number + 1, or 0 where a slot is free

    def __len__(self) -> int:
        return len(self._tags)

    def __contains__(self, key: bytes) -> bool:
        return self.number(key) is not None

    def __iter__(self) -> Iterator[bytes]:
        return map(self.key, range(len(self)))

    def key(self, number: int) -> bytes:
        """The key of a number that there is."""
        return bytes(self._bytes[self._ends[number] : self._ends[number + 1]])

    def number(self, key: bytes) -> int | None:
        """The number of a key, None for one that is not there."""
        number = self._slots[self._slot(key, hash(key) & _TAG)]
        return number - 1 if number else None

    def add(self, key: bytes) -> int:
        """The number of a key, which is put behind the others if it is not there."""
        tag = hash(key) & _TAG
        slot = self._slot(key, tag)
        if number := self._slots[slot]:
            return number - 1
        self._bytes += key
        self._ends.append(len(self._bytes))
        self._tags.append(tag)
        number = self._slots[slot] = len(self._tags)
        if 2 * number > len(self._slots):
            self._place(2 * len(self._slots))
        return number - 1

    def keep(self, wanted: Callable[[int], bool]) -> None:
        """Leave out all other numbers; those that are left move up, in the same order."""
        left = end = 0
        for number in range(len(self)):
            if wanted(number):
                key = self.key(number)
                self._bytes[end : end + len(key)] = key
                self._tags[left] = self._tags[number]
                left, end = left + 1, end + len(key)
                self._ends[left] = end
        del self._bytes[end:], self._tags[left:], self._ends[left + 1 :]
        self._place(len(self._slots))

    def _slot(self, key: bytes, tag: int) -> int:
        """Where the key stands, or the free slot where it would."""
        slots, tags, last = self._slots, self._tags, len(self._slots) - 1
        slot = tag & last
        while (number := slots[slot]) and (tags[number - 1] != tag or self.key(number - 1) != key):
            slot = slot + 1 & last
        return slot

    def _place(self, size: int) -> None:
        """Find every key its slot among so many."""
        self._slots = slots = array("I", bytes(4 * size))
        for number, tag in enumerate(self._tags, start=1):
            slot = tag & size - 1
            while slots[slot]:
                slot = slot + 1 & size - 1
            slots[slot] = number
