"""`wikisweep init`: a commented user-config.yaml, a first task, and the schema for editors."""

from pathlib import Path
from typing import Any

import click

from bot.cli.context import common, opened
from bot.cli.helping import ExampleCommand
from bot.services.starting import start


@click.command(
    name="init",
    cls=ExampleCommand,
    examples=(
        "wikisweep init",
        "wikisweep plan tasks/first.yaml",
    ),
)
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@common("quiet")
def command(folder: Path, **options: Any) -> None:
    """Write user-config.yaml, a first task and the tasks' JSON Schema to FOLDER.

    What is there already is left as it is. The first task runs at once, on the wiki that ships
    with wikisweep.
    """
    with opened(options) as context:
        written = list(start(folder, context.tables))
        for path in written:
            click.echo(f"written: {path}")
        if not written:
            context.status.say("nothing to write: all files are there already")
