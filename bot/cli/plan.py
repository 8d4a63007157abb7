"""`wikisweep plan`: the dry run. Works out what tasks would change, shows it, keeps it."""

import sys
from contextlib import ExitStack
from typing import Any

import click

from bot.cli.context import Context, common, opened
from bot.cli.showing import Shown, shown_as
from bot.loading import installed_tables, load_task
from bot.plan import Plan
from bot.planner import Planning, Progress
from bot.services.publishing import publish
from bot.task import Task

SOMETHING_TO_APPLY = 10


@click.command(name="plan")
@click.argument("tasks", nargs=-1, required=True, metavar="TASK...")
@click.option("--html", metavar="FILE", help="Write one page with all diffs, too.")
@click.option(
    "--detailed-exitcode", is_flag=True, help="Exit with 10 where there is something to apply."
)
@common("format", "wiki", "config", "state", "quiet")
def command(
    tasks: tuple[str, ...], html: str | None, detailed_exitcode: bool, **options: Any
) -> int:  # noqa: FBT001
    """Work out what TASK would change, show every diff, and keep it as a plan.

    Nothing is written to the wiki. Reports that the task publishes to files are written.

    \b
    wikisweep plan tasks/mercury.yaml
    wikisweep plan tasks/mercury.yaml --format json --html mercury.html
    """
    with opened(options) as context:
        tables = installed_tables(context.config_if_any)
        loaded = [load_task(path, tables) for path in tasks]
        something = False
        with ExitStack() as stack:
            shown = stack.enter_context(shown_as(options["format"], html))
            for task in loaded:
                plan = _plan(context, task, shown)
                something = something or bool(plan.funnel.items)
        return SOMETHING_TO_APPLY if detailed_exitcode and something else 0


def _plan(context: Context, task: Task, shown: Shown) -> Plan:
    """Plan one task, showing its items as they come."""
    status = context.status

    def progress(now: Progress) -> None:
        status.show(
            f"{task.name}: {now.seen:,} pages, {now.planned:,} planned, {now.requests:,} requests"
        )

    reach = context.reach(task.wiki)
    planning = Planning(task, reach, context.ledger, progress)
    shown.begin(planning.plan, reach.wiki.site)
    for batch in planning:
        status.clear()
        shown.items(batch)
        sys.stdout.flush()
    status.clear()
    shown.end(planning.plan)
    for path in publish(task, planning.plan, context.ledger, reach.outside):
        status.say(f"report written: {path}")
    return planning.plan
