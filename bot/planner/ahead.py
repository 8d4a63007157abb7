"""Works one step ahead: the next batch is fetched while this one is worked on.

Only one thread ever runs the iterator, so a wiki still sees one request at a time; and at most
two batches are in memory, the one being worked on and the one being fetched.
"""

import sys
from collections.abc import Generator, Iterator
from queue import SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")
_MORE, _ENOUGH = "more", "enough"
# The fetching thread works for moments between long waits; with Python's own 5 ms each of these
# moments would wait that long for the thread that works on a batch.
_TURN = 0.0005  # seconds


class _End:
    """What the fetching thread hands over last: nothing more, or the exception that ended it."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


class Ahead(Generic[T]):
    """Runs `batches` in a thread of its own, never more than one batch ahead of its reader."""

    def __init__(self, batches: Iterator[T]) -> None:
        self._batches = batches
        self._ready: SimpleQueue[T | _End] = SimpleQueue()
        self._wanted: SimpleQueue[str] = SimpleQueue()
        # A daemon: ^C must end the program at once, also in the middle of a slow request.
        self._thread = Thread(target=self._fetch, name="fetching", daemon=True)

    def __iter__(self) -> Generator[T, None, None]:
        turn = sys.getswitchinterval()
        sys.setswitchinterval(_TURN)
        self._thread.start()
        self._wanted.put(_MORE)
        try:
            while True:
                batch = self._ready.get()
                if isinstance(batch, _End):
                    if batch.error:
                        raise batch.error
                    return
                self._wanted.put(_MORE)
                yield batch
                del batch
        finally:
            self._wanted.put(_ENOUGH)
            sys.setswitchinterval(turn)

    def _fetch(self) -> None:
        try:
            while self._wanted.get() == _MORE:
                self._ready.put(next(self._batches))
        except StopIteration:
            self._ready.put(_End())
        except BaseException as error:  # noqa: BLE001 - it is raised again where it is read
            self._ready.put(_End(error))
