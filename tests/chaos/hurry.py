"""Time in a hurry: whoever waits wakes early, and is told that all of it has passed."""

from typing import Final

from bot.applier import Ending
from bot.mediawiki import Clock

_LONGEST: Final = 0.02  # seconds that a wait really takes at most


class HurriedClock(Clock):
    """A clock on which waits count in full."""

    def __init__(self) -> None:
        super().__init__()
        self._saved = 0.0

    def now(self) -> float:
        return super().now() + self._saved

    def wait(self, seconds: float) -> None:
        super().wait(min(seconds, _LONGEST))
        self._saved += max(0.0, seconds - _LONGEST)


class HurriedEnding(Ending):
    """An end that may be asked for, as any other, but pauses are short."""

    def wait(self, seconds: float = 0.0) -> None:
        super().wait(min(seconds, _LONGEST))
