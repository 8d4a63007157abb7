"""What stands on pages, as their own texts have it. Reads; never writes."""

from collections.abc import Iterator
from typing import Final

from bot.offline.store import IN_CATEGORY, LINK, USED_FILE, USED_TEMPLATE, Row, key, title
from bot.offline.walking import Ask
from bot.page import Candidate, Via
from bot.site import Site
from bot.titles import Title
from bot.wiki import CategoriesOn, FilesOn, LinksOn, TemplatesOn

Contents = LinksOn | TemplatesOn | FilesOn | CategoriesOn
_KINDS: Final[dict[type[Contents], int]] = {
    LinksOn: LINK,
    TemplatesOn: USED_TEMPLATE,
    FilesOn: USED_FILE,
    CategoriesOn: IN_CATEGORY,
}


def answer_contents(ask: Ask, site: Site, query: Contents, _block: int) -> Iterator[Candidate]:
    """Each once with the pages it stands on: page by page, by namespace and name.

    The pages are named one by one, so what stands on them fits into memory.
    """
    wanted = query.namespaces if isinstance(query, LinksOn | TemplatesOn) else None
    which = query.which if isinstance(query, LinksOn) else "all"
    found: dict[Title, tuple[Row, dict[Via, None]]] = {}
    for page in query.pages:
        for row in _rows(ask, page, _KINDS[type(query)]):
            namespace, name = row[:2]
            colour = "red" if row[2] is None else "blue"
            if (wanted is None or namespace in wanted) and which in {"all", colour}:
                one = title(site, namespace, name)
                found.setdefault(one, (row, {}))[1][Via("page", page)] = None
    for one, (row, ways) in found.items():
        yield Candidate(one, row[2], bool(row[3]), direct=False, via=tuple(ways))


def _rows(ask: Ask, page: Title, kind: int) -> list[Row]:
    """Namespace, name, and where there is such a page its number and whether it is a redirect."""
    return ask(
        "SELECT l.ns, l.name, p.id, p.redirect FROM pages AS here "
        "JOIN links AS l ON l.page = here.id AND l.kind = ? "
        "LEFT JOIN pages AS p ON p.ns = l.ns AND p.name = l.name "
        "WHERE here.ns = ? AND here.name = ? ORDER BY l.ns, l.name",
        (kind, *key(page)),
    )
