"""Pages with their facets, for one batch of candidates at a time; reads only."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.offline.incoming import incoming
from bot.offline.store import HIDDEN, Key, Row, key, sha1_of
from bot.offline.uses import Used
from bot.offline.walking import Ask
from bot.page import INFO, TEXT, AnyFacet, Candidate, Facet, Facets, Info, Page, Text
from bot.site import Site
from bot.titles import Title
from bot.wiki import (
    Categories,
    Edited,
    ExternalLinks,
    Incoming,
    LinkedPages,
    RedirectFlag,
    Revision,
    Sha1,
    ShownFiles,
    Since,
    UsedTemplates,
)
from bot.wikitext.addresses import find_addresses

_EARLIEST: Final = "1970-01-01T00:00:00Z"  # for revisions that an export gives without a time
_HEAVIEST: Final = 8 << 20  # bytes of text in one batch: $wgAPIMaxResultSize
_COLUMNS: Final = "id, ns, name, redirect, revid, timestamp, length, model"
_ID, _NS, _NAME, _REDIRECT, _REVID, _TIMESTAMP, _LENGTH, _MODEL, _TEXT = range(9)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One page of a batch: its row, None where there is no such page, and what the batch uses."""

    ask: Ask
    site: Site
    candidate: Candidate
    row: Row | None
    used: Used

    @property
    def pageid(self) -> int | None:
        """The page's number."""
        return None if self.row is None else self.row[_ID]


def _external_links(one: _Asked, _: ExternalLinks) -> frozenset[str]:
    if one.row is None:
        return frozenset()
    return frozenset(find_addresses(one.row[_TEXT], one.site))


def _links(one: _Asked, facet: LinkedPages) -> frozenset[Title]:
    found = one.used.links(one.pageid, facet.among)
    if facet.namespaces is None:
        return found
    return frozenset(title for title in found if title.namespace in facet.namespaces)


_VALUES: Final[Mapping[type[Facet[Any]], Callable[[_Asked, Any], Any]]] = {
    Categories: lambda one, _: one.used.categories(one.pageid),
    Edited: lambda one, _: None if one.row is None else _moment(one.row[_TIMESTAMP]),
    ExternalLinks: _external_links,
    Incoming: lambda one, facet: incoming(one.ask, one.site, one.candidate.title, facet),
    Info: lambda _one, _facet: None,
    LinkedPages: _links,
    RedirectFlag: lambda one, _: one.row is not None and bool(one.row[_REDIRECT]),
    Sha1: lambda one, _: "" if one.row is None else sha1_of(one.row[_TEXT], one.row[_MODEL]),
    ShownFiles: lambda one, facet: one.used.files(one.pageid, facet.among),
    Since: lambda one, facet: () if one.row is None else _since(one.ask, one.row, facet),
    Text: lambda one, _: "" if one.row is None else one.row[_TEXT],
    UsedTemplates: lambda one, facet: one.used.templates(one.pageid, facet.among),
}
_OF_LINKS: Final = (Categories, LinkedPages, ShownFiles, UsedTemplates)
_OF_TEXTS: Final = (ExternalLinks, Sha1, Text)


def can_fetch(facet: AnyFacet) -> bool:
    """Whether an export tells this of its pages."""
    if isinstance(facet, Incoming) and facet.not_disambiguations:
        return False  # an extension knows them, or a page of the wiki's own
    return type(facet) in _VALUES


def in_light_batches(
    ask: Ask, candidates: Sequence[Candidate], facets: Facets
) -> Iterator[Sequence[Candidate]]:
    """The candidates in as few parts as keep the texts of each part in bounds."""
    if not _read_text(facets):
        yield candidates
        return
    rows = _known(ask, candidates, with_text=False)
    lengths = {(row[_NS], row[_NAME]): row[_LENGTH] for row in rows}
    begin = weight = 0
    for number, one in enumerate(candidates):
        length = lengths.get(key(one.title), 0)
        if weight + length > _HEAVIEST and number > begin:
            yield candidates[begin:number]
            begin, weight = number, 0
        weight += length
    yield candidates[begin:]


def fetch_pages(
    ask: Ask, site: Site, candidates: Sequence[Candidate], facets: Facets, read_at: datetime
) -> list[Page]:
    """One page for each candidate, in their order; those that do not exist say so."""
    rows = _known(ask, candidates, with_text=_read_text(facets))
    known: dict[Key, Row] = {(row[_NS], row[_NAME]): row for row in rows}
    of_links = any(isinstance(facet, _OF_LINKS) for facet in facets)
    used = Used(ask, site, [row[_ID] for row in rows] if of_links else [])
    values = [(facet, _VALUES[type(facet)]) for facet in facets | {INFO}]
    pages = []
    for one in candidates:
        row = known.get(key(one.title))
        asked = _Asked(ask, site, one, row, used)
        told: dict[AnyFacet, object] = {facet: value(asked, facet) for facet, value in values}
        if row is None:
            told.pop(TEXT, None)
            missing = {facet: value for facet, value in told.items() if facet in facets}
            pages.append(
                Page(one, site, exists=False, redirect=False, read_at=read_at, facets=missing)
            )
            continue
        pages.append(
            Page(
                one,
                site,
                pageid=row[_ID],
                redirect=bool(row[_REDIRECT]),
                revid=row[_REVID],
                timestamp=_moment(row[_TIMESTAMP]),
                length=row[_LENGTH],
                model=row[_MODEL],
                read_at=read_at,
                facets=told,
            )
        )
    return pages


def _moment(timestamp: str) -> datetime | None:
    return datetime.fromisoformat(timestamp) if timestamp else None


def _read_text(facets: Facets) -> bool:
    return any(isinstance(facet, _OF_TEXTS) for facet in facets)


def _known(ask: Ask, candidates: Sequence[Candidate], *, with_text: bool) -> list[Row]:
    text = "(SELECT text FROM texts WHERE page = id)" if with_text else "NULL"
    keys = [key(one.title) for one in candidates]
    return ask(
        f"SELECT {_COLUMNS}, {text} FROM pages "  # noqa: S608 - no value is in it
        f"WHERE (ns, name) IN (VALUES {', '.join('(?, ?)' for _ in keys)})",
        [value for one in keys for value in one],
    )


def _since(ask: Ask, row: Row, facet: Since) -> tuple[Revision, ...]:
    """The page's revisions after this one: the edits made here, and what the export had.

    Only the newest has its text; nothing keeps those of the others.
    """
    pageid, newest, timestamp = row[_ID], row[_REVID], row[_TIMESTAMP]
    [(text,)] = ask("SELECT text FROM texts WHERE page = ?", [pageid])
    edits = ask(
        "SELECT revid, parent, user, timestamp, sha1, summary FROM revisions "
        "WHERE page = ? ORDER BY revid",
        [pageid],
    )
    if not edits:
        edits = [(newest, 0, "", timestamp, sha1_of(text, row[_MODEL]), "")]
    told = text if facet.texts and row[_MODEL] != HIDDEN else None
    return tuple(
        Revision(
            revid=one,
            parent=parent,
            user=user,
            timestamp=datetime.fromisoformat(timestamp or _EARLIEST),
            sha1=sha1,
            summary=summary,
            text=told if one == newest else None,
        )
        for one, parent, user, timestamp, sha1, summary in edits
        if one > facet.revid
    )
