"""A plan carried out for a command whose output nobody takes any more."""

from contextlib import redirect_stdout
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest

from bot.applier import Ending
from bot.cli import _flush
from bot.cli.applying import _to_the_end
from bot.cli.carrying import Carrying
from bot.cli.estimate import Estimate
from bot.errors import BotError
from bot.plan import Outcome


class Broken(StringIO):
    def flush(self):
        raise OSError(28, "No space left on device")


def quiet(*_):
    """Nothing is drawn."""


def test_after_the_first_line_that_nobody_took_no_other_is_tried():
    told: list[int] = []

    def tell(_run, done):
        told.append(done.number)
        raise BrokenPipeError

    context: Any = SimpleNamespace(status=SimpleNamespace(clear=quiet, show=quiet))
    wiki: Any = SimpleNamespace(end_waits=quiet)
    ending = Ending()
    carrying = Carrying(context, wiki, ending, tell, estimate=Estimate(0), items=2)
    applying: Any = SimpleNamespace(run=SimpleNamespace(task="t"))
    for number in (1, 2):
        done: Any = SimpleNamespace(number=number, outcome=Outcome(code="saved"))
        carrying._settled(applying, done)  # noqa: SLF001 - one step of carry_out
    assert told == [1]
    assert ending.asked


@pytest.mark.parametrize("signal", [129, None])
def test_a_last_line_that_nobody_takes_matters_unless_a_signal_came(signal):
    def end(*_):
        raise BotError("cannot write the output")

    carrying: Any = SimpleNamespace(carry_out=lambda _: 129, signal=signal)
    applying: Any = SimpleNamespace(run=None, left=0)
    told: Any = SimpleNamespace(end=end)
    if signal:
        assert _to_the_end(applying, carrying, told) == 129
    else:
        with pytest.raises(BotError, match="cannot write"):
            _to_the_end(applying, carrying, told)


def test_output_that_cannot_be_written_is_an_error_unless_a_signal_has_its_own_code():
    with redirect_stdout(Broken()):
        _flush(143)
        for result in (0, None):
            with pytest.raises(OSError, match="No space"):
                _flush(result)
