"""Signals while edits are made: the first asks for the end, patience has one, a second ^C none."""

import os
import signal
import threading
import time

import pytest

from bot.applier import Ending
from bot.applier.ending import Ended
from bot.cli.endings import HungUp, Terminated
from bot.cli.heeding import heed
from bot.cli.signals import Signals

RAISED = [
    (signal.SIGINT, KeyboardInterrupt),
    (signal.SIGTERM, Terminated),
    (signal.SIGHUP, HungUp),
]


class Waits:
    """What a wiki is told."""

    def __init__(self) -> None:
        self.ended = threading.Event()

    def end(self) -> None:
        self.ended.set()


@pytest.fixture
def ending():
    return Ending()


@pytest.fixture
def waits():
    return Waits()


def send(number: int) -> None:
    os.kill(os.getpid(), number)


def hang(number: int) -> None:
    send(number)
    time.sleep(30)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)]
)
def test_the_first_signal_asks_for_the_end_and_raises_nothing(ending, waits, number, code):
    with Signals(ending, waits.end) as signals:
        assert signals.exit_code is None
        assert not ending.asked
        send(number)
        assert waits.ended.wait(5)
        assert ending.asked
    assert signals.exit_code == code


def test_without_a_signal_nothing_is_asked_and_all_is_as_before(ending, waits):
    caught = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)
    before = [signal.getsignal(one) for one in caught]
    threads = threading.active_count()
    with Signals(ending, waits.end) as signals:
        assert [signal.getsignal(one) for one in caught] != before
    assert [signal.getsignal(one) for one in caught] == before
    assert signals.exit_code is None
    assert not ending.asked
    assert not waits.ended.is_set()
    assert threading.active_count() == threads


def test_all_is_as_before_after_an_error_too(ending, waits):
    before = signal.getsignal(signal.SIGINT)

    def fail() -> None:
        send(signal.SIGTERM)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), Signals(ending, waits.end):
        fail()
    assert signal.getsignal(signal.SIGINT) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@pytest.fixture
def restored():
    """The handlers are as before after the test."""
    before = {number: signal.getsignal(number) for number, _ in RAISED}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize(("number", "error"), RAISED)
def test_a_signal_that_is_heeded_raises_its_own_exception(number, error):
    heed()
    with pytest.raises(error):
        hang(number)


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_what_was_ignored_stays_ignored(ending, waits, number):
    signal.signal(number, signal.SIG_IGN)
    heed()
    with Signals(ending, waits.end) as signals:
        send(number)
        assert not waits.ended.wait(0.2)
    assert signal.getsignal(number) == signal.SIG_IGN
    assert signals.exit_code is None
    assert not ending.asked


@pytest.mark.parametrize("first", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_second_interrupt_ends_at_once(ending, waits, first):
    signals = Signals(ending, waits.end)

    def twice() -> None:
        send(first)
        send(signal.SIGINT)
        pytest.fail("the second one should have been raised")

    with pytest.raises(KeyboardInterrupt), signals:
        twice()
    assert signals.exit_code == 128 + first


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGHUP])
def test_any_other_second_signal_changes_nothing(ending, waits, second):
    with Signals(ending, waits.end) as signals:
        send(signal.SIGINT)
        send(second)
        assert waits.ended.wait(5)
    assert signals.exit_code == 130


@pytest.mark.parametrize(("number", "error"), RAISED)
def test_what_does_not_end_in_time_is_broken_off(ending, waits, number, error):
    began = time.monotonic()
    with pytest.raises(error), Signals(ending, waits.end, patience=0.1):
        hang(number)
    assert time.monotonic() - began < 5


def test_an_end_that_itself_takes_long_is_broken_off_again(ending, waits):
    def slow() -> None:
        try:
            hang(signal.SIGTERM)
        finally:
            time.sleep(30)

    with pytest.raises(Terminated), Signals(ending, waits.end, patience=0.1):
        slow()


def test_a_signal_wakes_whoever_waits_however_often_it_comes(ending, waits):
    """The waiting thread holds the lock that asking takes, at the moment of some of the signals."""
    main = threading.get_ident()
    over = threading.Event()

    def storm() -> None:
        while not over.wait(0.001):
            signal.pthread_kill(main, signal.SIGTERM)

    def wait() -> None:
        while True:
            ending.wait(0.0001)

    with Signals(ending, waits.end):
        thread = threading.Thread(target=storm)
        thread.start()
        try:
            with pytest.raises(Ended):
                wait()
        finally:
            over.set()
            thread.join()
