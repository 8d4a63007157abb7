"""A plan's review: which items are approved and rejected, one by one or many at a time.

Every decision is in the ledger as soon as it is made; nothing here reaches a wiki or a terminal.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.errors import UsageError
from bot.ledger import Ledger
from bot.plan import Decision, Numbered, OutcomeCode, Plan

_RANGE: Final = re.compile(r"\s*(\d+)\s*(?:-\s*(\d+)\s*)?", re.ASCII)


def ranges(text: str, option: str) -> list[range]:
    """`1-20,25` as ranges of item numbers; raises UsageError that names the option."""
    found = []
    for piece in text.split(","):
        match = _RANGE.fullmatch(piece)
        first, last = (match[1], match[2] or match[1]) if match else ("0", "0")
        if len(last) > len(str(_MOST)) or not 0 < int(first) <= int(last):
            raise UsageError(
                f"{option}: {piece.strip()!r} is no item; give numbers as `wikisweep show` does, "
                "and ranges of them: 1-20,25"
            )
        found.append(range(int(first), int(last) + 1))
    return found


_MOST: Final = 10**9  # no plan has more items: a number beyond is a slip


@dataclass(frozen=True, slots=True)
class _Tried:
    """By which run, and what came of it: None while nobody knows."""

    run: str
    code: OutcomeCode | None


class Review:
    """The decisions on one plan. Raises UsageError where there is nothing to decide on."""

    def __init__(self, ledger: Ledger, plan: Plan) -> None:
        if plan.state != "ready":
            raise UsageError(
                f"plan {plan.id} is unfinished, so it cannot be applied; plan {plan.task} again"
            )
        self._ledger = ledger
        self.plan = plan
        self._decided = dict(ledger.decided(plan.id))
        if not self._decided:
            raise UsageError(f"plan {plan.id} has nothing to write, so nothing to decide on")
        self._tried = self._tried_before()

    @property
    def numbers(self) -> Sequence[int]:
        """The items that no run has tried yet, in order."""
        return [number for number in self._decided if number not in self._tried]

    @property
    def pending(self) -> Sequence[int]:
        """Those of them that nobody decided on."""
        return [number for number in self.numbers if self._decided[number] == "pending"]

    @property
    def counts(self) -> Counter[Decision]:
        """How many items are approved, rejected, pending."""
        return Counter(self._decided.values())

    def decision(self, number: int) -> Decision:
        """How it was decided on an item so far."""
        return self._decided[number]

    def entry(self, number: int) -> Numbered:
        """The item, read from the ledger."""
        return Numbered(number, self._ledger.item(self.plan.id, number))

    def decide(self, decision: Decision, numbers: Iterable[int]) -> None:
        """Decide on these items; in the ledger when it returns."""
        wanted = list(numbers)
        self._ledger.decide(self.plan.id, decision, wanted)
        self._decided.update(dict.fromkeys(wanted, decision))

    def within(self, wanted: Iterable[range]) -> list[int]:
        """The items in these ranges; rows of reports that stand in a range are passed over.

        Raises UsageError for a number beyond the plan's last, one that is only a row's, and one
        that a run has settled.
        """
        last = max(self._decided)
        found = []
        for one in wanted:
            some = [number for number in self._decided if number in one]
            if not some or one.stop - 1 > last:
                raise UsageError(
                    f"plan {self.plan.id} has no item {one.stop - 1} that can be written; its "
                    f"last one is {last}"
                )
            for number in some:
                self._check_open(number)
            found += some
        return found

    def of_pages(self, titles: Iterable[str]) -> list[int]:
        """The items of these pages, as the plan spells their titles; without what is settled.

        Raises UsageError for a page of which the plan has none, or none that is not settled.
        """
        wanted = {_plain(title): title for title in titles}
        if not wanted:
            return []
        found: dict[int, str] = {}
        for one in self._ledger.items(self.plan.id):
            title = _plain(one.item.title.text)
            if title in wanted and one.number in self._decided:
                found[one.number] = title
        for title in wanted.keys() - found.values():
            raise UsageError(f"plan {self.plan.id} has no item for the page {wanted[title]!r}")
        unsettled = {number: title for number, title in found.items() if self._is_open(number)}
        for number, title in found.items():
            if title not in unsettled.values():
                self._check_open(number)
        return list(unsettled)

    def _is_open(self, number: int) -> bool:
        """Whether a decision on the item still means something: it was not tried to its end."""
        return number not in self._tried or self._tried[number].code is None

    def _check_open(self, number: int) -> None:
        if not self._is_open(number):
            tried = self._tried[number]
            raise UsageError(
                f"item {number} of plan {self.plan.id} is settled ({tried.code}, run {tried.run}), "
                f"so there is nothing to decide; wikisweep undo {tried.run} takes back what was "
                "saved"
            )

    def _tried_before(self) -> dict[int, _Tried]:
        """The items that runs have tried; a rejected one never was."""
        return {
            one.number: _Tried(run.id, one.outcome.code if one.outcome else None)
            for run in self._ledger.runs.runs(plan=self.plan.id)
            for one in self._ledger.runs.records(run.id)
        }


class Walk:
    """The way through a review, item by item: forward to what is pending, back to what was seen.

    What is skipped stays as it is: pending, for the next review, or as it was decided on before.
    """

    def __init__(self, review: Review) -> None:
        self._review = review
        self._seen: list[int] = []
        self._waiting = list(review.pending)

    @property
    def current(self) -> int | None:
        """The item to decide on; None at the end."""
        return self._waiting[0] if self._waiting else None

    @property
    def left(self) -> int:
        """How many items are still to come, the current one included."""
        return len(self._waiting)

    def decide(self, decision: Decision) -> None:
        """Decide on the current item and go on."""
        self._review.decide(decision, self._waiting[:1])
        self.skip()

    def skip(self) -> None:
        """Go on without a decision."""
        self._seen.append(self._waiting.pop(0))

    def back(self) -> bool:
        """Go to the item before; False where there is none."""
        if self._seen:
            self._waiting.insert(0, self._seen.pop())
            return True
        return False

    def approve_rest(self) -> None:
        """Approve the current item, and all still to come that were not decided on before."""
        review, waiting = self._review, self._waiting
        rest = [number for number in waiting[1:] if review.decision(number) == "pending"]
        review.decide("approved", [*waiting[:1], *rest])
        self._seen += waiting
        waiting.clear()


def _plain(title: str) -> str:
    """A title as people may write it: blanks or underscores."""
    return " ".join(title.replace("_", " ").split())
