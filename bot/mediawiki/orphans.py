"""Pages to which too few others link: all pages of a namespace listed, and those counted.

Only what is left is read. Reads; never writes.
"""

from collections.abc import Iterator
from itertools import chain, islice

from bot.mediawiki.all_pages import all_pages
from bot.mediawiki.fetching import fetch_candidates
from bot.mediawiki.incoming import incoming
from bot.mediawiki.session import Session
from bot.page import Facets, Page
from bot.wiki import AllPages, CandidateBatch, Orphans, PageBatch


def orphans(session: Session, query: Orphans, facets: Facets) -> Iterator[PageBatch]:
    """The pages of which not enough is found that links to them, with these facets."""
    return fetch_candidates(session, _found(session, query), facets)


def _found(session: Session, query: Orphans) -> Iterator[CandidateBatch]:
    site = session.site
    wanted = site.namespaces if query.namespaces is None else query.namespaces
    every = (
        AllPages(namespace=number, redirects=query.redirects, request_size=query.request_size)
        for number in sorted(site.namespaces.keys() & set(wanted))
        if number >= 0
    )
    listed = chain.from_iterable(chain.from_iterable(all_pages(session, one) for one in every))
    while part := [Page.unread(one, site) for one in islice(listed, site.limits.titles)]:
        links = incoming(session, part, query.links)
        if left := [page.candidate for page, one in zip(part, links, strict=True) if not one.more]:
            yield left
