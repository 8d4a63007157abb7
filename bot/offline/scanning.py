"""Answers that no table has: every text in which they may stand is read. Reads; never writes."""

from collections.abc import Iterator
from typing import Final

from bot.offline.store import READ_FOR_LINKS, Row, title
from bot.offline.walking import PAGE_ID, PAGE_NAME, PAGE_NAMESPACE, PAGE_REDIRECT, Ask, marks
from bot.page import Candidate
from bot.site import Site
from bot.titles import Title
from bot.wiki import ExternalLinksTo, LanguageLinksTo, Namespaces, Redirects
from bot.wikitext.addresses import AddressPattern, find_addresses, is_web, scheme_of
from bot.wikitext.links import find_links

_BLOCK: Final = 20  # texts in memory at a time
_WEB: Final = ("http", "https")
_TEXT: Final = 4  # of a row, behind what every walk gives


def answer_addresses(ask: Ask, site: Site, query: ExternalLinksTo, _: int) -> Iterator[Candidate]:
    """Pages whose text has a link to such an address, by page id."""
    protocols = set(query.protocols or _WEB)
    web = all(map(is_web, protocols))
    pattern = AddressPattern.of(query.pattern) if web else None
    needle = pattern.host if pattern else query.pattern
    needle = needle if needle.isascii() else ":"  # it may be written in more than one way
    if pattern and protocols & {*_WEB}:
        protocols.add("")
    for row, page in _texts(ask, site, needle, query.namespaces):
        for address in find_addresses(row[_TEXT], site):
            scheme = scheme_of(address)
            rest = address[len(scheme) :].lstrip(":/")
            there = pattern.fits(address) if pattern else rest.startswith(query.pattern)
            if scheme in protocols and there:
                yield Candidate(page, row[PAGE_ID], bool(row[PAGE_REDIRECT]))
                break


def answer_languages(ask: Ask, site: Site, query: LanguageLinksTo, _: int) -> Iterator[Candidate]:
    """Pages with such a language link in their text, by page id; talk pages have none.

    Of several links to one language the first is the page's (Parser::handleInternalLinks2).
    """
    wanted: dict[Redirects, bool] = {"exclude": False, "only": True}
    for row, page in _texts(ask, site, f"{query.language}%:", query.namespaces, "[["):
        if page.is_talk or bool(row[PAGE_REDIRECT]) != wanted.get(
            query.redirects, bool(row[PAGE_REDIRECT])
        ):
            continue
        if _in_language(row[_TEXT], site, page, query):
            yield Candidate(page, row[PAGE_ID], bool(row[PAGE_REDIRECT]))


def _in_language(text: str, site: Site, page: Title, query: LanguageLinksTo) -> bool:
    """Whether the text's first language link to that language is one that is asked for."""
    for link in find_links(text, site, page):
        if link.target.interwiki == query.language and not link.target.colon:
            start, end = link.target_span
            name = text[start:end].partition(":")[2].replace("_", " ")
            return not query.title or " ".join(name.split()) == query.title
    return False


def _texts(
    ask: Ask, site: Site, needle: str, namespaces: Namespaces, before: str = ""
) -> Iterator[tuple[Row, Title]]:
    """The pages in whose text the needle stands, whatever its case; `%` in it is anything."""
    conditions = [f"p.model IN ({marks(READ_FOR_LINKS)})", "t.text LIKE ?"]
    values: list[object] = [*READ_FOR_LINKS, f"%{before}%{needle.replace('_', '%')}%"]
    if namespaces is not None:
        conditions.append(f"p.ns IN ({marks(namespaces)})")
        values += namespaces
    last = -1
    sql = (
        "SELECT p.id, p.ns, p.name, p.redirect, t.text "  # noqa: S608 - no value is in it
        "FROM pages AS p JOIN texts AS t ON t.page = p.id "
        f"WHERE {' AND '.join(conditions)} AND p.id > ? ORDER BY p.id LIMIT ?"
    )
    while rows := ask(sql, (*values, last, _BLOCK)):
        for row in rows:
            yield row, title(site, row[PAGE_NAMESPACE], row[PAGE_NAME])
        last = rows[-1][PAGE_ID]
