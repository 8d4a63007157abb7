"""Every way in which a command can end other than well: its words on stderr, its exit code.

Everything else raises; nothing else tells an error or knows an exit code.
"""

import contextlib
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from bot.errors import BotError, InvalidFile
from bot.hiding import without_secrets

# click's own words for more than one option that could have been meant
_SEVERAL = re.compile(r"\. \(Did you mean one of: (.*)\)$")
FAILED, USAGE, HUNG_UP, INTERRUPTED, TERMINATED = 1, 2, 129, 130, 143


class Terminated(BaseException):
    """SIGTERM came; like KeyboardInterrupt it passes every `except Exception`.

    The text of either, where there is one, says what was written to a wiki before.
    """

    word = "SIGTERM"
    exit_code = TERMINATED


class HungUp(Terminated):
    """SIGHUP came: the terminal was closed, or the connection to it was lost."""

    word = "SIGHUP"
    exit_code = HUNG_UP


class Several(BotError):
    """Faults that have nothing to do with each other, told together; the gravest code counts."""

    def __init__(self, errors: Sequence[BotError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in errors))
        self.exit_code = max(error.exit_code for error in errors)


def told_plainly(line: str) -> None:
    """Tell a line of an error on stderr."""
    click.echo(printable(line), err=True)


def exit_code(
    error: BaseException, *, debug: bool = False, tell: Callable[[str], None] = told_plainly
) -> int:
    """Tell the error, with its traceback where asked, and give its exit code.

    `tell` is given each line: it writes to stderr, or to the log that stands there.
    """
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        return 0  # whoever read our output has seen enough (`| head`)
    if debug:
        _tell("".join(traceback.format_exception(error)).splitlines(), tell)
    _tell(_words(error), tell)
    if isinstance(error, click.ClickException | BotError):
        return error.exit_code
    if isinstance(error, KeyboardInterrupt | click.Abort):
        return INTERRUPTED
    return error.exit_code if isinstance(error, Terminated) else FAILED


def _words(error: BaseException) -> Iterator[str]:
    match error:
        case InvalidFile():  # as compilers tell it: editors find the place at the line's start
            yield from str(error).splitlines()
        case Several():
            for one in error.errors:
                yield from _words(one)
        case BotError():
            yield from (f"wikisweep: {line}" for line in str(error).splitlines())
        case click.exceptions.NoArgsIsHelpError():
            yield from error.format_message().splitlines()
        case click.ClickException():
            yield _usage(error)
        case KeyboardInterrupt() | click.Abort() | Terminated():
            signal = error.word if isinstance(error, Terminated) else "^C"
            yield f"wikisweep: stopped by {signal}; {str(error) or 'nothing was written to a wiki'}"
        case OSError(filename=None, strerror=str(reason)):
            yield f"wikisweep: cannot write the output: {reason}"
        case _:
            told = " ".join(f"{type(error).__name__}: {error}".split())
            yield f"wikisweep: a bug in wikisweep: {told}; --debug shows where"


def _usage(error: click.ClickException) -> str:
    """What click says, on one line, with the command whose help tells more."""
    message = " ".join(error.format_message().split()).rstrip(".").replace(". Did", "; did")
    if several := _SEVERAL.search(message):
        message = f"{message[: several.start()]}; did you mean {several[1].replace(', ', ' or ')}?"
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "wikisweep"
    return f"{command}: {message[:1].lower()}{message[1:]} ({command} --help)"


def _tell(lines: Iterator[str] | list[str], tell: Callable[[str], None]) -> None:
    with contextlib.suppress(OSError):  # stderr may be gone as well
        for line in lines:  # a traceback has the foreign exceptions' words, too
            tell(without_secrets(line))


def printable(line: str) -> str:
    """The line with what a terminal would obey spelled out: a title or a path may hold it."""
    if line.isprintable():
        return line
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode() for one in line
    )


def prepare_output() -> None:
    """Let no letter end the program: UTF-8 into files and pipes, escapes on a lesser terminal.

    A stream that the caller has closed goes nowhere, so that no other file takes its number.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - to the end
        else:
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def end_output() -> None:
    """Write what is still held back; where nobody takes it, let it go nowhere."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
