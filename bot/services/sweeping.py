"""One task from its file to its last edit, with nobody watching: planned, published, applied.

Asks nothing and tells nothing on its own; whether a task may run at all is decided here and in
the applier. What becomes of one task never keeps the next from running.
"""

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.applier import Applying, Ending, Manner
from bot.errors import BotError, Stopped, UsageError
from bot.ledger import Ledger
from bot.outside import Outside
from bot.plan import Plan, Publish, Row
from bot.planner.limits import Bounds
from bot.planner.planning import Planning, Progress
from bot.plugin import Reach
from bot.run import Run
from bot.services.publishing import publish_files
from bot.site import Site
from bot.task import Task


@dataclass(frozen=True, slots=True)
class Swept:
    """How one task went: `plan` and `run` as far as it came to them, `error` what ended it.

    `left` is how many items of the plan are still to do.
    """

    task: Task
    wiki: str
    plan: Plan | None = None
    run: Run | None = None
    error: BotError | None = None
    left: int = 0


@dataclass(kw_only=True)
class Sweeping:
    """What the sweeps of several tasks have in common.

    `progress` is told how planning goes on, `planned` each plan before it is carried out,
    `published` each report file that was written. `say` is given a line whenever a wiki makes us
    wait. `templates` is the folder of the user's own, if any.
    """

    ledger: Ledger
    say: Callable[[str], None]
    progress: Callable[[Progress], None] = lambda _: None
    planned: Callable[[Plan], None] = lambda _: None
    published: Callable[[Path], None] = lambda _: None
    templates: Path | None = None
    outside: Outside = field(default_factory=Outside)

    def sweep(
        self,
        task: Task,
        reach: Reach,
        *,
        interval: float,
        ending: Ending,
        carry_out: Callable[[Applying, int], object],
        talk_read: bool = False,
    ) -> Swept:
        """Plan the task and apply the plan, under the lock of task and wiki.

        `carry_out` is given what is to be iterated to its end, and how many items it has.
        `talk_read` says that a person has read what is on the account's talk page by now. Every
        BotError is in what is returned.
        """
        wiki = reach.wiki
        planning: Planning | None = None
        applying: Applying | None = None
        error: BotError | None = None
        name = task.wiki
        try:
            site = wiki.site
            name = site.wiki
            with self.ledger.locks.hold(site.identity, task.name, "run") as lock:
                self._check_waiting(task, site.identity)
                planning = Planning(task, reach, self.ledger, self.progress, self.templates)
                with closing(iter(planning)) as batches:
                    for _ in batches:
                        lock.check()
                plan = planning.plan
                self.planned(plan)
                self._publish(task, plan, site)
                if plan.funnel.items.total() - plan.funnel.items[Row.kind]:
                    applying = Applying(
                        plan,
                        task,
                        wiki,
                        self.ledger,
                        Manner(interval=interval, unattended=True, talk_read=talk_read),
                        ending=ending,
                        say=self.say,
                        check=lock.check,
                    )
                    at_once = Bounds(task.limits, task.edit, plan.funnel).at_once
                    carry_out(applying, at_once + plan.funnel.items[Publish.kind])
        except BotError as what:
            error = what
        return self._swept(task, name, planning, applying, error)

    def _swept(
        self,
        task: Task,
        wiki: str,
        planning: Planning | None,
        applying: Applying | None,
        error: BotError | None,
    ) -> Swept:
        plan = planning.plan if planning and planning.begun else None
        run, left = None, 0
        if applying:
            with suppress(LookupError):  # refused before it began
                run = applying.run
            try:
                left = applying.left
            except BotError as what:
                error = error or what
        return Swept(task, wiki, plan, run, error, left)

    def _publish(self, task: Task, plan: Plan, site: Site) -> None:
        """Write the reports; what fails now is no wrong usage any more, the plan is there."""
        files = publish_files(task, plan, self.ledger, self.outside, site, templates=self.templates)
        try:
            for path in files:
                self.published(path)
        except UsageError as error:
            raise BotError(f"{error}; plan {plan.id} is kept with all rows") from error

    def _check_waiting(self, task: Task, site: str) -> None:
        """Raise Stopped where a run of this very task waits for a person: by canary or reverts."""
        waiting = self.ledger.runs.waiting(task.name, task.text, site)
        if waiting:
            raise Stopped(
                f"run {waiting.id} of {task.name} waits for a person: {waiting.reason}; wikisweep "
                f"history {waiting.id} shows what it did; then wikisweep resume {waiting.id}, or "
                f"wikisweep undo {waiting.id}"
            )
