"""A wish to end soon that anybody may utter and every wait listens to. Knows no signals."""

from threading import Event


class Ended(Exception):
    """Takes the work out of whatever it is at, once the end was asked for; nobody sees it."""


class Ending:
    """Asked for once, kept for good. Safe to ask for from a signal handler or another thread."""

    def __init__(self) -> None:
        self._event = Event()

    @property
    def asked(self) -> bool:
        """Whether the work should end after what is under way."""
        return self._event.is_set()

    def ask(self) -> None:
        """End soon."""
        self._event.set()

    def wait(self, seconds: float = 0.0) -> None:
        """Wait so long; raises Ended as soon as somebody asks for the end, or has asked."""
        if self._event.wait(seconds):
            raise Ended
