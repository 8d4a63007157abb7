"""^C, SIGTERM, SIGHUP: while edits are made, the one under way is finished, then the work ends.

Elsewhere each of them ends the command at once: `bot.cli.heeding`. Tells nothing.
"""

import signal
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from types import FrameType
from typing import Any, Final, Self

from bot.applier import Ending
from bot.cli.heeding import RAISES, heeded

PATIENCE: Final = 8.0  # seconds for the edit under way; Kubernetes kills after 30, others after 10
_AGAIN: Final = 1.0  # seconds until what holds up the end itself is broken off, too


class Signals:
    """While it is entered, the first signal asks for the end of the work and of all waits.

    What is under way then has `patience` seconds; after them, and at a second ^C, the signal's
    own exception is raised wherever the program is. What `heed` leaves ignored is so here, too.
    To be entered in the main thread alone.
    """

    def __init__(
        self, ending: Ending, end_waits: Callable[[], None], *, patience: float = PATIENCE
    ) -> None:
        self._ask = (ending.ask, end_waits)
        self._patience = patience
        self._before: dict[int, Any] = {}
        # Asking takes locks, which the interrupted code may itself be holding; a SimpleQueue
        # alone may be filled by a signal handler. So another thread asks.
        self._came: SimpleQueue[int | None] = SimpleQueue()
        self._first: int | None = None

    @property
    def exit_code(self) -> int | None:
        """128 and the number of the signal that came first; None where none came."""
        return None if self._first is None else 128 + self._first

    def __enter__(self) -> Self:
        self._asking = Thread(target=self._wait, name="signals", daemon=True)
        self._asking.start()
        for one in heeded():
            self._before[one] = signal.signal(one, self._on_signal)
        self._before[signal.SIGALRM] = signal.signal(signal.SIGALRM, self._on_alarm)
        return self

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for one, handler in self._before.items():
            signal.signal(one, handler)
        self._came.put(None)
        self._asking.join()

    def _wait(self) -> None:
        if self._came.get() is not None:
            for ask in self._ask:
                ask()

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self._first is None:
            self._first = number
            signal.setitimer(signal.ITIMER_REAL, self._patience, _AGAIN)
            self._came.put(number)
        elif number == signal.SIGINT:
            raise KeyboardInterrupt

    def _on_alarm(self, _number: int, _frame: FrameType | None) -> None:
        raise RAISES[self._first or signal.SIGTERM]
