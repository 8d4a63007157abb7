"""The wiki's own search, and what its search box would offer; it decides what is found.

Lists alone: as generators they would lose the order of the matches.
"""

from collections.abc import Iterator
from typing import Final

from bot.mediawiki.listing import (
    Listing,
    filled,
    list_candidates,
    namespace_option,
    new_entries,
)
from bot.mediawiki.replies import replies
from bot.mediawiki.session import Session
from bot.mediawiki.values import check_values
from bot.page import Candidate
from bot.plan import Notice
from bot.titles import Title
from bot.wiki import CandidateBatch, PrefixSearch, Search

CUT_OFF: Final = "cut_off"
_EVERYWHERE: Final = "*"  # without a namespace both search the main one alone
_WINDOW: Final = 10_000  # Extension:CirrusSearch gives no more, whatever it found


def search(session: Session, query: Search) -> Iterator[CandidateBatch]:
    """What `list=search` finds; notes where the wiki found more than it gives.

    A sort is looked up first, since the API passes over one that it does not know.
    """
    namespaces = namespace_option(session.site, query.namespaces)
    if namespaces is None:
        return
    sort = [query.sort] if query.sort else []
    check_values(session, "search", {"sort": sort}, ["way to sort a search called"])
    options = {
        "search": query.text,
        "what": query.what,
        "namespace": namespaces or _EVERYWHERE,
        "info": "totalhits",
        "prop": "",  # no excerpts of texts
        **filled({"sort": query.sort}),
    }
    listing = Listing("search", "sr", options, query.request_size)
    seen: set[int | str] = set()
    total = given = 0
    for reply in replies(session, listing.as_list(session.site.limits.listing)):
        entries = reply.query.get("search", ())
        total = max(total, reply.query.get("searchinfo", {}).get("totalhits", 0))
        given += len(entries)
        if batch := [
            Candidate(Title(entry["ns"], entry["title"]), entry.get("pageid") or None)
            for entry in new_entries(entries, seen)
        ]:
            yield batch
    if total > given >= _WINDOW:
        words = f"the wiki found {total:,} pages and gives the first {given:,} of them"
        session.note(Notice(session.site.special("Search"), CUT_OFF, words))


def prefix_search(session: Session, query: PrefixSearch) -> Iterator[CandidateBatch]:
    """What `list=prefixsearch` offers."""
    namespaces = namespace_option(session.site, query.namespaces)
    if namespaces is None:
        return
    options = {"search": query.text, "namespace": namespaces or _EVERYWHERE}
    yield from list_candidates(session, Listing("prefixsearch", "ps", options, query.request_size))
