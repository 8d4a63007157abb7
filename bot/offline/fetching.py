"""Pages with their facets, for one batch of candidates at a time; reads only."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from bot.offline.store import IN_CATEGORY, Key, Row, key, sha1_of, title
from bot.offline.walking import Ask, marks
from bot.page import INFO, TEXT, AnyFacet, Candidate, Facets, Page
from bot.site import Site
from bot.titles import Title
from bot.wiki import REDIRECT_FLAG, Categories, Revision, Sha1, Since

CATEGORIES: Final = Categories()
SHA1: Final = Sha1()
_FETCHED: Final[Facets] = frozenset({INFO, TEXT, REDIRECT_FLAG, CATEGORIES, SHA1})
_WITH_TEXT: Final[Facets] = frozenset({TEXT, SHA1})
_EARLIEST: Final = "1970-01-01T00:00:00Z"  # for revisions that an export gives without a time
_HEAVIEST: Final = 8 << 20  # bytes of text in one batch: $wgAPIMaxResultSize
_COLUMNS: Final = "id, ns, name, redirect, revid, timestamp, length, model"


def can_fetch(facet: AnyFacet) -> bool:
    """Whether an export tells this of its pages."""
    return facet in _FETCHED or isinstance(facet, Since)


def in_light_batches(
    ask: Ask, candidates: Sequence[Candidate], facets: Facets
) -> Iterator[Sequence[Candidate]]:
    """The candidates in as few parts as keep the texts of each part in bounds."""
    if not facets & _WITH_TEXT:
        yield candidates
        return
    lengths = {(row[1], row[2]): row[6] for row in _known(ask, candidates, facets - _WITH_TEXT)}
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
    known: dict[Key, Row] = {(row[1], row[2]): row for row in _known(ask, candidates, facets)}
    categories: dict[int, set[Title]] = {}
    if CATEGORIES in facets:
        categories = _categories(ask, site, [row[0] for row in known.values()])
    pages = []
    for one in candidates:
        row = known.get(key(one.title))
        if row is None:
            pages.append(_missing(one, site, facets, read_at))
            continue
        pageid, _, _, redirect, revid, timestamp, length, model, text = row
        values: dict[AnyFacet, object] = {
            INFO: None,
            REDIRECT_FLAG: bool(redirect),
            TEXT: text,
            CATEGORIES: frozenset(categories.get(pageid, ())),
        }
        for facet in facets:
            if isinstance(facet, Since):
                values[facet] = _since(ask, row, facet.revid)
        if SHA1 in facets:
            values[SHA1] = sha1_of(text, model)
        pages.append(
            Page(
                one,
                site,
                pageid=pageid,
                redirect=bool(redirect),
                revid=revid,
                timestamp=datetime.fromisoformat(timestamp) if timestamp else None,
                length=length,
                model=model,
                read_at=read_at,
                facets={facet: values[facet] for facet in facets | {INFO}},
            )
        )
    return pages


def _missing(one: Candidate, site: Site, facets: Facets, read_at: datetime) -> Page:
    values: dict[AnyFacet, object] = {
        INFO: None,
        REDIRECT_FLAG: False,
        CATEGORIES: frozenset(),
        SHA1: "",
        **{facet: () for facet in facets if isinstance(facet, Since)},
    }
    told = {facet: value for facet, value in values.items() if facet in facets}
    return Page(one, site, exists=False, redirect=False, read_at=read_at, facets=told)


def _known(ask: Ask, candidates: Sequence[Candidate], facets: Facets) -> list[Row]:
    text = "(SELECT text FROM texts WHERE page = id)" if facets & _WITH_TEXT else "NULL"
    keys = [key(one.title) for one in candidates]
    return ask(
        f"SELECT {_COLUMNS}, {text} FROM pages "  # noqa: S608 - no value is in it
        f"WHERE (ns, name) IN (VALUES {', '.join('(?, ?)' for _ in keys)})",
        [value for one in keys for value in one],
    )


def _since(ask: Ask, row: Row, revid: int) -> tuple[Revision, ...]:
    """The page's revisions after this one: the edits made here, and what the export had."""
    pageid, newest, timestamp = row[0], row[4], row[5]
    edits = ask(
        "SELECT revid, parent, user, timestamp, sha1, summary FROM revisions "
        "WHERE page = ? ORDER BY revid",
        [pageid],
    )
    if not edits:
        [(text,)] = ask("SELECT text FROM texts WHERE page = ?", [pageid])
        edits = [(newest, 0, "", timestamp, sha1_of(text, row[7]), "")]
    return tuple(
        Revision(
            revid=one,
            parent=parent,
            user=user,
            timestamp=datetime.fromisoformat(timestamp or _EARLIEST),
            sha1=sha1,
            summary=summary,
        )
        for one, parent, user, timestamp, sha1, summary in edits
        if one > revid
    )


def _categories(ask: Ask, site: Site, pageids: Sequence[int]) -> dict[int, set[Title]]:
    found: dict[int, set[Title]] = {}
    for pageid, namespace, name in ask(
        "SELECT page, ns, name FROM links "  # noqa: S608 - no value is in it
        f"WHERE page IN ({marks(pageids)}) AND kind = ?",
        [*pageids, IN_CATEGORY],
    ):
        found.setdefault(pageid, set()).add(title(site, namespace, name))
    return found
