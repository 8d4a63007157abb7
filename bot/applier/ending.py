"""A wish to end soon that anybody may utter and every wait listens to. Knows no signals."""

from threading import Event


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

    def wait(self, seconds: float) -> None:
        """Wait so long, or until somebody asks for the end."""
        self._event.wait(seconds)
