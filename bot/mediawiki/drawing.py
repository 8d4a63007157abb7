"""Pages drawn by lot, by API:Random: from a random one on, in an order that is random itself."""

from collections.abc import Iterator

from bot.errors import NotOffered
from bot.mediawiki.listing import (
    Listing,
    filled,
    filter_redirects,
    namespace_option,
    new_entries,
    page_size,
    told_redirect,
)
from bot.mediawiki.replies import replies
from bot.mediawiki.session import Session
from bot.page import Candidate
from bot.titles import Title
from bot.wiki import CandidateBatch, RandomPages


def random_pages(session: Session, query: RandomPages) -> Iterator[CandidateBatch]:
    """So many pages; the continuation goes on where the draw ended, so none comes twice."""
    if query.seed is not None:
        raise NotOffered(
            f"{session.wiki} draws by itself; a `seed` is for an offline wiki, or for `sample`"
        )
    namespaces = namespace_option(session.site, query.namespaces)
    if namespaces is None:
        return
    options = {"namespace": namespaces, "filterredir": filter_redirects(query.redirects)}
    most = int(page_size(query.count, session.site.limits.listing))
    size = most if query.request_size == "max" else min(query.request_size, most)
    listing = Listing("random", "rn", filled(options), size)
    seen: set[int | str] = set()
    left, told = query.count, told_redirect(query.redirects)
    for reply in replies(session, listing.as_list(most)):
        batch = [
            Candidate(Title(entry["ns"], entry["title"]), entry["id"], entry.get("redirect", told))
            for entry in new_entries(reply.query.get("random", ()), seen)
        ][:left]
        if batch:
            yield batch
        left -= len(batch)
        if not left:
            return
