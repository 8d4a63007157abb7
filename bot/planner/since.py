"""Which pages of a task need not be looked at again, as they did not change since. Reads only."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.errors import NotOffered
from bot.ledger import Ledger
from bot.moments import read_moment
from bot.page import Candidate
from bot.plan import Notice, Skip
from bot.plugin import Reach
from bot.task import LAST_RUN, Task
from bot.titles import Title
from bot.wiki.changed import ChangedSince

UNCHANGED_SINCE: Final = "unchanged_since"
ALL_LOOKED_AT: Final = "all_looked_at"
# Changes show in a wiki's lists some time after they were made, and clocks differ.
SLACK: Final = timedelta(minutes=10)


class Changes:
    """What changed since the time that `since` of a task means; asked when it is first called.

    `notices` tell afterwards why all pages were looked at, where they were.
    """

    def __init__(self, task: Task, reach: Reach, ledger: Ledger) -> None:
        self._task = task
        self._reach = reach
        self._ledger = ledger
        self.notices: list[Notice] = []

    def __call__(self) -> Callable[[Candidate], Skip | None] | None:
        """A judge of candidates, or None where all of them are to be looked at."""
        if not self._task.since:
            return None
        since = self._moment()
        if since is None:
            self._all("no run of this very task is done to its end yet")
            return None
        ids: set[int] = set()
        titles: set[Title] = set()
        try:
            for batch in self._reach.wiki.enumerate(ChangedSince(since=since)):
                ids.update(one.pageid for one in batch if one.pageid)
                titles.update(one.title for one in batch)
        except NotOffered as error:
            self._all(str(error))
            return None

        def unchanged(one: Candidate) -> Skip | None:
            changed = one.pageid in ids or one.title in titles
            return None if changed else Skip(one.title, UNCHANGED_SINCE)

        return unchanged

    def _moment(self) -> datetime | None:
        if self._task.since != LAST_RUN:
            return read_moment(self._task.since, self._reach.clock())
        site = self._reach.wiki.site.identity
        last = self._ledger.runs.done_until(self._task.name, self._task.text, site)
        return last and last - SLACK

    def _all(self, why: str) -> None:
        title = self._reach.wiki.site.special("RecentChanges")
        self.notices.append(Notice(title, ALL_LOOKED_AT, why))
