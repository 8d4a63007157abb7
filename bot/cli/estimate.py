"""How long work will still take, by how long it took so far. Counts; draws nothing."""

import time
from collections.abc import Callable

from bot.cli.status import lasting


class Estimate:
    """Items are done one by one, never quicker than `interval` seconds each."""

    def __init__(self, interval: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._interval = interval
        self._clock = clock
        self._began = clock()

    def words(self, done: int, left: int) -> str:
        """`about 5 minutes left`, after `done` items with `left` to go; empty for none."""
        if not (done and left):
            return ""
        each = max((self._clock() - self._began) / done, self._interval)
        return f"about {lasting(each * left)} left"
