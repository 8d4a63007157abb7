"""`wikisweep run`: plans and applies tasks one after the other, asking nothing. What cron calls."""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import click

from bot.applier import Applying, Done, Ending
from bot.cli.applying import interval
from bot.cli.carrying import WITH_ERRORS, Carrying
from bot.cli.context import Context, common, opened
from bot.cli.endings import FAILED, HUNG_UP, INTERRUPTED, TERMINATED, USAGE, Several
from bot.cli.estimate import Estimate
from bot.cli.helping import ExampleCommand
from bot.cli.keeping import kept
from bot.cli.linking import linking
from bot.cli.showing import outcome_view
from bot.cli.status import counted
from bot.errors import BotError, Stopped
from bot.outside import Outside
from bot.plan import GOOD, OutcomeCode, Plan
from bot.planner.planning import Progress
from bot.render import OutcomeView, json_line, swept_json
from bot.render.reasons import notice_words
from bot.run import Run, RunState
from bot.services.notices import Notice, notify, of_failure, of_task
from bot.services.publishing import check_files
from bot.services.sweeping import Sweeping, Swept
from bot.task import Task

_SIGNALS: Final = (TERMINATED, INTERRUPTED, HUNG_UP)
_GRAVEST_FIRST: Final = (USAGE, FAILED, Stopped.exit_code, WITH_ERRORS)


@click.command(
    name="run",
    cls=ExampleCommand,
    examples=(
        "wikisweep run tasks/mercury.yaml",
        "wikisweep run tasks/*.yaml --quiet --log json",
    ),
)
@click.argument("tasks", nargs=-1, required=True, metavar="TASK...", type=Path)
@click.option(
    "--talk-read",
    is_flag=True,
    help="You have read what is on the account's talk page; a later message stops a run again.",
)
@common("format", "wiki", "config", "state", "quiet", "log")
def command(tasks: tuple[Path, ...], *, talk_read: bool, **options: Any) -> int:
    """Plan and apply each TASK in turn, asking nothing: what it may do, its own limits say.

    One line for each task on standard output; with --quiet only for those that need a look. A
    task that fails keeps none of the others from running.
    """
    with opened(options) as context:
        loaded = _ready(context, tasks)
        sweeps = _Sweeps(context, options["format"], talk_read=talk_read)
        for number, task in enumerate(loaded, 1):
            sweeps.sweep(task)
            if sweeps.signal:
                sweeps.leave(loaded[number:])
                break
    return sweeps.end()


def _ready(context: Context, files: Sequence[Path]) -> list[Task]:
    """The tasks, where all of them can be begun; else people are told, and it raises."""
    loaded, faults = context.load(files)
    for task in loaded:
        try:
            context.check_wiki(task)
            check_files(task, Outside())
            context.wiki(task.wiki)  # opened, not asked: its secrets must be there
        except BotError as error:
            faults.append((Path(task.file), error))
    for file, fault in faults:
        _notify(context, of_failure(file, fault))
    if faults:
        raise Several([fault for _, fault in faults])
    return loaded


def _notify(context: Context, notice: Notice) -> None:
    """Tell people, on the ways of the config; a way that fails is told even with `--quiet`."""
    notify(context.config, notice, partial(context.status.say, level="error"))


