"""One plan being carried out: a run, from its begin to its end, whatever the end."""

import time
from collections.abc import Callable, Generator
from contextlib import suppress

from bot.applier.checks import check_plan
from bot.applier.ending import Ended, Ending
from bot.applier.manner import Manner
from bot.applier.rounds import Done, Rounds
from bot.applier.stops import Fuses
from bot.errors import BotError, Stopped, Unreachable
from bot.ledger import Ledger
from bot.plan import Plan
from bot.planner.limits import Bounds
from bot.run import CANARY, REVERTS, Run, RunState
from bot.task import LimitSettings, Task
from bot.wiki import Wiki


def _silent() -> None:
    """Nothing to check."""


class Applying:
    """Carries out one plan. Iterating it gives each item as it is settled.

    `task` is the plan's own, parsed from its text; None for a plan that takes a run back. The
    caller holds the lock of task and wiki; `check` raises where it no longer does. With `resume`
    an earlier run of the plan goes on.

    Raises UsageError before a run begins where this plan cannot be applied here at all. Then
    there is a run, and its `state` and `reason` say how it ended: `done`, `stopped` by a guard,
    `ended` because the end was asked for. Any other error makes it `failed` and is raised.
    """

    def __init__(
        self,
        plan: Plan,
        task: Task | None,
        wiki: Wiki,
        ledger: Ledger,
        manner: Manner,
        *,
        ending: Ending,
        say: Callable[[str], None],
        check: Callable[[], None] = _silent,
        resume: Run | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        check_plan(plan, task, wiki.site)
        self._plan = plan
        self._task = task
        self._wiki = wiki
        self._ledger = ledger
        self._manner = manner
        self._ending = ending
        self._say = say
        self._check = check
        self._now = now
        self._run = resume

    @property
    def run(self) -> Run:
        """The run as it now stands; there is one from the first step of the iteration on."""
        if self._run is None:
            raise LookupError("a run begins with the first step")
        return self._run

    @property
    def left(self) -> int:
        """How many items could still be carried out."""
        return self._ledger.runs.count_left(self._plan.id, pending=self._manner.pending)

    def __iter__(self) -> Generator[Done, None, None]:
        run = self._run = self._begun()
        try:
            self._check_limits(run)
            yield from self._rounds(run)
        except Stopped as stop:
            self._finish("stopped", str(stop))
        except Ended:
            self._finish("ended", "the end was asked for")
        except BotError as error:
            if not (self._ending.asked and isinstance(error, Unreachable)):
                self._fail("failed", str(error))
                raise
            self._finish("ended", "the end was asked for")
        except BaseException as error:
            # a reader that went away, a second ^C; or a bug, which flies
            words = f"{type(error).__name__}: {error}".removesuffix(": ")
            self._fail("failed" if isinstance(error, Exception) else "ended", words)
            raise
        else:
            self._finish("done", self._what_is_left())

    def _begun(self) -> Run:
        runs = self._ledger.runs
        if self._run is None:
            account = self._wiki.site.account.name
            return runs.begin(self._plan, account=account, unattended=self._manner.unattended)
        seen = self._run.reason.startswith((CANARY, REVERTS))
        return runs.go_on(self._run.id, approved=seen)

    def _finish(self, state: RunState, reason: str) -> None:
        self._run = self._ledger.runs.finish(self.run.id, state, reason)

    def _fail(self, state: RunState, reason: str) -> None:
        """As `_finish`, while an error is on its way that matters more than one of the ledger."""
        with suppress(BotError):
            self._finish(state, reason)

    def _check_limits(self, run: Run) -> None:
        """Raise Stopped where the plan is larger than its task allows, or a canary waits."""
        task = self._task
        if task is None:
            return
        for refusal in Bounds(task.limits, task.edit, self._plan.funnel).refusals():
            raise Stopped(f"limits: {refusal}")
        waiting = self._ledger.runs.waiting(task.name, task.text, self._plan.site)
        if waiting and waiting.id != run.id:
            raise Stopped(
                f"run {waiting.id} of {task.name} waits for a person: {waiting.reason}; then "
                f"wikisweep resume {waiting.id}, or wikisweep undo {waiting.id}"
            )

    def _rounds(self, run: Run) -> Rounds:
        limits = self._task.limits if self._task else LimitSettings()
        rounds = Rounds(
            self._plan,
            run,
            self._task,
            self._wiki,
            ledger=self._ledger,
            manner=self._manner,
            fuses=Fuses(limits),
            ending=self._ending,
            say=self._say,
            check=self._check,
            now=self._now,
        )
        for record in self._ledger.runs.records(run.id):
            rounds.remember(record)
        return rounds

    def _what_is_left(self) -> str:
        """Why a run that came to its good end left something undone."""
        quota = self._task.edit.at_most if self._task else None
        left = self.left
        if quota is None or not left:
            return ""
        return f"at_most: {quota:,} edits at a time; {left:,} are left for the next apply"
