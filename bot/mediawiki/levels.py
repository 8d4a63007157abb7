"""What API:Backlinks itself says with `blredirect`: two levels, followed to the end and merged.

Known to differ from the exact answer (facts of the API, not ours to mend): a namespace filter
takes away redirects, too, with all behind them; a page that redirects elsewhere and merely
mentions the target counts as a redirect to it; only one redirect lies between; and
`blfilterredir=nonredirects` leaves the redirects of the first level in.
"""

from collections.abc import Iterator
from dataclasses import replace

from bot.mediawiki.answers import Entry
from bot.mediawiki.listing import (
    Listing,
    candidate,
    filled,
    filter_redirects,
    namespace_option,
)
from bot.mediawiki.redirects import target_option
from bot.mediawiki.replies import replies
from bot.mediawiki.session import Session
from bot.page import Via
from bot.wiki import BacklinkLevels, CandidateBatch


def backlink_levels(session: Session, query: BacklinkLevels) -> Iterator[CandidateBatch]:
    """Each first-level page, and right behind a redirect the pages that link to it.

    While the second level goes on, the first comes again with each answer; a group is given out
    when the answers have moved past it.
    """
    namespaces = namespace_option(session.site, query.namespaces)
    if namespaces is None:
        return
    options = {
        **target_option(query.to),
        "namespace": namespaces,
        "filterredir": filter_redirects(query.redirects),
        "dir": query.order,
        "redirect": "1",
    }
    listing = Listing("backlinks", "bl", filled(options), query.request_size)
    given: set[tuple[int, int]] = set()  # first-level page, and second-level page or 0
    groups: dict[int, _Group] = {}
    for reply in replies(session, listing.as_list(session.site.limits.listing // 2)):
        entries = reply.query.get("backlinks", ())
        if groups.keys().isdisjoint(entry["pageid"] for entry in entries):
            yield from _given_out(groups, given)
            groups = {}
        for entry in entries:
            group = groups.setdefault(entry["pageid"], _Group(entry))
            for behind in entry.get("redirlinks", ()):
                group.behind.setdefault(behind["pageid"], behind)
    yield from _given_out(groups, given)


class _Group:
    """One page of the first level, and the pages behind it where it is a redirect."""

    def __init__(self, entry: Entry) -> None:
        self.first = candidate(entry, redirect=False)
        self.behind: dict[int, Entry] = {}


def _given_out(groups: dict[int, _Group], given: set[tuple[int, int]]) -> Iterator[CandidateBatch]:
    """One batch of whole groups, without what was given out before."""
    batch: CandidateBatch = []
    for number, group in groups.items():
        if (number, 0) not in given:
            given.add((number, 0))
            batch.append(group.first)
        via = (Via("redirect", group.first.title),)
        for behind, entry in group.behind.items():
            if (number, behind) not in given:
                given.add((number, behind))
                page = candidate(entry, redirect=False)
                batch.append(replace(page, direct=False, via=via))
    if batch:
        yield batch
