"""All pages of a namespace by title (API:Allpages), and those of a size, under protection, ….

On busy wikis (miser mode) the API passes over `apmaxsize`, so that bound is kept here, by the
lengths that `prop=info` tells in the same request.
"""

from collections.abc import Iterator

from bot.mediawiki.listing import (
    Listing,
    by_title,
    candidate,
    filled,
    filter_redirects,
    list_candidates,
    new_entries,
    told_redirect,
)
from bot.mediawiki.replies import batches
from bot.mediawiki.session import Session
from bot.mediawiki.values import check_values
from bot.wiki import AllPages, CandidateBatch

_PROTECTION = ("kind of protection called", "level of protection called")
_LANGUAGES = {None: "", "with": "withlanglinks", "without": "withoutlanglinks"}


def all_pages(session: Session, query: AllPages) -> Iterator[CandidateBatch]:
    """The pages of a namespace."""
    listing = _listing(session, query)
    if query.largest is None:
        yield from list_candidates(session, listing)
        return
    seen: set[int | str] = set()
    parameters = {**listing.as_generator(session.site.limits.listing), "prop": "info"}
    for batch in batches(session, parameters):
        entries = sorted(new_entries(batch.pages, seen), key=by_title, reverse=listing.descending)
        if found := [
            candidate(entry, redirect=False)
            for entry in entries
            if entry["length"] <= query.largest
        ]:
            yield found


def all_pages_listing(session: Session, query: AllPages) -> Listing | None:
    """`list=allpages`; None where the API alone does not keep to the query."""
    return None if query.largest is not None else _listing(session, query)


def _listing(session: Session, query: AllPages) -> Listing:
    """Going down, the API takes the end of the alphabet for its start."""
    protection = {"prtype": query.protected, "prlevel": query.levels}
    check_values(session, "allpages", protection, _PROTECTION)
    start, end = query.start, query.end
    if query.order == "descending":
        start, end = end, start
    options = {
        "namespace": str(query.namespace),
        "from": start,
        "to": end,
        "prefix": query.prefix,
        "filterredir": filter_redirects(query.redirects),
        "dir": query.order,
        "minsize": "" if query.smallest is None else str(query.smallest),
        "maxsize": "" if query.largest is None else str(query.largest),
        "prtype": "|".join(query.protected),
        "prlevel": "|".join(query.levels),
        "filterlanglinks": _LANGUAGES[query.language_links],
    }
    return Listing(
        "allpages",
        "ap",
        filled(options),
        query.request_size,
        told_redirect(query.redirects),
        order=by_title,
        descending=query.order == "descending",
    )
