"""A wish to end soon, which every wait listens to."""

import threading

import pytest

from bot.applier.ending import Ended, Ending


def test_a_wait_ends_by_itself_where_nobody_asks():
    ending = Ending()
    ending.wait(0.01)
    assert not ending.asked


def test_a_wait_is_over_as_soon_as_somebody_asks():
    ending = Ending()
    threading.Timer(0.05, ending.ask).start()
    with pytest.raises(Ended):
        ending.wait(60)
    assert ending.asked


def test_once_asked_for_nothing_waits_any_more():
    ending = Ending()
    ending.ask()
    with pytest.raises(Ended):
        ending.wait()
