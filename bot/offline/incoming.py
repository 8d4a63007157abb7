"""Which other pages link to a page, as `Incoming` has it; all links here are written ones. Reads.

Redirects are followed to the end, with a guard against loops, as in `answering`.
"""

from collections.abc import Iterator

from bot.offline.found import candidate
from bot.offline.store import IN_CATEGORY, LINK, REDIRECT, Key, key, title
from bot.offline.walking import (
    PAGE_ID,
    PAGE_NAME,
    PAGE_NAMESPACE,
    Ask,
    Linking,
    walk_names,
)
from bot.page import Candidate
from bot.site import Site
from bot.titles import Title
from bot.wiki import Incoming, IncomingLinks, Orphans


def incoming(ask: Ask, site: Site, page: Title, facet: Incoming) -> IncomingLinks:
    """The links to one page."""
    found: dict[int, Title] = {}
    for pageid, linking in _links(ask, site, page, facet):
        if pageid not in found and _counts(ask, pageid, linking, facet):
            found[pageid] = linking
            if len(found) == facet.enough:
                break
    return IncomingLinks(tuple(sorted(found.values())), more=len(found) >= facet.enough)


def answer_orphans(ask: Ask, site: Site, query: Orphans, block: int) -> Iterator[Candidate]:
    """The pages with too few links, namespace by namespace, by title."""
    wanted = site.namespaces if query.namespaces is None else query.namespaces
    for number in sorted(site.namespaces.keys() & set(wanted)):
        every = walk_names(
            ask, number, "", "", redirects=query.redirects, descending=False, block=block
        )
        for row in every:
            one = candidate(site, row)
            if not incoming(ask, site, one.title, query.links).more:
                yield one


def _links(ask: Ask, site: Site, page: Title, facet: Incoming) -> Iterator[tuple[int, Title]]:
    """The pages with a link, one name of the page after the other."""
    linking = Linking(kind=LINK, namespaces=facet.namespaces, redirects="exclude")
    for name in _names(ask, key(page)):
        for row in linking.walk(ask, name):
            one = title(site, row[PAGE_NAMESPACE], row[PAGE_NAME])
            if one != page:
                yield row[PAGE_ID], one


def _names(ask: Ask, page: Key) -> Iterator[Key]:
    """The page itself, the redirects to it, and the redirects to those."""
    seen, wave = {page}, [page]
    while wave:
        yield from wave
        following = []
        for name in wave:
            for row in Linking(kind=REDIRECT).walk(ask, name):
                redirect = row[PAGE_NAMESPACE], row[PAGE_NAME]
                if redirect not in seen:
                    seen.add(redirect)
                    following.append(redirect)
        wave = following


def _counts(ask: Ask, pageid: int, linking: Title, facet: Incoming) -> bool:
    if any(pattern.search(linking.text) for pattern in facet.unlike):
        return False
    without = {key(category) for category in facet.not_in}
    rows = without and ask(
        "SELECT ns, name FROM links WHERE page = ? AND kind = ?", [pageid, IN_CATEGORY]
    )
    return not without.intersection(rows or ())
