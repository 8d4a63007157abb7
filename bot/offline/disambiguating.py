"""Disambiguation pages of an export, by their templates: no export tells the properties of pages.

Reads; never writes.
"""

from collections.abc import Iterator
from typing import Final

from bot.errors import NotOffered
from bot.offline.store import LINK, title
from bot.offline.usage import answer_usage
from bot.offline.walking import Ask
from bot.page import Candidate
from bot.site import TEMPLATE, Site
from bot.wiki import Disambiguations, Transclusions

_MEDIAWIKI: Final = 8
_NAMED_ON: Final = "Disambiguationspage"


def answer_disambiguations(
    ask: Ask, site: Site, query: Disambiguations, block: int
) -> Iterator[Candidate]:
    """Pages with one of the templates that MediaWiki:Disambiguationspage links to.

    Raises NotOffered where the export lacks that page, or it links to none.
    """
    rows = ask(
        "SELECT l.ns, l.name FROM pages AS p JOIN links AS l ON l.page = p.id AND l.kind = ? "
        "WHERE p.ns = ? AND p.name = ? AND l.ns = ? ORDER BY l.name",
        (LINK, _MEDIAWIKI, _NAMED_ON, TEMPLATE),
    )
    if not rows:
        raise NotOffered(
            f"{site.wiki} is an offline wiki: it knows disambiguation pages only by the templates "
            f"that MediaWiki:{_NAMED_ON} links to, and there are none; use `transclusions` with "
            "the template of such pages"
        )
    of = tuple(title(site, *row) for row in rows)
    yield from answer_usage(ask, site, Transclusions(of=of, namespaces=query.namespaces), block)
