"""The command line: its group of commands, and `main`, where every command begins and ends."""

import sys
from collections.abc import Sequence

import click

from bot import __version__
from bot.cli import garbage
from bot.cli.commands import Commands
from bot.cli.endings import (
    end_output,
    exit_code,
    prepare_output,
    told_plainly,
)
from bot.cli.heeding import heed
from bot.cli.helping import HELP
from bot.cli.log import asked_log

_EPILOG = """\b
Begin with `wikisweep init`. A first look, at the wiki that ships along:
  wikisweep list backlinks Mercury --wiki demo
Each command tells more: wikisweep COMMAND --help"""

_SIGNALLED = 128  # and the number of a signal: the exit code where one ended the command


@click.group(
    cls=Commands,
    epilog=_EPILOG,
    context_settings=dict(HELP),
)
@click.version_option(__version__, prog_name="wikisweep")
def wikisweep() -> None:
    """Say in a YAML task what should happen to which wiki pages, see it, then do exactly that."""


def main() -> None:
    """Run the command line and end the process with the exit code of docs/cli.md."""
    garbage.begin()
    heed()
    prepare_output()
    code = run(sys.argv[1:])
    end_output()
    garbage.end()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; every error is told in words on stderr."""
    try:
        # not `wikisweep.main()`, which would turn ^C and a closed pipe into endings of its own
        with wikisweep.make_context("wikisweep", list(arguments)) as context:
            result = wikisweep.invoke(context)
        _flush(result)
    except BaseException as error:  # noqa: BLE001 - the last net, for ^C as well
        log = asked_log(arguments)
        tell = log.error if log else told_plainly
        return exit_code(error, debug="--debug" in arguments, tell=tell)
    return result if isinstance(result, int) else 0


def _flush(result: object) -> None:
    """Raise OSError where what was said cannot be written, unless a signal has its own code."""
    try:
        sys.stdout.flush()
    except OSError:
        if not (isinstance(result, int) and result > _SIGNALLED):
            raise
