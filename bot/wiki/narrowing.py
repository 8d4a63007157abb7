"""Makes questions narrower: what a wiki can leave out itself need not be listed and dropped.

Each function gives the question that leaves out what is not wanted, or None where this question
cannot be asked so without another answer otherwise: other pages, or another order. Where a
question says as much already it comes back as it is. Data only.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.wiki.changes import Contributions, RecentChanges, Watchlist
from bot.wiki.contents import LinksOn, TemplatesOn
from bot.wiki.links import Backlinks
from bot.wiki.listings import AllPages, CategoryMembers
from bot.wiki.query import Query, Redirects
from bot.wiki.usage import ExternalLinksTo, FileUsage, Transclusions, WrittenTransclusions

# Of several namespaces these list one after the other, and all of them together by page ids.
_BY_NAMESPACE: Final = (Backlinks, FileUsage, Transclusions, WrittenTransclusions)
_IN_ANY_ORDER: Final = (
    CategoryMembers,
    Contributions,
    ExternalLinksTo,
    LinksOn,
    RecentChanges,
    TemplatesOn,
    Watchlist,
)
_TELLING_REDIRECTS: Final = (AllPages, *_BY_NAMESPACE)


def in_namespaces(query: Query, wanted: Collection[int]) -> Query | None:
    """The question about pages of these namespaces alone."""
    if isinstance(query, AllPages):
        return query if query.namespace in wanted else None
    if not isinstance(query, (*_BY_NAMESPACE, *_IN_ANY_ORDER)):
        return None
    asked = tuple(sorted(set(wanted)))
    if query.namespaces is not None:
        asked = tuple(number for number in query.namespaces if number in wanted)
        if asked == query.namespaces:
            return query
    elif isinstance(query, _BY_NAMESPACE) and len(asked) > 1:
        return None
    return replace(query, namespaces=asked)


def by_redirect(query: Query, *, redirect: bool) -> Query | None:
    """The question about redirects alone, or about all pages that are none."""
    if not isinstance(query, _TELLING_REDIRECTS):
        return None
    wanted: Redirects = "only" if redirect else "exclude"
    if query.redirects == wanted:
        return query
    return replace(query, redirects=wanted) if query.redirects == "include" else None


def by_size(
    query: Query, *, smallest: int | None = None, largest: int | None = None
) -> Query | None:
    """The question about pages of so many bytes, both bounds included."""
    if not isinstance(query, AllPages):
        return None
    if smallest is not None and (query.smallest is None or query.smallest < smallest):
        query = replace(query, smallest=smallest)
    if largest is not None and (query.largest is None or query.largest > largest):
        query = replace(query, largest=largest)
    return query


def by_prefix(query: Query, prefix: str) -> Query | None:
    """The question about pages whose names, without namespace, begin so."""
    if not isinstance(query, AllPages):
        return None
    if query.prefix.startswith(prefix):
        return query
    return replace(query, prefix=prefix) if prefix.startswith(query.prefix) else None


def by_creation(query: Query, since: datetime) -> Query | None:
    """The question about pages that were made since then."""
    if not isinstance(query, RecentChanges) or query.types != ("new",):
        return None
    return _later(query, since)


def by_last_edit(query: Query, since: datetime) -> Query | None:
    """The question about pages whose newest edit is of then or later.

    Only where each page is told by its newest edit, whoever made it and however.
    """
    if not isinstance(query, RecentChanges) or not {"edit", "new"} <= set(query.types):
        return None
    every = replace(RecentChanges(), types=query.types, namespaces=query.namespaces)
    asked = replace(
        every, since=query.since, newest_only=query.newest_only, request_size=query.request_size
    )
    return _later(query, since) if asked == query else None


def _later(query: RecentChanges, since: datetime) -> Query:
    if query.since is not None and query.since >= since:
        return query
    return replace(query, since=since)
