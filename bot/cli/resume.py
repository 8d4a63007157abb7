"""`wikisweep resume`: goes on with a run that did not come to its end, or to its plan's."""

from typing import Any

import click

from bot.cli.applying import apply_plan, wishes
from bot.cli.context import common, opened
from bot.cli.helping import ExampleCommand
from bot.cli.keeping import kept


@click.command(
    name="resume",
    cls=ExampleCommand,
    examples=(
        "wikisweep resume k3fd7m",
        "wikisweep resume k3fd7m --yes --talk-read",
    ),
)
@click.argument("run", metavar="RUN")
@wishes
@common("format", "wiki", "config", "state", "quiet", "log")
def command(run: str, **options: Any) -> int:
    """Go on with RUN where it was stopped, ended or killed, by its id or the first four letters.

    What became of an edit whose answer was lost is found out first. A run that waits for a look
    at its first edits is approved by it.
    """
    with opened(options) as context:
        ledger = kept(context)
        found = ledger.runs.run(run)
        return apply_plan(context, ledger, ledger.plan(found.plan), options, found)
