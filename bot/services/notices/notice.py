"""A notice: how a run ended, or why a task never came to one. Data only; nothing is sent here."""

import platform
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from bot.config import Occasion
from bot.errors import BotError, Stopped
from bot.run import Run

State = Literal["done", "stopped", "ended", "failed", "test"]
_OCCASIONS: Final[Mapping[State, Occasion]] = {
    "done": "done",
    "stopped": "stop",
    "ended": "stop",
    "failed": "failure",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is told, whichever way it goes.

    `state` is the run's; `stopped` and `failed` also of a task that never came to one, whose
    `run` is empty. `outcomes` counts what became of the items that were tried, `planned` those
    that there were. `command` is the one to go on with.
    """

    task: str
    wiki: str
    state: State
    command: str
    reason: str = ""
    plan: str = ""
    run: str = ""
    account: str = ""
    started: datetime | None = None
    finished: datetime | None = None
    planned: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    host: str = field(default_factory=platform.node)
    time: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def occasion(self) -> Occasion | None:
        """When it goes out; a run with failed items is a failure. A test goes out always: None."""
        if self.state == "done" and self.outcomes.get("failed"):
            return "failure"
        return _OCCASIONS.get(self.state)


def of_task(
    file: str | Path,
    *,
    task: str,
    wiki: str,
    plan: str = "",
    run: Run | None = None,
    error: BaseException | None = None,
) -> Notice:
    """The notice of a task, whatever came of it: a run, an error, or nothing that was to do.

    `plan` is the id of the plan, if it came to one. A run's own reason comes before the error.
    """
    if run is not None:
        notice = of_run(run)
        return replace(notice, reason=notice.reason or _told(error)) if error else notice
    if error is not None:
        return of_failure(file, error, task=task, wiki=wiki, plan=plan)
    command = f"wikisweep show {plan}" if plan else f"wikisweep plan {shlex.quote(str(file))}"
    return Notice(
        task=task, wiki=wiki, state="done", command=command, reason="nothing to do", plan=plan
    )


def of_run(run: Run) -> Notice:
    """The notice of a run that ended, or that an error of ours left `running`."""
    state: State = "failed" if run.state == "running" else run.state
    to_go_on = "history" if state == "done" else "resume"
    return Notice(
        task=run.task,
        wiki=run.wiki,
        state=state,
        command=f"wikisweep {to_go_on} {run.id}",
        reason=run.reason,
        plan=run.plan,
        run=run.id,
        account=run.account,
        started=run.started,
        finished=run.finished,
        planned=run.planned,
        outcomes={str(code): count for code, count in run.outcomes.items()},
    )


def of_failure(
    file: str | Path, error: BaseException, *, task: str = "", wiki: str = "", plan: str = ""
) -> Notice:
    """The notice of a task that came to no run: invalid, its wiki down, stopped before it began.

    `file` is the task's as the user named it; `task` and `wiki` are known where it is valid.
    What is no `Exception` is a signal.
    """
    state: State = "stopped" if isinstance(error, Stopped) else "failed"
    again = "doctor"
    if not isinstance(error, Exception):
        state, again = "ended", "run"
    return Notice(
        task=task or Path(file).stem,
        wiki=wiki,
        state=state,
        command=f"wikisweep show {plan}" if plan else f"wikisweep {again} {shlex.quote(str(file))}",
        reason=_told(error),
        plan=plan,
    )


def of_test(wiki: str) -> Notice:
    """A notice that only shows that notices arrive."""
    return Notice(
        task="none",
        wiki=wiki,
        state="test",
        command="wikisweep doctor",
        reason="somebody called wikisweep doctor --send-test",
    )


def _told(error: BaseException) -> str:
    """What went wrong; of a bug only its kind, since its words may hold anything."""
    if isinstance(error, BotError):
        return "; ".join(str(error).splitlines())
    if not isinstance(error, Exception):
        return "a signal ended it before anything was written"
    return f"a bug ({type(error).__name__})"
