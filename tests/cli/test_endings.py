"""Every way a command can end: its words on stderr, its exit code, and nothing else."""

import io
from contextlib import redirect_stderr

import click
import pytest

from bot.cli.endings import HungUp, Several, Terminated, exit_code, printable
from bot.errors import ApiError, BotError, InvalidFile, Place, Problem, Stopped, UsageError

INVALID = InvalidFile([Problem(Place("t.yaml", 2, 3), "no such key", "did you mean x?")])


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (BotError("it failed"), 1, "wikisweep: it failed"),
        (UsageError("wrong\nand more"), 2, "wikisweep: wrong\nwikisweep: and more"),
        (INVALID, 2, "t.yaml:2:3: no such key (did you mean x?)"),
        (Stopped("the stop page says so"), 3, "wikisweep: the stop page says so"),
        (ApiError("maxlag", "too slow"), 1, "wikisweep: the wiki answered maxlag: too slow"),
        (
            Several([BotError("one"), INVALID]),
            2,
            "wikisweep: one\nt.yaml:2:3: no such key (did you mean x?)",
        ),
        (KeyboardInterrupt(), 130, "wikisweep: stopped by ^C; nothing was written to a wiki"),
        (click.Abort(), 130, "wikisweep: stopped by ^C; nothing was written to a wiki"),
        (Terminated(), 143, "wikisweep: stopped by SIGTERM; nothing was written to a wiki"),
        (HungUp("run x is done"), 129, "wikisweep: stopped by SIGHUP; run x is done"),
        (BrokenPipeError(32, "Broken pipe"), 0, ""),
        (click.exceptions.Exit(7), 7, ""),
        (OSError(28, "No space left on device"), 1, "wikisweep: cannot write the output: No space"),
        (OSError(13, "Permission denied", "x.txt"), 1, "wikisweep: a bug in wikisweep: Permission"),
        (click.ClickException("No such thing."), 1, "wikisweep: no such thing (wikisweep --help)"),
        (
            ZeroDivisionError("division\nby zero"),
            1,
            "wikisweep: a bug in wikisweep: ZeroDivisionError: division by zero; --debug shows",
        ),
    ],
)
def test_an_error_has_its_words_and_its_code(capsys, error, code, told):
    assert exit_code(error) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(told)
    assert said.err.count("\n") == told.count("\n") + bool(told)


def test_debug_adds_the_traceback_before_the_words(capsys):
    assert exit_code(ValueError("x"), debug=True) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[-2] == "ValueError: x"
    assert told[-1].startswith("wikisweep: a bug")


def test_a_stderr_that_is_gone_changes_no_code():
    class Gone(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    with redirect_stderr(Gone()):
        assert exit_code(BotError("nobody hears it")) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain Ünïcödé 水 😀", "plain Ünïcödé 水 😀"),
        ("\x1b[31mred\r\x07", "\\x1b[31mred\\r\\x07"),
        ("a\u202eb", "a\\u202eb"),
        ("\udcff", "\\udcff"),
    ],
)
def test_what_a_terminal_would_obey_is_spelled_out(text, shown):
    assert printable(text) == shown
