"""Carries a plan out for a command: tells each item, draws progress, heeds signals and errors.

What may be written and how is the applier's; here it is only shown, and ended in good order.
"""

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import click

from bot.applier import Applying, Done, Ending, Manner
from bot.applier.checks import check_plan
from bot.cli.asking import Overview, Wishes, ask
from bot.cli.context import Command, Context
from bot.cli.endings import FAILED
from bot.cli.estimate import Estimate
from bot.cli.linking import linking
from bot.cli.showing import outcome_view
from bot.cli.signals import Signals
from bot.config import ApiWiki
from bot.errors import BotError, Stopped, UsageError
from bot.ledger import Ledger
from bot.loading import parse_task
from bot.plan import Plan
from bot.render import applied_json, json_line, outcome_json
from bot.run import Run
from bot.task import Task
from bot.wiki import Wiki

WITH_ERRORS = 4
"""The exit code of a run that is done, but with items that failed."""


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


class Carrying:
    """One plan being carried out. `tell` is given each item as it is settled.

    `items` is how many there are this time, as far as that is known.
    """

    def __init__(
        self,
        context: Context,
        wiki: Wiki,
        ending: Ending,
        tell: Callable[[Run, Done], None],
        *,
        estimate: Estimate,
        items: int,
    ) -> None:
        self._context = context
        self._ending = ending
        self._tell = tell
        self._estimate = estimate
        self._items = items
        self._signals = Signals(ending, wiki.end_waits)
        self._gone: OSError | None = None
        self._done = self._saved = 0

    @property
    def signal(self) -> int | None:
        """The exit code of the signal that came, if one did."""
        return self._signals.exit_code

    def carry_out(self, applying: Applying) -> int:
        """Do so, to its end; gives the exit code that it means.

        Raises what applying raises, with the run and how to go on in its words, and BotError
        where nobody takes what is told.
        """
        status = self._context.status
        with self._signals:
            try:
                for done in applying:
                    self._settled(applying, done)
            except BotError as error:
                raise _told(error, applying) from error
            finally:
                status.clear()
                self._context.written = _written(applying) or self._context.written
            run = applying.run
            if self._gone:
                raise BotError(
                    f"cannot write the output: {self._gone.strerror}; run {run.id} was ended, "
                    f"wikisweep resume {run.id} goes on"
                )
            return exit_code(run, self.signal)

    def _settled(self, applying: Applying, done: Done) -> None:
        status = self._context.status
        self._done += 1
        self._saved += done.outcome.code == "saved"
        status.clear()
        if self._gone is None:
            try:
                self._tell(applying.run, done)
            except OSError as error:  # the reader of a pipe went away, a disk is full
                self._gone = error
                self._ending.ask()
        words = self._estimate.words(self._done, max(self._items - self._done, 0))
        status.show(
            f"{applying.run.task}: {self._done:,} of {max(self._items, self._done):,} items, "
            f"{self._saved:,} saved{f', {words}' if words else ''}"
        )


def exit_code(run: Run, signal: int | None = None) -> int:
    """What a run's end means for the command; `signal` is the code of one that came."""
    if run.state == "stopped":
        return Stopped.exit_code
    if run.state == "done":
        return WITH_ERRORS if run.outcomes.get("failed") else 0
    return signal or FAILED


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
            sys.stdout.write(self._view.outcome(done.sent.title, done.outcome, url))
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
    told.end(applying.run, applying.left)
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


def begun(applying: Applying) -> Run | None:
    """The run, if it has begun."""
    try:
        return applying.run
    except LookupError:
        return None


def _wiki(context: Context, plan: Plan) -> Wiki:
    try:
        return context.wiki(plan.wiki)
    except UsageError as error:
        raise UsageError(
            f"plan {plan.id} was made for {plan.wiki}: {error}; name it by --wiki"
        ) from error


def _told(error: BotError, applying: Applying) -> BotError:
    """The same error, with how to go on where a run has begun."""
    run = begun(applying)
    if run is None:
        return error
    told = BotError(f"{error}; wikisweep resume {run.id} goes on")
    told.exit_code = error.exit_code
    return told


def _written(applying: Applying) -> str:
    """What the run has written so far, for the words of an end by a signal."""
    run = begun(applying)
    if run is None:
        return ""
    if run.state == "done":
        return f"run {run.id} is done"
    return f"what run {run.id} has written is kept; wikisweep resume {run.id} goes on"
