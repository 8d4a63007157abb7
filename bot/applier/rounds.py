"""The items of one run in rounds: a look at the wiki, the state of the next pages, then one by one.

A round lasts a minute at most. What was told of a page is asked again where it is older than a
moment when the page's turn comes.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bot.applier.checks import made_by_nobody
from bot.applier.delivery import Delivery
from bot.applier.ending import Ending
from bot.applier.hindrances import hindrance, kept_away
from bot.applier.lookout import LOOK_AFTER, Lookout
from bot.applier.manner import Manner
from bot.applier.moved import Moved
from bot.applier.pacing import Pacing
from bot.applier.pages import Pages
from bot.applier.settling import settle_open
from bot.applier.stops import Fuses, canary_reason
from bot.errors import Stopped
from bot.ledger import Ledger
from bot.page import Page
from bot.plan import GOOD, Edit, Outcome, Plan, Written
from bot.run import Record, Run
from bot.task import BotSettings, Task
from bot.titles import Title
from bot.wiki import Wiki

_Waiting = tuple[int, Written]
# Seconds for which it is taken for true what a page was like. Somebody may write `{{nobots}}` on it
# meanwhile, and the wiki merges our edit with theirs without a word. With an interval between
# edits there is time to ask for each page; without one that would be a second request an edit.
FRESH: Final = 1.0
FRESH_IN_HASTE: Final = 5.0


@dataclass(frozen=True, slots=True)
class Done:
    """One item that is settled: as it was sent, and what became of it."""

    number: int
    sent: Written
    outcome: Outcome


class Rounds:
    """Carries out what is left of a plan. Iterating gives each item as it is settled.

    Raises Stopped where a guard ends it, Ended, and whatever the wiki and the ledger raise.
    """

    def __init__(
        self,
        plan: Plan,
        run: Run,
        task: Task | None,
        wiki: Wiki,
        *,
        ledger: Ledger,
        manner: Manner,
        fuses: Fuses,
        ending: Ending,
        say: Callable[[str], None],
        check: Callable[[], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._plan = plan
        self._run = run
        self._task = task
        self._wiki = wiki
        self._ledger = ledger
        self._manner = manner
        self._fuses = fuses
        self._ending = ending
        self._check = check
        self._now = now
        self._bots = task.bots if task else BotSettings()
        self._lookout = Lookout(task, wiki, ledger, manner, say=say, now=now)
        self._pages = Pages(wiki)
        self._moved = Moved(task, wiki, ledger)
        self._pacing = Pacing(ledger, wiki, manner.interval, ending, say)
        self._delivery = Delivery(
            run.id,
            wiki,
            ledger,
            moved=self._moved,
            pacing=self._pacing,
            ending=ending,
            check=self._check_post,
        )
        self._canary = self._wait_after()
        self._bots_again = made_by_nobody(plan)
        self._fresh = FRESH if manner.interval > 0 else FRESH_IN_HASTE
        self._resumed = False  # just now, so that nothing was done since
        self._made = 0  # edits saved by this very process: what at_most counts

    def remember(self, record: Record) -> None:
        """Count what an earlier process of this run saved, and keep an eye on it."""
        if record.outcome and record.outcome.code == "saved":
            self._fuses.remember(record.sent)
            self._pages.watch(record.sent, record.outcome)
            self._resumed = True

    def __iter__(self) -> Iterator[Done]:
        opened = self._ledger.runs.open_intents(self._plan.id)
        self._lookout.look()
        for record in opened:
            yield from self._settled(record)
        left, waiting = self._left(), deque[_Waiting]()
        while True:
            waiting.extend(islice(left, max(0, self._at_once() - len(waiting))))
            if not waiting:
                return
            self._lookout.look()
            begun, pages = self._now(), self._pages.read(item.title for _, item in waiting)
            self._heed_reverts(pages)
            told = begun
            while waiting and self._now() - begun < LOOK_AFTER:
                self._fuses.check()
                number, item = waiting.popleft()
                if not self._within_quota(item):
                    continue
                self._pacing.turn()
                self._ending.wait()
                if self._now() - told >= self._fresh:
                    told = self._now()
                    pages |= self._pages.again(self._next(item, waiting))
                yield self._done(number, item, pages[item.title])

    def _next(self, item: Written, waiting: Iterable[_Waiting]) -> Iterator[Title]:
        """The pages that are edited before what is told of them is too old again."""
        yield item.title
        if self._manner.interval <= 0:
            yield from (other.title for _, other in waiting)

    def _heed_reverts(self, pages: dict[Title, Page]) -> None:
        """Count the edits that were taken back; those from before a person resumed are known."""
        reverted = list(self._pages.reverted(pages))
        if self._resumed:
            self._pages.forget(reverted)
        else:
            for title in reverted:
                self._fuses.reverted(title.text)
        self._resumed = False

    def _left(self) -> Iterator[_Waiting]:
        """What is left of the plan; each is asked for when its turn comes, as the quota shrinks."""
        left = self._ledger.runs.left(self._plan.id, pending=self._manner.pending)
        return (
            (one.number, one.item)
            for one in left
            if isinstance(one.item, Written) and self._within_quota(one.item)
        )

    def _within_quota(self, item: Written) -> bool:
        most = self._task.edit.at_most if self._task else None
        return most is None or self._made < most or not isinstance(item, Edit)

    def _at_once(self) -> int:
        """How many pages a round may have: what can be edited before they are looked at again."""
        most = min(self._bots.check_every, self._wiki.site.limits.titles)
        interval = self._manner.interval
        return most if interval <= 0 else max(1, min(most, int(LOOK_AFTER / interval)))

    def _wait_after(self) -> int | None:
        """After how many edits the run waits for a look at them, if at all."""
        task = self._task
        if task is None or task.limits.canary is None or self._run.approved:
            return None
        known = self._ledger.runs.canary_approved(task.name, task.text, self._plan.site)
        return None if known else task.limits.canary

    def _settled(self, record: Record) -> Iterator[Done]:
        """An intent that was left open: settled by the page's history, else tried again."""
        self._ending.wait()
        outcome = settle_open(self._wiki, self._ledger, record)
        if outcome:
            yield self._counted(record.number, record.sent, outcome)
        elif self._ledger.decision(self._plan.id, record.number) == "rejected":
            self._ledger.runs.withdraw(record.run, record.number)
        else:
            self._pacing.turn()
            sent, outcome = self._delivery.deliver(record.number, record.sent, doubtful=True)
            yield self._counted(record.number, sent, outcome)

    def _done(self, number: int, item: Written, page: Page) -> Done:
        outcome = self._hindrance(item, page)
        if outcome is None and isinstance(item, Edit) and page.revid != item.baserevid:
            anew = self._moved.anew(item)
            if isinstance(anew, Outcome):
                outcome = anew
            else:
                item = anew
        if outcome is None:
            item, outcome = self._delivery.deliver(number, item)
        else:
            self._delivery.settle(number, item, outcome)
        return self._counted(number, item, outcome)

    def _hindrance(self, item: Written, page: Page) -> Outcome | None:
        """Why an item need not even be sent."""
        if unmade := [one for one in item.comes_after if not self._is_made(one)]:
            first = f"item {unmade[0]} of the plan was not made, and this one comes after it"
            return Outcome(code="failed", detail=first)
        kept = self._bots_again and kept_away(item, self._wiki.site.account, self._bots)
        return hindrance(item, page) or kept or None

    def _is_made(self, number: int) -> bool:
        outcome = self._ledger.runs.outcome_of(self._plan.id, number)
        return outcome is not None and outcome.code in GOOD

    def _counted(self, number: int, sent: Written, outcome: Outcome) -> Done:
        self._lookout.settled()
        self._fuses.settled(sent, outcome)
        if outcome.code == "saved":
            self._made += isinstance(sent, Edit)
            self._pages.watch(sent, outcome)
        return Done(number, sent, outcome)

    def _check_post(self, item: Written) -> None:
        """Raise where this item may not be sent any more."""
        self._check()
        self._ending.wait()
        self._fuses.check_next(item)
        if self._task and self._canary is not None and self._fuses.saved >= self._canary:
            raise Stopped(canary_reason(self._task, self._fuses.saved))
