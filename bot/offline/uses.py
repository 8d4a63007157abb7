"""What the pages of a batch use, as written in their texts: links, categories, files, templates.

Asks each table once for the whole batch, and only when something in it is wanted. Reads only.
"""

from collections.abc import Sequence
from functools import cached_property

from bot.offline.store import IN_CATEGORY, LINK, REDIRECT, USED_FILE, USED_TEMPLATE, Key, title
from bot.offline.walking import Ask, marks
from bot.site import Site
from bot.titles import Title
from bot.wiki import Among

_NOTHING: frozenset[Title] = frozenset()
Found = dict[int, frozenset[Title]]


class Used:
    """What the pages with these ids use."""

    def __init__(self, ask: Ask, site: Site, pageids: Sequence[int]) -> None:
        self._ask = ask
        self._site = site
        self._pageids = pageids

    def categories(self, pageid: int | None) -> frozenset[Title]:
        """The categories that a page is in."""
        return self._categories.get(pageid or 0, _NOTHING)

    def links(self, pageid: int | None, among: Among) -> frozenset[Title]:
        """The pages that a page links to."""
        return _among(self._links.get(pageid or 0, _NOTHING), among)

    def files(self, pageid: int | None, among: Among) -> frozenset[Title]:
        """The files that a page shows."""
        return _among(self._files.get(pageid or 0, _NOTHING), among)

    def templates(self, pageid: int | None, among: Among) -> frozenset[Title]:
        """What a page transcludes; of a redirect its target, too."""
        return _among(self._templates.get(pageid or 0, _NOTHING), among)

    @cached_property
    def _categories(self) -> Found:
        return self._titles(IN_CATEGORY)

    @cached_property
    def _links(self) -> Found:
        return self._titles(LINK)

    @cached_property
    def _files(self) -> Found:
        return self._titles(USED_FILE)

    @cached_property
    def _templates(self) -> Found:
        """As Parser::statelessFetchTemplate has it: it follows one redirect, and notes both."""
        rows = self._ask(
            "SELECT u.page, r.ns, r.name FROM links AS u "  # noqa: S608 - no value is in it
            "JOIN pages AS p ON p.ns = u.ns AND p.name = u.name "
            "JOIN links AS r ON r.page = p.id AND r.kind = ? "
            f"WHERE u.page IN ({marks(self._pageids)}) AND u.kind = ?",
            [REDIRECT, *self._pageids, USED_TEMPLATE],
        )
        found = {pageid: set(titles) for pageid, titles in self._titles(USED_TEMPLATE).items()}
        for pageid, namespace, name in rows:
            found[pageid].add(self._title((namespace, name)))
        return {pageid: frozenset(titles) for pageid, titles in found.items()}

    def _titles(self, kind: int) -> Found:
        found: dict[int, set[Title]] = {}
        for pageid, *where in self._ask(
            "SELECT page, ns, name FROM links "  # noqa: S608 - no value is in it
            f"WHERE page IN ({marks(self._pageids)}) AND kind = ?",
            [*self._pageids, kind],
        ):
            found.setdefault(pageid, set()).add(self._title((where[0], where[1])))
        return {pageid: frozenset(titles) for pageid, titles in found.items()}

    def _title(self, where: Key) -> Title:
        return title(self._site, *where)


def _among(found: frozenset[Title], among: Among) -> frozenset[Title]:
    return found if among is None else found & among
