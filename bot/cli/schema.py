"""`wikisweep schema`: the JSON Schema of task files, for editors."""

import json
from typing import Any

import click

from bot.cli.context import common, opened
from bot.loading import task_schema


@click.command(name="schema")
@common("config")
def command(**options: Any) -> None:
    r"""Print the JSON Schema of task files, with all plugins that are installed here.

    \b
    wikisweep schema > wikisweep.schema.json
    """
    with opened(options) as context:
        click.echo(json.dumps(task_schema(context.tables), indent=2, ensure_ascii=False))
