"""What happened on the wiki: recent changes, logs, contributions, our own watchlist.

As lists alone: a generator would lose the order, and recent changes their page ids. Where the API
takes one user or tag at a time, a list is asked for each, and they are joined by their times.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from heapq import merge
from itertools import islice, product
from typing import Final

from bot.errors import ApiError, UsageError
from bot.mediawiki.answers import Entry
from bot.mediawiki.listing import (
    Listing,
    filled,
    in_namespaces,
    list_candidates,
    namespace_option,
    new_entries,
)
from bot.mediawiki.replies import in_parts, replies
from bot.mediawiki.session import Session
from bot.mediawiki.values import known_values, unknown_value
from bot.page import Candidate
from bot.titles import Title
from bot.wiki import (
    CandidateBatch,
    Contributions,
    LogEvents,
    Namespaces,
    RecentChanges,
    Shown,
    Watchlist,
)

_NUMBERS: Final = ("rcid", "logid", "revid")
_UNKNOWN_LOG: Final = frozenset({"badvalue", "unknown_leaction"})


def recent_changes(session: Session, query: RecentChanges) -> Iterator[CandidateBatch]:
    """Pages by their newest change; a move or a deletion since then is seen when they are read."""
    namespaces = namespace_option(session.site, query.namespaces)
    if namespaces is None:
        return
    show = _show(bot=query.bots, minor=query.minor, anon=query.anonymous, patrolled=query.patrolled)
    options = {
        "prop": "ids|title|timestamp",
        "type": "|".join(query.types),
        "namespace": namespaces,
        "show": show,
        "toponly": "1" if query.newest_only else "",
        **_between(query.since, query.until),
    }
    listings = [
        Listing(
            "recentchanges", "rc", filled({**options, "user": user, "tag": tag}), query.request_size
        )
        for user, tag in product(query.users or ("",), query.tags or ("",))
    ]
    yield from _newest_first(session, listings)


def log_events(session: Session, query: LogEvents) -> Iterator[CandidateBatch]:
    """Pages by the newest log entry about them; raises UsageError for a log that is none."""
    namespaces = namespace_option(session.site, query.namespaces)
    if namespaces is None:
        return
    options = {
        "prop": "ids|title|timestamp",
        # The API takes a single one; of several all entries are read, and these kept.
        "namespace": "" if "|" in namespaces else namespaces,
        **_between(query.since, query.until),
    }
    listings = [
        Listing(
            "logevents",
            "le",
            filled({**options, "action" if "/" in log else "type": log, "user": user, "tag": tag}),
            query.request_size,
        )
        for log, user, tag in product(
            query.types or ("",), query.users or ("",), query.tags or ("",)
        )
    ]
    wanted = query.namespaces
    if wanted is None:  # an entry about the whole wiki names a special page
        wanted = tuple(number for number in session.site.namespaces if number >= 0)
    try:
        yield from _newest_first(session, listings, wanted)
    except ApiError as error:
        if error.code not in _UNKNOWN_LOG:
            raise
        _refuse_log(session, query.types)
        raise


def contributions(session: Session, query: Contributions) -> Iterator[CandidateBatch]:
    """Pages that users edited; of several users one after the other, as the API has them."""
    namespaces = namespace_option(session.site, query.namespaces)
    if namespaces is None:
        return
    options = {
        "prop": "ids|title|timestamp",
        "namespace": namespaces,
        "show": _show(minor=query.minor, new=query.created, top=query.newest),
        **_between(query.since, query.until),
    }
    seen: set[int | str] = set()

    def ask(users: Sequence[str]) -> Iterator[CandidateBatch]:
        listings = [
            Listing(
                "usercontribs",
                "uc",
                filled({**options, "user": "|".join(users), "tag": tag}),
                query.request_size,
            )
            for tag in query.tags or ("",)
        ]
        return _newest_first(session, listings, seen=seen)

    try:
        yield from in_parts(session, tuple(dict.fromkeys(query.users)), ask)
    except ApiError as error:
        if not error.code.startswith("baduser"):
            raise
        raise UsageError(f"{session.wiki}: {error.info}") from error


def watchlist(session: Session, query: Watchlist) -> Iterator[CandidateBatch]:
    """The account's watchlist; raises UsageError where there is no account."""
    if session.site.account.anonymous:
        raise UsageError(
            f"{session.wiki}: nobody is logged in, so there is no watchlist; give this wiki "
            "credentials in the config"
        )
    namespaces = namespace_option(session.site, query.namespaces)
    if namespaces is None:
        return
    options = filled({"namespace": namespaces, "show": "changed" if query.changed else ""})
    yield from list_candidates(session, Listing("watchlistraw", "wr", options, query.request_size))


def _newest_first(
    session: Session,
    listings: Sequence[Listing],
    namespaces: Namespaces = None,
    seen: set[int | str] | None = None,
) -> Iterator[CandidateBatch]:
    """The pages that the lists name, each once, by the newest time at which one names it."""
    known = set() if seen is None else seen
    if len(listings) == 1:
        parts = _parts(session, listings[0])
    else:
        streams = (_entries(session, one) for one in listings)
        parts = _chunks(merge(*streams, key=_when, reverse=True), session.site.limits.listing)
    for part in parts:
        entries = [
            entry for entry in new_entries(part, known) if in_namespaces(entry["ns"], namespaces)
        ]
        if entries:
            yield [
                Candidate(Title(entry["ns"], entry["title"]), entry.get("pageid") or None)
                for entry in entries
            ]


def _parts(session: Session, listing: Listing) -> Iterator[Sequence[Entry]]:
    for reply in replies(session, listing.as_list(session.site.limits.listing)):
        yield reply.query.get(listing.module, ())


def _entries(session: Session, listing: Listing) -> Iterator[Entry]:
    for part in _parts(session, listing):
        yield from part


def _chunks(entries: Iterator[Entry], size: int) -> Iterator[Sequence[Entry]]:
    while part := list(islice(entries, size)):
        yield part


def _when(entry: Entry) -> tuple[str, int]:
    """ISO 8601 in UTC, so that texts are in the order of the times; within a second by number."""
    number = next((entry[one] for one in _NUMBERS if one in entry), 0)
    return entry["timestamp"], number


def _show(**shown: Shown) -> str:
    """The value of a module's `show`."""
    return "|".join(
        f"{'!' if which == 'exclude' else ''}{name}"
        for name, which in shown.items()
        if which != "include"
    )


def _between(since: datetime | None, until: datetime | None) -> dict[str, str]:
    """Going back in time the API starts at the end."""
    return {"start": _stamp(until), "end": _stamp(since)}


def _stamp(when: datetime | None) -> str:
    return "" if when is None else f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _refuse_log(session: Session, types: Sequence[str]) -> None:
    """Raise UsageError for the first that is no log or action here."""
    logs, actions = known_values(session, "logevents", "type", "action")
    for one in types:
        if "/" not in one and one not in logs:
            raise unknown_value(session, one, logs, "log called")
        if "/" in one and one not in actions and f"{one.partition('/')[0]}/*" not in actions:
            raise unknown_value(session, one, actions, "action in a log called")
