"""Says what applying a plan would do and asks whether it may; decides nothing else.

Everything that a person must say beforehand is settled here: that the plan is old, what becomes
of items that nobody decided on. Asks on a terminal alone; goes to standard error.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, Self

import click

from bot.applier.checks import MOST_DAYS, too_old
from bot.cli.endings import printable
from bot.cli.status import Status, counted, lasting
from bot.errors import UsageError
from bot.plan import Decision, Plan
from bot.render.reasons import notice_words
from bot.run import Run
from bot.site import Site
from bot.task import Task

_DECIDED: tuple[Decision, ...] = ("approved", "rejected", "pending")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person said beforehand: the options of `apply` and `resume`."""

    yes: bool = False
    old: bool = False
    talk_read: bool = False
    pending: Literal["apply", "leave"] | None = None

    @classmethod
    def taken(cls, options: dict[str, Any]) -> Self:
        """From a command's options, which are taken out of `options`."""
        return cls(*(options.pop(name) for name in ("yes", "old", "talk_read", "pending")))

    def with_pending(self, plan: Plan, decisions: Mapping[Decision, int]) -> bool:
        """Whether items that nobody decided on are carried out, too.

        Of a plan that nobody reviewed they are; once a review has begun, somebody must say it.
        Raises UsageError.
        """
        pending = decisions.get("pending", 0)
        begun = decisions.get("approved", 0) + decisions.get("rejected", 0)
        if self.pending is None and pending and begun:
            raise UsageError(
                f"plan {plan.id} is reviewed in part: {counted(pending, 'item')} of it "
                f"{'is' if pending == 1 else 'are'} pending; finish the review, or say "
                "--pending apply or --pending leave"
            )
        return self.pending != "leave"

    def check_age(self, plan: Plan) -> None:
        """Raise UsageError for an old plan that nobody asked for as such."""
        if not self.old and too_old(plan):
            raise UsageError(
                f"plan {plan.id} was made {_age(plan)} ago, and after {MOST_DAYS} days pages and "
                "minds may have changed; plan again, or say --old"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What applying would do. `left` counts items to carry out, `unsettled` those of a crash."""

    plan: Plan
    task: Task | None
    site: Site
    decisions: Mapping[Decision, int]
    left: int
    unsettled: int
    interval: float
    resume: Run | None = None

    @property
    def now(self) -> int:
        """How many items are carried out this time, as far as the quota of the task goes."""
        quota = self.task.edit.at_most if self.task else None
        return min(self.left + self.unsettled, quota or sys.maxsize)

    def lines(self) -> Iterator[str]:
        """It all, a line each."""
        plan, account = self.plan, self.site.account.name
        yield (
            f"plan {plan.id}: {plan.task} on {self.site.wiki}"
            f"{f' as {account}' if account else ''}, made {_age(plan)} ago"
        )
        if self.resume:
            reason = f": {self.resume.reason}" if self.resume.reason else ""
            yield f"run {self.resume.id} goes on; it was {_was(self.resume)}{reason}"
        yield "; ".join(self._counts())
        for code, count in sorted(plan.funnel.noticed.items()):
            yield f"{counted(count, 'page')} to note: {notice_words(code)} [{code}]"
        if self.now < self.left + self.unsettled:
            yield f"at_most: {self.now:,} of them at a time"
        if self.interval:
            yield (
                f"one edit every {self.interval:g} s: about "
                f"{lasting(self.interval * (self.now - 1))}"
            )

    def _counts(self) -> Iterator[str]:
        total = sum(self.decisions.values())
        decided = Counter(self.decisions)
        told = [f"{decided[one]:,} {one}" for one in _DECIDED if decided[one]]
        yield f"{counted(total, 'item')} to write: {', '.join(told)}"
        yield f"{self.left:,} left to do"
        if self.unsettled:
            yield f"{self.unsettled:,} of an earlier run to be looked after"


def ask(overview: Overview, wishes: Wishes, status: Status) -> bool:
    """Show the overview and ask; whether the answer is yes.

    Raises UsageError where there is nobody to ask, and click's Abort for ^C.
    """
    if wishes.yes:
        for line in overview.lines():
            status.say(line)
        return True
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            f"there is no terminal to ask on whether to apply plan {overview.plan.id}; say --yes"
        )
    for line in overview.lines():
        click.echo(printable(line), err=True)
    question = f"Write {counted(overview.now, 'item')} to {overview.site.wiki}?"
    return click.confirm(printable(question), err=True)


def _age(plan: Plan) -> str:
    return lasting(max((datetime.now(UTC) - plan.started).total_seconds(), 0))


def _was(run: Run) -> str:
    """The state of a run, in which nobody heard of its end where it was killed."""
    return "broken off" if run.state == "running" else run.state
