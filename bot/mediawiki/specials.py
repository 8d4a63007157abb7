"""Special pages with a list, by API:Querypage: their pages, and of when the wiki's list is.

Busy wikis make these lists now and then and keep only the beginning of each; that is noted.
"""

from collections.abc import Iterator
from typing import Final

from bot.errors import ApiError, NotOffered
from bot.mediawiki.answers import Entry
from bot.mediawiki.listing import Listing, new_entries
from bot.mediawiki.replies import read_timestamp, replies
from bot.mediawiki.session import Session
from bot.mediawiki.values import known_values, unknown_value
from bot.page import Candidate
from bot.plan import Notice
from bot.titles import Title
from bot.wiki import CandidateBatch, SpecialPage

CACHED: Final = "cached"
_UNKNOWN: Final = frozenset({"badvalue", "unknown_qppage"})


def special_page(session: Session, query: SpecialPage) -> Iterator[CandidateBatch]:
    """The pages that the special page lists; its name is looked up only if the wiki wants another.

    Raises UsageError for a special page that is no list here, NotOffered for one switched off.
    """
    try:
        yield from _listed(session, query, query.name)
    except ApiError as error:
        if error.code not in _UNKNOWN:
            raise
    else:
        return
    [known] = known_values(session, "querypage", "page")
    wanted = query.name.casefold()
    for name in known:
        if name.casefold() == wanted and name != query.name:
            yield from _listed(session, query, name)
            return
    raise unknown_value(session, query.name, known, "special page with a list called")


def _listed(session: Session, query: SpecialPage, name: str) -> Iterator[CandidateBatch]:
    listing = Listing("querypage", "qp", {"page": name}, query.request_size)
    seen: set[int | str] = set()
    found: Entry = {}
    for reply in replies(session, listing.as_list(session.site.limits.listing)):
        begun, found = bool(found), reply.query.get("querypage", {})
        if not begun:
            _note(session, name, found)
        if batch := [
            Candidate(Title(entry["ns"], entry["title"]), row=_row(entry))
            for entry in new_entries(found.get("results", ()), seen)
        ]:
            yield batch


def _row(entry: Entry) -> dict[str, str] | None:
    """What the special page shows beside the title: a size, a count, a time."""
    value = entry.get("timestamp", entry.get("value"))
    return None if value is None else {"value": str(value)}


def _note(session: Session, name: str, found: Entry) -> None:
    """Tell of when the list is, where the wiki made it beforehand."""
    if found.get("disabled"):
        raise NotOffered(f"{session.wiki} has switched the special page {name} off")
    if not found.get("cached"):
        return
    words = "the wiki made this list"
    if made := found.get("cachedtimestamp"):
        words += f" on {read_timestamp(made):%Y-%m-%d at %H:%M} UTC"
    else:
        words += " some time ago, or never"
    if most := found.get("maxresults"):
        words += f" and keeps the first {most:,} pages of it"
    session.note(Notice(session.site.special(name), CACHED, words))
