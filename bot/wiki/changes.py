"""Questions about what happened: recent changes, logs, contributions, the watchlist.

Answers name each page once, by its newest change.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.wiki.query import Namespaces, Query

Shown = Literal["include", "exclude", "only"]
ChangeType = Literal["edit", "new", "log", "external"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happenings(Query):
    """What questions about events share: from when to when, where, who, with which tags.

    Of several users or tags any will do.
    """

    since: datetime | None = None
    until: datetime | None = None
    namespaces: Namespaces = None
    users: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentChanges(Happenings):
    """Pages that changed lately, newest change first. API:RecentChanges.

    They reach back as far as the wiki keeps them (90 days, or 30 on Wikimedia's). A page has the
    title and the namespace that it had when it changed, and the page id that it still has.
    """

    types: tuple[ChangeType, ...] = ("edit", "new")
    bots: Shown = "include"
    minor: Shown = "include"
    anonymous: Shown = "include"
    patrolled: Shown = "include"
    newest_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEvents(Happenings):
    """Pages that a log names, newest entry first. API:Logevents.

    `types` are logs (`move`), or actions in them (`move/move_redir`); none means all logs.
    """

    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributions(Happenings):
    """Pages that these users edited; of one user newest edit first. API:Usercontribs.

    `created` is about whether the edit made the page, `newest` whether it is still on top.
    """

    minor: Shown = "include"
    created: Shown = "include"
    newest: Shown = "include"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist(Query):
    """The pages on the account's own watchlist, by namespace and title. API:Watchlistraw.

    `changed` asks for those alone that changed since the account last looked.
    """

    namespaces: Namespaces = None
    changed: bool = False
