import threading
import time

import pytest

from bot.errors import BotError
from bot.outside.bounded import within


def test_a_job_that_ends_in_time_is_done():
    done: list[int] = []
    within(5, lambda: done.append(1))
    assert done == [1]


def test_what_a_job_raises_is_raised():
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 // 0)


def test_a_job_without_end_is_left():
    forever = threading.Event()
    begun = time.monotonic()
    with pytest.raises(BotError, match="it came to no end within 0 s"):
        within(0.05, lambda: forever.wait(30))
    assert time.monotonic() - begun < 5
    forever.set()
