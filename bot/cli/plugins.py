"""`wikisweep plugins`: the reference manual, from the plugins' own docstrings and fields."""

from typing import Any

import click

from bot.cli.context import common, opened
from bot.loading import manual


@click.command(name="plugins")
@click.argument("name", required=False)
@common("config")
def command(name: str | None, **options: Any) -> None:
    r"""List all sources, filters, actions and conditions, or tell all about the one of that NAME.

    \b
    wikisweep plugins
    wikisweep plugins retarget_link
    """
    with opened(options) as context:
        click.echo(manual(context.tables, name))
