"""Questions that no list answers: the table of them, and how those to texts are read.

The wiki finds and gives the texts in one request for each batch; what is kept is kept with its
text, so whoever wants that asks for nothing more.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from bot.mediawiki.confirming import confirmed
from bot.mediawiki.fetching import fetch_query
from bot.mediawiki.orphans import orphans
from bot.mediawiki.redirects import redirects_to
from bot.mediawiki.session import Session
from bot.page import TEXT, Facets, Via
from bot.titles import Title
from bot.wiki import (
    Confirmed,
    Orphans,
    PageBatch,
    Query,
    RedirectsTo,
    Transclusions,
    WrittenTransclusions,
)
from bot.wikitext.templates import template_titles

Reading = Callable[[Session, Any, Facets], Iterator[PageBatch]]


def written_transclusions(
    session: Session, query: WrittenTransclusions, facets: Facets
) -> Iterator[PageBatch]:
    """The pages whose own text transcludes one of the pages, or a redirect to one.

    The list names all pages that could, since a use by a redirect counts for the target, too.
    """
    redirects: dict[Title, None] = {}
    if query.through_redirects:
        for found in redirects_to(session, RedirectsTo(to=query.of)):
            redirects |= dict.fromkeys(one.title for one in found)
    everyone = Transclusions(
        of=query.of,
        namespaces=query.namespaces,
        redirects=query.redirects,
        request_size=query.request_size,
    )
    for batch in fetch_query(session, everyone, facets | {TEXT}):
        kept = []
        for page in batch:
            titles = template_titles(page.text, session.site, page.title) if page.exists else ()
            via = tuple(Via("redirect", title) for title in redirects if title in titles)
            direct = any(title in titles for title in query.of)
            if direct or via:
                kept.append(
                    replace(page, candidate=replace(page.candidate, direct=direct, via=via))
                )
        if kept:
            yield kept


READINGS: Final[Mapping[type[Query], Reading]] = {
    Confirmed: confirmed,
    Orphans: orphans,
    WrittenTransclusions: written_transclusions,
}
