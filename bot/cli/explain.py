"""`wikisweep explain`: what planning a task will ask, and what the task does to one page."""

import sys
from pathlib import Path
from typing import Any

import click

from bot.cli.context import common, opened
from bot.cli.helping import ExampleCommand
from bot.render import json_line
from bot.render.explaining import explained_text, page_text
from bot.services.explaining import explain
from bot.services.one_page import explain_page


@click.command(
    name="explain",
    cls=ExampleCommand,
    examples=(
        "wikisweep explain tasks/mercury.yaml",
        "wikisweep explain tasks/mercury.yaml --page 'Mercury in fiction'",
    ),
)
@click.argument("task", metavar="TASK", type=Path)
@click.option("--page", metavar="TITLE", help="Ask for this page alone, and tell its whole way.")
@common("format", "wiki", "config", "state", "quiet")
def command(task: Path, page: str | None, **options: Any) -> int:
    """Tell the requests that planning TASK will make, and why; no wiki is asked.

    With --page: what each filter sees on that page and decides, what each action changes, what
    the conditions say, and what would be planned. That page is read, and nothing is written.
    """
    with opened(options) as context:
        (loaded,) = context.tasks([task])
        context.check_wiki(loaded)
        if page is None:
            told = explain(loaded, context.settings(loaded.wiki))
        else:
            told = explain_page(loaded, context.wiki(loaded.wiki), page)
        if options["format"] == "json":
            sys.stdout.writelines(map(json_line, told))
        else:
            sys.stdout.writelines(explained_text(told) if page is None else page_text(told))
    return 0
