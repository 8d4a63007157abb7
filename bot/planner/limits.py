"""What a task's fuses and quota mean for a plan: refused as a whole, or how much of it is done.

Judges a plan that is complete; refuses and does nothing itself.
"""

from collections.abc import Iterator
from typing import Final

from bot.plan import Funnel, Publish, Row
from bot.task import EditSettings, LimitSettings

_REPORTS: Final = (Row, Publish)


class Bounds:
    """`limits:` and `edit.at_most` of a task beside what a plan of it came to.

    `max_bytes`, `errors_in_a_row` and `reverts` are about a run; a plan says nothing of them.

    `changes` is how many items would be written to the wiki as the task's work: all but the rows
    of reports, and the reports on wiki pages.
    """

    def __init__(self, limits: LimitSettings, edit: EditSettings, funnel: Funnel) -> None:
        self._limits = limits
        self._funnel = funnel
        self.changes = funnel.items.total() - sum(funnel.items[kind.kind] for kind in _REPORTS)
        self.at_once = min(self.changes, edit.at_most or self.changes)

    def refusals(self) -> Iterator[str]:
        """Every reason for which applying the plan is refused, in words; none where it is not."""
        most, share = self._limits.refuse_over, self._limits.max_share
        if most is not None and self.changes > most:
            yield f"{self.changes:,} changes are more than refuse_over: {most:,}"
        # one page may lead to several items, and to rows alone
        pages, seen = min(self._funnel.planned, self.changes), self._funnel.seen
        if share is not None and pages * 100 > share * seen:
            told = f"{seen:,} page{'s' * (seen > 1)} seen {'is' if pages == 1 else 'are'}"
            yield f"{pages:,} of {told} {100 * pages / seen:.4g}%, more than max_share: {share:g}%"

    def words(self) -> Iterator[str]:
        """What applying would do with the plan, a line each; nothing where all of it is done."""
        refusals = list(self.refusals())
        yield from (f"limits: {one}, so applying would refuse this plan" for one in refusals)
        if not refusals and self.at_once < self.changes:
            yield f"at_most: {self.at_once:,} of {self.changes:,} changes would be made at a time"
        canary = self._limits.canary
        if not refusals and canary is not None and canary < self.changes:
            yield (
                f"canary: the first {canary:,} of {self.changes:,} changes would be made, and the "
                "rest wait until somebody has looked at them, unless that was done for this task"
            )
