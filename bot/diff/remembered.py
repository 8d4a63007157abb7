"""Remembers how giant texts differ: the ledger, the terminal and the web page all ask for it.

Keeps numbers alone, no text, and no more than a bounded many of them.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b

from bot.diff.alignment import Change

_GIANT = 100_000  # characters of both texts; below it, comparing anew takes some milliseconds
_MOST = 1 << 22  # numbers kept, of eight bytes each: 32 MiB


class Remembered:
    """The changes of the giant texts that were compared last; `most` numbers are kept."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._kept: OrderedDict[bytes, array[int]] = OrderedDict()
        self._size = 0

    def changes(self, before: str, after: str, work: Callable[[], list[Change]]) -> list[Change]:
        """What `work` gives for these texts, or gave."""
        if len(before) + len(after) < _GIANT:
            return work()
        key = _digest(before) + _digest(after)
        known = self._kept.pop(key, None)
        if known is None:
            found = work()
            known = array("q", [number for change in found for number in change])
            self._size += len(known)
        else:
            numbers = iter(known)
            found = [Change(*four) for four in zip(numbers, numbers, numbers, numbers, strict=True)]
        self._kept[key] = known
        while self._size > self._most:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest)
        return found


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
