"""A wish to end soon that anybody may utter and every wait listens to. Knows no signals."""

import time
from typing import Final

_STEP: Final = 0.1  # seconds: how soon a wait hears the wish


class Ended(Exception):
    """Takes the work out of whatever it is at, once the end was asked for; nobody sees it."""


class Ending:
    """Asked for once, kept for good. Safe to ask for from a signal handler or another thread.

    It holds no lock: a signal handler that set an event in the very moment in which the main
    thread begins to wait for it would hang.
    """

    def __init__(self) -> None:
        self._asked = False

    @property
    def asked(self) -> bool:
        """Whether the work should end after what is under way."""
        return self._asked

    def ask(self) -> None:
        """End soon."""
        self._asked = True

    def wait(self, seconds: float = 0.0) -> None:
        """Wait so long; raises Ended as soon as somebody asks for the end, or has asked."""
        until = time.monotonic() + seconds
        while not self._asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(_STEP, left))
        if self._asked:
            raise Ended
