"""What `apply`, `resume` and `undo` have in common: a plan is checked, shown, asked about, applied.

Writes outcomes to stdout; what may be written to a wiki, and how, is the applier's.
"""

import sys
from contextlib import suppress
from dataclasses import replace
from typing import Any

import click

from bot.applier import Applying, Done, Ending, Manner
from bot.applier.checks import check_plan
from bot.cli.asking import Overview, Wishes, ask
from bot.cli.carrying import Carrying, begun
from bot.cli.context import Command, Context
from bot.cli.estimate import Estimate
from bot.cli.linking import linking
from bot.cli.showing import outcome_view
from bot.config import ApiWiki
from bot.errors import BotError, UsageError
from bot.ledger import Ledger
from bot.loading import parse_task
from bot.plan import Plan
from bot.render import applied_json, json_line, outcome_json
from bot.run import Run
from bot.task import Task
from bot.wiki import Wiki


def wishes(function: Command) -> Command:
    """Add the options by which a person says beforehand what else would be asked."""
    for option in (
        click.option(
            "--talk-read",
            is_flag=True,
            help="You have read what is on the account's talk page.",
        ),
        click.option("--old", is_flag=True, help="Also a plan that is older than seven days."),
        click.option(
            "--pending",
            type=click.Choice(["apply", "leave"]),
            help="What becomes of items that a review has not decided on.",
        ),
        click.option("--yes", "-y", is_flag=True, help="Do not ask."),
    ):
        function = option(function)
    return function


def interval(context: Context, wiki: str) -> float:
    """Seconds between two edits on that wiki: none offline."""
    settings = context.settings(wiki)
    return settings.edit_interval if isinstance(settings, ApiWiki) else 0.0


class Applied:
    """Tells settled items and the end of a run on stdout, as text or JSON lines."""

    def __init__(self, context: Context, form: str) -> None:
        self._config = context.config
        self._status = context.status
        self._json = form == "json"
        self._view = outcome_view(context.config.templates)

    def item(self, run: Run, done: Done) -> None:
        """One settled item."""
        url = linking(self._config, run)(done.outcome)
        if self._json:
            value = outcome_json(run.id, done.number, done.sent.title, done.outcome, url)
            sys.stdout.write(json_line(value))
        else:
            sys.stdout.write(self._view.outcome(done.sent.title, done.outcome, url, short=True))
        sys.stdout.flush()

    def end(self, run: Run, left: int) -> None:
        """How the run ended; in text without the words that standard error is given.

        Raises BotError where it cannot be written.
        """
        try:
            self._end(run, left)
        except OSError as error:
            raise BotError(
                f"cannot write the output: {error.strerror}; run {run.id} is {run.state}"
            ) from error

    def _end(self, run: Run, left: int) -> None:
        if self._json:
            sys.stdout.write(json_line(applied_json(run)))
            if run.state == "stopped":
                self._status.say(f"run {run.id} was stopped: {run.reason}", "error")
        else:
            shown = replace(run, reason="") if run.state == "failed" else run
            sys.stdout.write(self._view.run(shown, left))
        sys.stdout.flush()


def apply_plan(
    context: Context, ledger: Ledger, plan: Plan, options: dict[str, Any], resume: Run | None = None
) -> int:
    """What `apply` and `resume` have in common: check, show, ask, carry out; the exit code."""
    said = Wishes.taken(options)
    decisions = ledger.decisions(plan.id)
    pending = said.with_pending(plan, decisions)
    task = planned_task(context, plan)
    wiki = _wiki(context, plan)
    check_plan(plan, task, wiki.site)
    left = ledger.runs.count_left(plan.id, pending=pending)
    unsettled = len(ledger.runs.open_intents(plan.id))
    if not left + unsettled and (resume is None or resume.state == "done"):
        done = f"run {resume.id} is done: " if resume else ""
        context.status.say(f"{done}nothing is left to do of plan {plan.id}")
        return 0
    said.check_age(plan)
    seconds = interval(context, plan.wiki)
    overview = Overview(
        plan=plan,
        task=task,
        site=wiki.site,
        decisions=decisions,
        left=left,
        unsettled=unsettled,
        interval=seconds,
        resume=resume,
    )
    if not ask(overview, said, context.status):
        context.status.say("nothing was written")
        return 0
    manner = Manner(interval=seconds, pending=pending, talk_read=said.talk_read)
    ending = Ending()
    told = Applied(context, options["format"])
    estimate = Estimate(seconds)
    carrying = Carrying(context, wiki, ending, told.item, estimate=estimate, items=overview.now)
    with ledger.locks.hold(plan.site, plan.task, "apply") as lock:
        applying = Applying(
            plan,
            task,
            wiki,
            ledger,
            manner,
            ending=ending,
            say=context.status.say,
            check=lock.check,
            resume=resume,
        )
        return _to_the_end(applying, carrying, told)


def _to_the_end(applying: Applying, carrying: Carrying, told: Applied) -> int:
    """Carry out and tell how it ended, with or without an error; the exit code."""
    try:
        code = carrying.carry_out(applying)
    except BaseException:
        # what is on its way matters more than a line that nobody can be told
        if run := begun(applying):
            with suppress(BotError, OSError):
                told.end(run, applying.left)
        raise
    try:
        told.end(applying.run, applying.left)
    except BotError:
        if not carrying.signal:  # a terminal that hung up takes nothing
            raise
    return code


def planned_task(context: Context, plan: Plan) -> Task | None:
    """The task that the plan was made of; None for a plan that takes a run back.

    Raises UsageError where the plugins of this program no longer understand it.
    """
    if plan.undoes:
        return None
    try:
        # a task without a name of its own is called by its file's
        task = parse_task(plan.task_text, f"{plan.task}.yaml", context.tables)
    except UsageError as error:
        first = str(error).partition("\n")[0]
        raise UsageError(
            f"plan {plan.id}: its task can no longer be read ({first}), so nothing can be told "
            f"of its stop page and limits; plan {plan.task} again"
        ) from error
    return replace(task, name=plan.task)


def _wiki(context: Context, plan: Plan) -> Wiki:
    try:
        return context.wiki(plan.wiki)
    except UsageError as error:
        raise UsageError(
            f"plan {plan.id} was made for {plan.wiki}: {error}; name it by --wiki"
        ) from error
