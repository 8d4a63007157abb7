"""`wikisweep plan`: the dry run. Works out what tasks would change, shows it, keeps it."""

from contextlib import closing
from pathlib import Path
from typing import Any

import click

from bot.cli.context import Context, common, opened
from bot.cli.files import Files
from bot.cli.helping import ExampleCommand
from bot.cli.keeping import kept
from bot.cli.showing import Shown
from bot.cli.status import counted
from bot.errors import BotError, UsageError
from bot.ledger import Ledger
from bot.outside import Outside
from bot.plan import Plan, Row
from bot.planner.limits import Bounds
from bot.planner.planning import Planning, Progress
from bot.services.publishing import check_files, publish_files
from bot.site import Site
from bot.task import Task

SOMETHING_TO_APPLY = 10


@click.command(
    name="plan",
    cls=ExampleCommand,
    examples=(
        "wikisweep plan tasks/mercury.yaml",
        "wikisweep plan tasks/mercury.yaml --html mercury.html",
        "wikisweep plan tasks/mercury.yaml --out mercury.plan",
        "wikisweep plan tasks/*.yaml --wiki demo --format json",
    ),
)
@click.argument("tasks", nargs=-1, required=True, metavar="TASK...", type=Path)
@click.option(
    "--html", metavar="FILE", help="Also write one web page with all diffs; for one TASK."
)
@click.option(
    "--out",
    metavar="FILE",
    help="Also write the plan to one file, to apply elsewhere; of one TASK.",
)
@click.option(
    "--detailed-exitcode", is_flag=True, help="Exit with 10 where there is something to apply."
)
@common("format", "wiki", "config", "state", "quiet")
def command(tasks: tuple[Path, ...], html: str | None, out: str | None, **options: Any) -> int:
    """Work out what each TASK would change, show every diff, and keep it as a plan.

    Nothing is written to the wiki. Reports that a task publishes to files are written.
    """
    if len(tasks) > 1 and (html is not None or out is not None):
        what = "--html writes the page" if html is not None else "--out writes the plan"
        raise UsageError(f"{what} of one task; plan them one by one")
    files = Files(html, out)
    with opened(options) as context:
        loaded = context.tasks(tasks)
        for task in loaded:
            context.check_wiki(task)
            check_files(task, Outside())
        files.check()
        shown = Shown(options["format"], context.config.templates)
        ledger = kept(context)
        plans = [_plan(context, ledger, task, shown, files) for task in loaded]
    to_apply = any(plan.funnel.items.keys() - {Row.kind} for plan in plans)
    return SOMETHING_TO_APPLY if options["detailed_exitcode"] and to_apply else 0


def _plan(context: Context, ledger: Ledger, task: Task, shown: Shown, files: Files) -> Plan:
    """Plan one task, showing its items as they come."""
    status, now = context.status, f"{task.name}: asking {context.settings(task.wiki).name}"

    def progress(one: Progress) -> None:
        nonlocal now
        seen, asked = counted(one.seen, "page"), counted(one.requests, "request")
        now = f"{task.name}: {seen}, {one.planned:,} planned, {asked}"

    status.show(now)
    reach = context.reach(task.wiki)
    planning = Planning(task, reach, ledger, progress, context.config.templates)
    try:
        with closing(iter(planning)) as batches:
            for batch in batches:
                status.clear()
                shown.items(batch)
                status.show(now)
    except BrokenPipeError as error:
        raise BotError(f"nobody reads the output any more; {_unfinished(planning)}") from error
    except BaseException:
        if planning.begun:
            status.say(_unfinished(planning))
        raise
    plan, site = planning.plan, reach.wiki.site
    status.clear()
    shown.summary(plan)
    for line in Bounds(task.limits, task.edit, plan.funnel).words():
        shown.remark(line, status.say)
    _write_files(context, task, plan, ledger, site)
    files.write(plan, ledger, context.config.templates, status.say, site)
    return plan


def _write_files(context: Context, task: Task, plan: Plan, ledger: Ledger, site: Site) -> None:
    """Write the reports; what fails now is no wrong usage any more, the plan is there."""
    status, templates = context.status, context.config.templates
    try:
        for path in publish_files(task, plan, ledger, Outside(), site, templates=templates):
            status.say(f"report written: {path}")
    except UsageError as error:
        raise BotError(f"{error}; plan {plan.id} is kept with all rows") from error


def _unfinished(planning: Planning) -> str:
    plan = planning.plan.id
    return f"plan {plan} is unfinished; wikisweep show {plan} shows how far it came"
