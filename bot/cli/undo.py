"""`wikisweep undo`: plans how a run is taken back, shows that, asks, and applies it."""

import sys
from contextlib import closing
from typing import Any

import click

from bot.cli.applying import apply_plan
from bot.cli.context import Context, common, opened
from bot.cli.helping import ExampleCommand
from bot.cli.keeping import kept
from bot.cli.showing import Shown
from bot.cli.status import counted
from bot.errors import BotError, UsageError
from bot.ledger import Ledger
from bot.plan import Plan
from bot.planner.planning import Progress
from bot.run import Run
from bot.services.undoing import Undoing, check_site


@click.command(
    name="undo",
    cls=ExampleCommand,
    examples=(
        "wikisweep undo k3fd7m",
        "wikisweep undo k3fd7m --page 'Mercury in fiction' --page Caduceus --yes",
    ),
)
@click.argument("run", metavar="RUN")
@click.option("--page", "pages", metavar="TITLE", multiple=True, help="Only this page of the run.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@click.option("--talk-read", is_flag=True, help="You have read what is on the account's talk page.")
@common("format", "wiki", "config", "state", "quiet", "log")
def command(run: str, *, pages: tuple[str, ...], **options: Any) -> int:
    """Take back what RUN saved: give pages their old text, or merge its opposite into what is new.

    That is planned, shown and asked for like any other plan, and can itself be undone. Pages on
    which later edits changed the same lines are listed and left as they are.
    """
    with opened(options) as context:
        ledger = kept(context)
        found = ledger.runs.run(run)
        plan = _planned(context, ledger, found, pages, options["format"])
        if not plan.funnel.items:
            return 0
        if not options["yes"] and not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise UsageError(
                f"there is no terminal to ask on; wikisweep apply {plan.id} --yes carries the plan "
                "out, or say --yes at once"
            )
        return apply_plan(context, ledger, plan, {**options, "old": False, "pending": None})


def _planned(context: Context, ledger: Ledger, run: Run, pages: tuple[str, ...], form: str) -> Plan:
    """Plan and show it; while another command writes for the same task, nothing is planned."""
    status, now = context.status, f"{run.task}: taking back run {run.id}"

    def progress(one: Progress) -> None:
        nonlocal now
        now = f"{run.task}: {counted(one.seen, 'page')}, {one.planned:,} to be taken back"

    status.show(now)
    wiki = context.wiki(run.wiki)
    check_site(run, wiki)
    titles = [wiki.site.title(page) for page in pages]
    shown = Shown(form, context.config.templates)
    with ledger.locks.hold(run.site, run.task, "undo"):
        undoing = Undoing(run, wiki, ledger, titles, progress)
        try:
            with closing(iter(undoing)) as batches:
                for batch in batches:
                    status.clear()
                    shown.items(batch)
                    status.show(now)
        except BrokenPipeError as error:
            raise BotError(f"nobody reads the output any more; {_unfinished(undoing)}") from error
        except BaseException:
            status.say(_unfinished(undoing))
            raise
    status.clear()
    shown.summary(undoing.plan)
    return undoing.plan


def _unfinished(undoing: Undoing) -> str:
    return f"plan {undoing.plan.id} is unfinished; nothing was taken back"
