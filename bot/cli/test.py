"""`wikisweep test`: the tests of task files alone. Touches no wiki."""

from pathlib import Path
from typing import Any

import click

from bot.cli.context import common, opened
from bot.cli.endings import FAILED
from bot.cli.helping import ExampleCommand
from bot.cli.verdicts import Verdicts


@click.command(
    name="test",
    cls=ExampleCommand,
    examples=("wikisweep test tasks/mercury.yaml",),
)
@click.argument("tasks", nargs=-1, required=True, metavar="TASK...", type=Path)
@common("format", "config", "quiet")
def command(tasks: tuple[Path, ...], **options: Any) -> int:
    """Run the tests of each TASK, and show a diff where a text is not the expected one.

    No wiki is asked. Exit code 1: a test failed.
    """
    with opened(options) as context:
        verdicts = Verdicts(options["format"], context.config.templates)
        passed = [verdicts.show(task) for task in context.tasks(tasks)]
    return 0 if all(passed) else FAILED
