"""Brings one item to the wiki: intent, POST, outcome; and where in doubt, the page's history.

Between the intent and the outcome the process may die at any point; `settling` begins there
again. Nothing here decides whether an item may be written at all.
"""

from collections.abc import Callable
from typing import Final

from bot.applier.ending import Ending
from bot.applier.moved import Moved
from bot.applier.pacing import Pacing
from bot.applier.settling import in_doubt, landed, prints_of
from bot.errors import ApiError, BotError, Unreachable
from bot.ledger import Ledger
from bot.plan import Edit, Numbered, Outcome, Written
from bot.wiki import Wiki

_REPLANS: Final = 3  # a page that is edited faster than that is left to those who edit it
_DOUBTS: Final = 6  # how often an item is sent whose answer is lost; the pauses add up to a minute
_FAILURES: Final = 3  # and how often where the wiki itself says that it failed on the item
_PAUSE: Final = 1.0  # seconds before it is sent again, doubled each time
# After these a second look is due: the first try may have landed, and so made the second one this.
_OUR_OWN_DOING: Final = frozenset({"conflict", "no_change", "exists"})


class Delivery:
    """Carries out items of one run, one at a time, each at most once.

    `check` is called before each POST and raises where no further one may be made.
    """

    def __init__(
        self,
        run_id: str,
        wiki: Wiki,
        ledger: Ledger,
        *,
        moved: Moved,
        pacing: Pacing,
        ending: Ending,
        check: Callable[[Written], None],
    ) -> None:
        self._run = run_id
        self._wiki = wiki
        self._ledger = ledger
        self._moved = moved
        self._pacing = pacing
        self._ending = ending
        self._check = check

    def deliver(
        self, number: int, item: Written, *, doubtful: bool = False
    ) -> tuple[Written, Outcome]:
        """Write the item, and the outcome into the ledger; gives what was sent in the end.

        The caller has waited for its turn; an item that is planned anew waits for another one.
        `doubtful` tells that an earlier try may yet land. Raises Ended, Stopped, ApiError,
        Unreachable: the intent is then withdrawn where certainly nothing was written, else it
        stays open.
        """
        for again in range(_REPLANS):
            if again:
                self._pacing.turn()
            self._check(item)
            outcome, doubtful = self._post(number, item, doubtful=doubtful)
            if outcome.code != "conflict" or not isinstance(item, Edit):
                break
            anew = self._moved.anew(item)
            if isinstance(anew, Outcome):
                outcome = (landed(self._wiki, self._ledger, item) if doubtful else None) or anew
                break
            item = anew
        return item, self.settle(number, item, outcome)

    def settle(self, number: int, item: Written, outcome: Outcome) -> Outcome:
        """Write an outcome into the ledger."""
        self._ledger.runs.settle(self._run, number, outcome, prints_of(item, outcome))
        return outcome

    def _post(self, number: int, item: Written, *, doubtful: bool) -> tuple[Outcome, bool]:
        """One item on one base, sent until its outcome is known; and whether that was in doubt.

        In doubt it is sent only to a page that is still as the item takes it to be.
        """
        self._ledger.runs.intend(self._run, Numbered(number, item))
        for sent in range(_DOUBTS):
            # just before it is sent again: a late one may have landed, and been taken back
            if doubtful and (found := in_doubt(self._wiki, self._ledger, item)):
                return found, True
            try:
                outcome = self._wiki.write(item)
            except BotError as error:
                if not isinstance(error, Unreachable) or not error.unsettled:
                    if not doubtful:
                        self._ledger.runs.withdraw(self._run, number)
                    raise
                doubtful, said = True, error.__cause__
            else:
                self._pacing.made(good=outcome.code == "saved")
                if doubtful and outcome.code in _OUR_OWN_DOING:
                    outcome = landed(self._wiki, self._ledger, item) or outcome
                return outcome, doubtful
            if found := in_doubt(self._wiki, self._ledger, item):
                return found, True
            if isinstance(said, ApiError) and sent + 1 >= _FAILURES:
                return Outcome(code="failed", detail=f"{said.code}: {said.info}"), True
            self._ending.wait(_PAUSE * 2**sent)
        raise Unreachable(
            f"{self._wiki.site.wiki}: sent {item.title.text} {_DOUBTS} times, and no answer told "
            "what became of it",
            unsettled=True,
        )
