"""`wikisweep plugins`: the reference manual, from the plugins' own docstrings and fields."""

import inspect
import sys
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import click

from bot.cli.context import common, opened
from bot.cli.helping import ExampleCommand
from bot.loading import PluginTables, manual
from bot.loading.shapes import kind_of, main_option, options, shapes
from bot.plugin import Plugin
from bot.render import json_line


@click.command(
    name="plugins",
    cls=ExampleCommand,
    examples=(
        "wikisweep plugins",
        "wikisweep plugins retarget_link",
        "wikisweep plugins --format json",
    ),
)
@click.argument("name", required=False)
@common("format", "config")
def command(name: str | None, **given: Any) -> None:
    """List all sources, filters, actions and conditions, or tell all about the one of that NAME."""
    with opened(given) as context:
        pages = manual(context.tables, name)
        if given["format"] == "json":
            sys.stdout.writelines(json_line(one) for one in _described(context.tables, name))
        else:
            click.echo(pages, nl=False)


def _described(tables: PluginTables, name: str | None) -> Iterator[dict[str, Any]]:
    wanted = name and name.strip().rstrip(":").replace("-", "_")
    for kind in fields(tables):
        for plugin_name, plugin in sorted(getattr(tables, kind.name).items()):
            if wanted in (None, plugin_name):
                yield _description(plugin)


def _description(plugin: type[Plugin]) -> dict[str, Any]:
    known, main = shapes(plugin), main_option(plugin)
    return {
        "kind": kind_of(plugin),
        "name": plugin.yaml_name,
        "about": inspect.cleandoc(plugin.__doc__ or ""),
        "options": [
            {
                "name": name,
                "takes": str(known[name]),
                "required": field.is_required(),
                "main": name == main,
                "about": field.description or "",
            }
            for name, field in options(plugin).items()
        ],
    }
