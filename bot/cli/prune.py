"""`wikisweep prune`: drops old plans with their texts, after saying what and asking."""

import sys
from datetime import UTC, datetime
from typing import Any

import click

from bot.cli.context import common, opened
from bot.cli.helping import ExampleCommand
from bot.cli.keeping import kept
from bot.cli.moments import age
from bot.cli.status import counted
from bot.errors import UsageError
from bot.render import json_line


@click.command(
    name="prune",
    cls=ExampleCommand,
    examples=(
        "wikisweep prune",
        "wikisweep prune --older-than 1y --yes",
    ),
)
@click.option(
    "--older-than",
    metavar="AGE",
    default="90d",
    show_default=True,
    help="Plans to which nothing happened for so long: 90d, 12h, 2w, 1y.",
)
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@common("format", "config", "state", "quiet")
def command(older_than: str, *, yes: bool, **options: Any) -> None:
    """Drop old plans from the ledger, and the texts that their runs sent.

    Such a run can no longer be shown, resumed or undone. `history` still lists it, and an edit of
    ours that somebody reverted is still not made again.
    """
    before = _before(older_than)
    with opened(options) as context:
        ledger, say = kept(context), context.status.say
        there = ledger.prunable(before)
        plans = counted(there.plans, "plan")
        if there.plans and not yes:
            told = (
                f"{plans} older than {older_than} {'is' if there.plans == 1 else 'are'} to be "
                f"dropped; {counted(there.runs, 'run')} of them can then no longer be undone"
            )
            if not (sys.stdin.isatty() and sys.stderr.isatty()):
                raise UsageError(f"{told}; there is no terminal to ask on, say --yes")
            click.echo(f"{told}.", err=True)
            if not click.confirm("Drop them?", err=True):
                say("nothing was dropped")
                return
        done = ledger.prune(before)
        if options["format"] == "json":
            line = {"type": "prune", "plans": done.plans, "runs": done.runs}
            sys.stdout.write(json_line({**line, "before": before.isoformat(timespec="seconds")}))
        elif done.plans:
            runs = f" with {counted(done.runs, 'run')}" if done.runs else ""
            sys.stdout.write(f"Dropped {counted(done.plans, 'plan')}{runs}.\n")
        else:
            sys.stdout.write(f"No plan is older than {older_than}.\n")


def _before(older_than: str) -> datetime:
    length = age(older_than, "--older-than")
    try:
        return datetime.now(UTC) - length
    except OverflowError as error:
        raise UsageError(f"--older-than: {older_than!r} is before all time") from error
