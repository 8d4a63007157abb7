"""`wikisweep plan`: the dry run. Works out what tasks would change, shows it, keeps it."""

from pathlib import Path
from typing import Any

import click

from bot.cli.context import Context, common, opened
from bot.cli.showing import Shown, write_page
from bot.errors import UsageError
from bot.loading import load_task
from bot.plan import Plan
from bot.planner import Planning, Progress
from bot.services.publishing import publish_files
from bot.task import Task

SOMETHING_TO_APPLY = 10


@click.command(name="plan")
@click.argument("tasks", nargs=-1, required=True, metavar="TASK...", type=Path)
@click.option("--html", metavar="FILE", help="Also write one web page with all diffs.")
@click.option(
    "--detailed-exitcode", is_flag=True, help="Exit with 10 where there is something to apply."
)
@common("format", "wiki", "config", "state", "quiet")
def command(tasks: tuple[Path, ...], html: str | None, **options: Any) -> int:
    r"""Work out what TASK would change, show every diff, and keep it as a plan.

    Nothing is written to the wiki. Reports that a task publishes to files are written.

    \b
    wikisweep plan tasks/mercury.yaml
    wikisweep plan tasks/mercury.yaml --format json --html mercury.html
    """
    if html and len(tasks) > 1:
        raise UsageError("--html writes the page of one task; plan them one by one")
    with opened(options) as context:
        loaded = [load_task(path, context.tables) for path in tasks]
        shown = Shown(options["format"])
        plans = [_plan(context, task, shown, html) for task in loaded]
    to_apply = any(set(plan.funnel.items) - {"row"} for plan in plans)
    return SOMETHING_TO_APPLY if options["detailed_exitcode"] and to_apply else 0


def _plan(context: Context, task: Task, shown: Shown, html: str | None) -> Plan:
    """Plan one task, showing its items as they come."""
    status = context.status

    def progress(now: Progress) -> None:
        status.show(
            f"{task.name}: {now.seen:,} pages, {now.planned:,} planned, {now.requests:,} requests"
        )

    reach = context.reach(task.wiki)
    planning = Planning(task, reach, context.ledger, progress)
    for batch in planning:
        status.clear()
        shown.items(batch)
    plan, site = planning.plan, reach.wiki.site
    status.clear()
    shown.summary(plan)
    for path in publish_files(task, plan, context.ledger, reach.outside, site):
        status.say(f"report written: {path}")
    if html:
        status.say(f"page written: {write_page(html, plan, context.ledger, site)}")
    return plan