class _Sweeps:
    """The tasks of one call, their lines on stdout, and the gravest of their exit codes.

    `talk_read` is what a person said before the first task: it holds for the first look at each
    wiki, since nobody has read what comes later.
    """

    def __init__(self, context: Context, form: str, *, talk_read: bool) -> None:
        self._context = context
        self._status = context.status
        self._ledger = kept(context)
        self._json = form == "json"
        self._view = outcome_view(context.config.templates)
        self._logged = OutcomeView(folder=context.config.templates)  # no colours in a log
        self._talk_read = talk_read
        self._looked: set[str] = set()
        self._codes: set[int] = set()
        self._gone: OSError | None = None
        self.signal = 0  # the exit code of the signal that came, if one did

    def sweep(self, task: Task) -> None:
        """One task, and its line."""
        context, status, ending = self._context, self._status, Ending()
        reach, seconds = context.reach(task.wiki), interval(context, task.wiki)
        wiki = context.settings(task.wiki).name
        status.about(task=task.name, wiki=wiki, run="")
        status.show(f"{task.name}: asking {wiki}")
        ended: list[int] = []
        known: Counter[OutcomeCode] = Counter()

        def carry_out(applying: Applying, items: int) -> None:
            carrying = Carrying(
                context,
                reach.wiki,
                ending,
                self._log,
                estimate=Estimate(seconds),
                items=items,
            )
            try:
                ended.append(carrying.carry_out(applying))
            finally:
                self.signal = carrying.signal or 0
                known.update(carrying.outcomes)

        sweeping = Sweeping(
            ledger=self._ledger,
            say=status.say,
            progress=partial(self._planning, task),
            planned=self._note,
            published=lambda path: status.say(f"report written: {path}"),
            templates=context.config.templates,
        )
        try:
            swept = sweeping.sweep(
                task,
                reach,
                interval=seconds,
                ending=ending,
                carry_out=carry_out,
                talk_read=self._talk_read and wiki not in self._looked,
            )
        except BaseException as error:
            _notify(context, of_failure(task.file, error, task=task.name, wiki=wiki))
            raise
        status.clear()
        if swept.run:
            self._looked.add(wiki)
            if swept.run.state == "running":  # the ledger is gone, and could not be told the end
                swept = replace(swept, run=replace(swept.run, outcomes=known))
        code = swept.error.exit_code if swept.error else sum(ended)
        self._codes.add(code)
        self._tell(swept, code)
        plan = swept.plan.id if swept.plan else ""
        about = {"task": task.name, "wiki": wiki, "plan": plan}
        _notify(context, of_task(task.file, **about, run=swept.run, error=swept.error))

    def leave(self, tasks: Sequence[Task]) -> None:
        """These are not begun, because of a signal."""
        for one in tasks:
            self._codes.add(self.signal)
            self._status.say(f"{one.name}: not begun", "warning")

    def end(self) -> int:
        """The exit code of them all; raises BotError where their lines could not be written."""
        if self._gone and not self.signal:  # a terminal that hung up takes nothing either
            raise BotError(f"cannot write the output: {self._gone.strerror}")
        graver = (code for code in (*_SIGNALS, *_GRAVEST_FIRST) if code in self._codes)
        return next(graver, max(self._codes))

    def _planning(self, task: Task, one: Progress) -> None:
        seen, asked = counted(one.seen, "page"), counted(one.requests, "request")
        self._status.show(f"{task.name}: {seen}, {one.planned:,} planned, {asked}")

    def _note(self, plan: Plan) -> None:
        """What a person should know of a plan that nobody looks at before it is carried out."""
        funnel, kept = plan.funnel, Counter(one.code for one in plan.funnel.notices)
        for one in funnel.notices:
            words = f"{notice_words(one.code)} [{one.code}]"
            self._status.say(f"to note: {one.title.text}: {one.detail or words}", "warning")
        for code, count in sorted((funnel.noticed - kept).items()):
            self._status.say(
                f"to note: {count:,} more like these: {notice_words(code)} [{code}]", "warning"
            )

    def _log(self, run: Run, done: Done) -> None:
        """A settled item, in the log; for people without all of what a filter may have to say."""
        self._status.about(task=run.task, wiki=run.wiki, run=run.id)
        url = linking(self._context.config, run)(done.outcome)
        short = self._context.log != "json"
        line = self._logged.outcome(done.sent.title, done.outcome, url, short=short)
        good = done.outcome.code in GOOD
        self._status.say(" ".join(line.split()), "info" if good else "warning")

    def _tell(self, swept: Swept, code: int) -> None:
        """What became of a task, on stdout; what went wrong in the log, too, if there is one."""
        reason = str(swept.error or "")
        if code and self._context.log:
            self._status.say(reason or (swept.run.reason if swept.run else ""), "error")
        if self._gone or (self._context.quiet and not code):
            return
        if self._json:
            line = json_line(
                swept_json(
                    swept.task.name,
                    swept.wiki,
                    plan=swept.plan,
                    run=swept.run,
                    state=_state(swept),
                    reason=reason,
                )
            )
        else:
            line = self._view.sweep(
                swept.task.name,
                swept.wiki,
                plan=swept.plan,
                run=swept.run,
                left=swept.left,
                error=reason,
            )
        try:
            sys.stdout.write(line)
            sys.stdout.flush()
        except OSError as error:  # the other tasks are run all the same
            self._gone = error


def _state(swept: Swept) -> RunState:
    """The state that a run would have had, where it came to none."""
    if swept.error is None:
        return "done"
    return "stopped" if isinstance(swept.error, Stopped) else "failed"
