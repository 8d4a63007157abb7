"""`wikisweep apply`: carries out a plan, after showing what that means and asking."""

from typing import Any

import click

from bot.cli.applying import apply_plan, wishes
from bot.cli.context import common, opened
from bot.cli.helping import ExampleCommand
from bot.cli.keeping import kept, plan_named


@click.command(
    name="apply",
    cls=ExampleCommand,
    examples=(
        "wikisweep apply k3fd7m",
        "wikisweep apply k3fd7m --yes --pending leave",
        "wikisweep apply mercury.plan --wiki testwiki",
    ),
)
@click.argument("plan", metavar="PLAN|FILE")
@wishes
@common("format", "wiki", "config", "state", "quiet", "log")
def command(plan: str, **options: Any) -> int:
    """Write the edits of PLAN to its wiki: those that were approved, or all where none was.

    PLAN is an id, the first four letters of it, or a file that `plan --out` wrote. Applied again,
    a plan does what is left of it.
    """
    with opened(options) as context:
        ledger = kept(context)
        return apply_plan(context, ledger, plan_named(ledger, plan), options)
