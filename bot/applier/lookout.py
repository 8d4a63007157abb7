"""Looks at what the wiki's people want of us: stop page, talk page, block. Writes nothing there."""

from collections.abc import Callable
from typing import Final

from bot.applier.manner import Manner
from bot.applier.stops import check_standing, check_stop_page
from bot.errors import Stopped
from bot.ledger import Ledger
from bot.task import BotSettings, Task
from bot.wiki import Wiki

LOOK_AFTER: Final = 60.0  # seconds after which the stop page is looked at again, and the pages
_TALK: Final = "talk"  # the ledger's note of what a person has read of the account's talk page


class Lookout:
    """Looks again after so many items or so many seconds, whichever comes first."""

    def __init__(
        self,
        task: Task | None,
        wiki: Wiki,
        ledger: Ledger,
        manner: Manner,
        *,
        say: Callable[[str], None],
        now: Callable[[], float],
    ) -> None:
        # a plan that takes a run back follows no task, and a person asked for it just now
        self._bots = task.bots if task else BotSettings(stop_on_talk=False)
        self._wants_flag = task is not None and task.edit.bot
        self._wiki = wiki
        self._notes = ledger.notes
        self._manner = manner
        self._say = say
        self._now = now
        self._looked: float | None = None
        self._items = 0
        self._told: set[str] = set()

    def settled(self) -> None:
        """Count an item."""
        self._items += 1

    def look(self) -> None:
        """Ask the wiki, if it is time to, in one request; raises Stopped."""
        now, last = self._now(), self._looked
        first = last is None
        early = last is not None and now - last < LOOK_AFTER
        if early and self._items < self._bots.check_every:
            return
        self._looked, self._items = now, 0
        site = self._wiki.site
        stop_page = site.title(self._bots.stop_page) if self._bots.stop_page else None
        standing = self._wiki.look(stop_page)
        check_standing(standing, site.wiki)
        if standing.stop_page:
            check_stop_page(standing.stop_page, self._bots.run_text)
        if standing.messages:
            self._heed_messages(standing.talk, read=first and self._manner.talk_read)
        if self._wants_flag and "bot" not in standing.account.rights:
            self._tell(f"{site.wiki}: {site.account.name} has no bot flag; people see its edits")

    def _heed_messages(self, newest: int, *, read: bool) -> None:
        """Somebody wrote to us: stop, or say so, until a person has read it.

        What came before the run's first look may have been `read`, and nothing later.
        """
        site = self._wiki.site
        who = (site.identity, site.account.name, _TALK)
        if read:
            self._notes.set(*who, str(newest))
        if self._notes.get(*who) == str(newest):
            return
        words = f"{site.wiki}: there are new messages on the talk page of {site.account.name}"
        if self._manner.unattended and self._bots.stop_on_talk:
            raise Stopped(
                f"{words}; read them, then go on with --talk-read, or look at the page while "
                f"logged in as {site.account.name}"
            )
        self._tell(words)

    def _tell(self, words: str) -> None:
        if words not in self._told:
            self._told.add(words)
            self._say(words)
