"""`wikisweep schema`: the JSON Schema of task files, for editors."""

import json
from typing import Any

import click

from bot.cli.context import common, opened
from bot.cli.helping import ExampleCommand
from bot.loading import task_schema


@click.command(
    name="schema", cls=ExampleCommand, examples=("wikisweep schema > wikisweep.schema.json",)
)
@common("config")
def command(**options: Any) -> None:
    """Print the JSON Schema of task files, with all plugins that are installed here."""
    with opened(options) as context:
        click.echo(json.dumps(task_schema(context.tables), indent=2, ensure_ascii=False))
