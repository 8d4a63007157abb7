"""Pages with links to addresses: `list=exturlusage`, as Special:LinkSearch has it."""

from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from bot.mediawiki.listing import filled, namespace_option, new_entries, page_size
from bot.mediawiki.replies import replies
from bot.mediawiki.session import Session
from bot.page import Candidate
from bot.titles import Title
from bot.wiki import CandidateBatch, ExternalLinksTo
from bot.wikitext.addresses import AddressPattern, is_web

# Since then no protocol means http and https; before, http alone (ApiQueryExtLinksUsage.php).
_BOTH_AT_ONCE: Final = (1, 43)


def external_links_to(session: Session, query: ExternalLinksTo) -> Iterator[CandidateBatch]:
    """Each page once, over all protocols; raises UsageError for a pattern that is none.

    The list has an entry for each link, so a page may come in many answers; which pages came is
    kept in memory, by their numbers. MediaWiki reads a pattern no further than to its first
    wildcard, so the addresses themselves are looked at again.
    """
    namespaces = namespace_option(session.site, query.namespaces)
    if namespaces is None:
        return
    pattern = AddressPattern.of(query.pattern) if all(map(is_web, query.protocols)) else None
    seen: set[int | str] = set()
    for protocol in query.protocols or _web_protocols(session.site.version):
        options = {
            "list": "exturlusage",
            "euquery": query.pattern,
            "euprotocol": protocol,
            "eunamespace": namespaces,
            "euprop": "ids|title|url",
            "eulimit": page_size(query.request_size, session.site.limits.listing),
        }
        for reply in replies(session, filled(options)):
            entries = [
                one
                for one in reply.query.get("exturlusage", ())
                if pattern is None or pattern.fits(one["url"])
            ]
            if batch := [
                Candidate(Title(entry["ns"], entry["title"]), entry["pageid"])
                for entry in new_entries(entries, seen)
            ]:
                yield batch


def _web_protocols(version: str) -> tuple[str, ...]:
    """What to ask for to get http and https; the version is `1.39.17`, or `1.45.0-wmf.3`."""
    numbers = takewhile(str.isdecimal, version.split("."))
    return ("",) if tuple(map(int, numbers)) >= _BOTH_AT_ONCE else ("http", "https")
