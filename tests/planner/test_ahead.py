"""One batch ahead and never two, in one thread, with errors told where they are read."""

import sys
import threading
import time
from collections.abc import Iterator

import pytest

from bot.planner.ahead import Ahead


class Batches:
    """Counts how far it was read, and by which threads."""

    def __init__(self, count: int, error: Exception | None = None) -> None:
        self.count = count
        self.error = error
        self.fetched = 0
        self.threads: set[int] = set()

    def __iter__(self) -> Iterator[int]:
        for number in range(self.count):
            self.threads.add(threading.get_ident())
            self.fetched += 1
            yield number
        if self.error:
            raise self.error


def settled(batches: Batches) -> int:
    """How many batches were fetched once nothing more happens."""
    before = -1
    while before != batches.fetched:
        before = batches.fetched
        time.sleep(0.02)
    return before


def test_gives_every_batch_in_order():
    assert list(Ahead(iter(Batches(5)))) == [0, 1, 2, 3, 4]


def test_an_empty_stream_ends_at_once():
    assert list(Ahead(iter(Batches(0)))) == []


def test_fetches_one_batch_while_one_is_worked_on_and_no_more():
    batches = Batches(10)
    stream = iter(Ahead(iter(batches)))
    assert next(stream) == 0
    assert settled(batches) == 2
    assert next(stream) == 1
    assert settled(batches) == 3
    stream.close()
    assert settled(batches) == 3


def test_one_thread_alone_does_all_the_fetching():
    batches = Batches(4)
    list(Ahead(iter(batches)))
    assert len(batches.threads) == 1
    assert threading.get_ident() not in batches.threads


def test_an_error_comes_after_the_batches_before_it():
    stream = iter(Ahead(iter(Batches(2, ValueError("cut off")))))
    assert [next(stream), next(stream)] == [0, 1]
    with pytest.raises(ValueError, match="cut off"):
        next(stream)


def test_the_threads_take_short_turns_while_it_runs_and_usual_ones_after():
    usual = sys.getswitchinterval()
    pages = iter(Ahead(iter(Batches(3))))
    next(pages)
    assert sys.getswitchinterval() < usual
    pages.close()
    assert sys.getswitchinterval() == usual


def test_an_error_leaves_the_usual_turns_too():
    usual = sys.getswitchinterval()
    with pytest.raises(ValueError, match="no more"):
        list(Ahead(iter(Batches(2, ValueError("no more")))))
    assert sys.getswitchinterval() == usual
