"""`wikisweep check`: every problem of task files, then their tests. Touches no wiki."""

from pathlib import Path
from typing import Any

import click

from bot.cli.context import common, opened
from bot.cli.endings import FAILED, Several
from bot.cli.helping import ExampleCommand
from bot.cli.verdicts import Verdicts
from bot.services.checking import impossible_titles


@click.command(
    name="check",
    cls=ExampleCommand,
    examples=(
        "wikisweep check tasks/mercury.yaml",
        "wikisweep check tasks/*.yaml --format json",
    ),
)
@click.argument("tasks", nargs=-1, required=True, metavar="TASK...", type=Path)
@common("format", "config", "quiet")
def command(tasks: tuple[Path, ...], **options: Any) -> int:
    """Tell everything that is wrong with each TASK, with line and column, and run its tests.

    No wiki is asked. Exit code 2: a file is invalid; 1: a test failed.
    """
    with opened(options) as context:
        loaded, faults = context.load(tasks)
        verdicts, passed = Verdicts(options["format"], context.config.templates), []
        for task in loaded:
            impossible = [(Path(task.file), error) for error in impossible_titles(task)]
            if impossible:
                faults += impossible
            else:
                passed.append(verdicts.show(task))
        verdicts.show_faults(faults)
    if faults:
        raise Several([error for _, error in faults])
    return 0 if all(passed) else FAILED
