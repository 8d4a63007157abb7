"""Keeps the interval between the edits of an account, with all processes that use one ledger."""

from collections.abc import Callable

from bot.applier.ending import Ending
from bot.ledger import Ledger
from bot.wiki import Wiki


class Pacing:
    """One edit every `interval` seconds at most; slower while the wiki asks for it."""

    def __init__(
        self,
        ledger: Ledger,
        wiki: Wiki,
        interval: float,
        ending: Ending,
        say: Callable[[str], None],
    ) -> None:
        self._pace = ledger.pace
        self._wiki = wiki
        self._interval = interval
        self._ending = ending
        self._say = say
        self._slowed = wiki.slowed

    def turn(self) -> None:
        """Wait for our turn, or until somebody asks for the end."""
        seconds = self._pace.turn(*self._who, self._interval)
        if seconds > 0:
            self._ending.wait(seconds)

    def made(self, *, good: bool) -> None:
        """An item was written: slow down where the wiki had to make us wait, else recover."""
        slowed, self._slowed = self._slowed, self._wiki.slowed
        if self._wiki.slowed > slowed:
            interval = self._pace.slower(*self._who, self._interval)
            self._say(
                f"{self._wiki.site.wiki} is busy: one edit every {interval:.0f} s from now on"
            )
        elif good:
            self._pace.faster(*self._who, self._interval)

    @property
    def _who(self) -> tuple[str, str]:
        return self._wiki.site.identity, self._wiki.site.account.name
