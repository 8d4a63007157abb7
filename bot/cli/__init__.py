"""The command line. `main` is the one place where errors become words and exit codes."""

import os
import signal
import sys
import traceback
from types import FrameType

import click

from bot import __version__
from bot.cli.commands import Commands
from bot.errors import BotError

_EPILOG = (
    "Start with: wikisweep init. A first look without any wiki: wikisweep list backlinks Mercury"
)


@click.group(
    cls=Commands,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="wikisweep")
def wikisweep() -> None:
    """Say in a YAML task what should happen to which wiki pages, see it, then do exactly that."""


class _Terminated(BaseException):
    """SIGTERM came; like KeyboardInterrupt it passes every `except Exception`."""


def _on_sigterm(_signal: int, _frame: FrameType | None) -> None:
    raise _Terminated


def main() -> None:
    """Run the command line and end the process with the exit code of docs/cli.md."""
    signal.signal(signal.SIGTERM, _on_sigterm)
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _silence_stdout()
    sys.exit(code)


def run(arguments: list[str]) -> int:  # noqa: PLR0911 - each way to end is one return
    """Run one command and return its exit code; every error is told in words on stderr."""
    debug = "--debug" in arguments
    try:
        result = wikisweep.main(args=arguments, standalone_mode=False)
    except click.exceptions.Exit as end:
        return end.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _tell("stopped by ^C; nothing was written to a wiki", 130)
    except _Terminated:
        return _tell("stopped by SIGTERM; nothing was written to a wiki", 143)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        _silence_stdout()
        return 0
    except BotError as error:
        if debug:
            traceback.print_exc()
        return _tell(str(error), error.exit_code)
    except Exception as error:  # noqa: BLE001 - the last net: a bug is told as one
        if debug:
            traceback.print_exc()
            return 1
        kind = type(error).__name__
        return _tell(f"a bug in wikisweep: {kind}: {error}; --debug shows where", 1)
    return result if isinstance(result, int) else 0


def _tell(message: str, code: int) -> int:
    for line in message.splitlines():
        click.echo(f"wikisweep: {line}", err=True)
    return code


def _silence_stdout() -> None:
    """Whoever read our output has gone (`| head`): let the flush at exit go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
