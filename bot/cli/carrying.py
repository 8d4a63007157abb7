"""Carries a plan out for a command: each item told, progress drawn, signals and errors heeded.

What may be written and how is the applier's; here it is only ended in good order.
"""

from collections import Counter
from collections.abc import Callable
from typing import Final

from bot.applier import Applying, Done, Ending
from bot.cli.context import Context
from bot.cli.endings import FAILED
from bot.cli.estimate import Estimate
from bot.cli.signals import Signals
from bot.errors import BotError, Stopped
from bot.plan import OutcomeCode
from bot.run import Run
from bot.wiki import Wiki

WITH_ERRORS: Final = 4  # the exit code of a run that is done, but with items that failed


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
        self.outcomes: Counter[OutcomeCode] = Counter()  # of the items that were told

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
            if self._gone and not self.signal:  # a terminal that hung up takes nothing either
                raise BotError(
                    f"cannot write the output: {self._gone.strerror}; run {run.id} was ended, "
                    f"wikisweep resume {run.id} goes on"
                )
            return exit_code(run, self.signal)

    def _settled(self, applying: Applying, done: Done) -> None:
        status = self._context.status
        self.outcomes[done.outcome.code] += 1
        status.clear()
        if self._gone is None:
            try:
                self._tell(applying.run, done)
            except OSError as error:  # the reader of a pipe went away, a disk is full
                self._gone = error
                self._ending.ask()
        count, saved = self.outcomes.total(), self.outcomes["saved"]
        words = self._estimate.words(count, max(self._items - count, 0))
        status.show(
            f"{applying.run.task}: {count:,} of {max(self._items, count):,} items, "
            f"{saved:,} saved{f', {words}' if words else ''}"
        )


def exit_code(run: Run, signal: int | None = None) -> int:
    """What a run's end means for the command; `signal` is the code of one that came."""
    if run.state == "stopped":
        return Stopped.exit_code
    if run.state == "done":
        return WITH_ERRORS if run.outcomes.get("failed") else 0
    return signal or FAILED


def begun(applying: Applying) -> Run | None:
    """The run, if it has begun."""
    try:
        return applying.run
    except LookupError:
        return None


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
