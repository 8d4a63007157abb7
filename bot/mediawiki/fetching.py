"""Fetches pages with their facets: found and fetched in one request, or in full batches.

Reads only. A page that cannot be had never ends the stream: one that is gone comes as not
existing, one that the wiki will not or cannot show comes with the model `UNREADABLE`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, islice
from typing import Any, Final

from bot.errors import ApiError, NotOffered
from bot.mediawiki.answers import Entry
from bot.mediawiki.facets import FETCHERS, prop_parameters
from bot.mediawiki.listing import Listing, new_entries
from bot.mediawiki.lookups import is_one_page_s
from bot.mediawiki.questions import QUESTIONS
from bot.mediawiki.replies import batches, in_parts, shrunk
from bot.mediawiki.session import Session
from bot.mediawiki.transport import Parameters
from bot.page import INFO, TEXT, Candidate, Facets, FacetValues, Page
from bot.titles import Title
from bot.wiki import REDIRECT_FLAG, CandidateBatch, PageBatch, Query

UNREADABLE: Final = "unreadable"  # no content model of any wiki, and so no wikitext
_NOTHING_KNOWN: Final[Entry] = {}
_NOTHING_MORE: Final[Parameters] = {}


def fetch_query(session: Session, query: Query, facets: Facets) -> Iterator[PageBatch]:
    """The pages of a query, by a generator where the query and the facets allow one."""
    question = QUESTIONS[type(query)]
    reader = Reader(session, facets)
    if facets <= query.tells or not (listing := question.listing(session, query)):
        find = question.candidates
        if question.unnamed and not facets <= query.tells:
            find = question.unnamed
        yield from fetch_candidates(session, find(session, query), facets)
        return
    given: set[int | Title] = set()
    try:
        for pages in reader.generated(listing):
            given.update(page.pageid or page.title for page in pages)
            yield pages
    except ApiError as error:
        if not (is_one_page_s(error) or shrunk(session, error)):
            raise
    else:
        return
    # The generator does not say which page it was, so the rest is asked for by page.
    rest = (
        [one for one in batch if (one.pageid or one.title) not in given]
        for batch in question.candidates(session, query)
    )
    yield from fetch_candidates(session, rest, facets)


def fetch_candidates(
    session: Session, wanted: Iterable[CandidateBatch], facets: Facets
) -> Iterator[PageBatch]:
    """The pages of these candidates in their order, regrouped to full requests.

    What their sources told already is not asked for again.
    """
    reader = Reader(session, facets)
    stream = chain.from_iterable(wanted)
    while part := list(islice(stream, session.site.limits.titles)):
        if not facets:
            yield [Page.unread(one, session.site) for one in part]
        elif facets <= {REDIRECT_FLAG} and all(one.redirect is not None for one in part):
            yield [reader.as_told(one) for one in part]
        else:
            yield list(chain.from_iterable(in_parts(session, part, reader.read)))


def fetch_further(
    session: Session, wanted: Iterable[PageBatch], facets: Facets
) -> Iterator[PageBatch]:
    """The same pages with facets that are asked for apart, regrouped to full requests.

    A page whose number nobody told is looked up first, as some facets are found by it.
    """
    reader = Reader(session, facets)
    stream = chain.from_iterable(wanted)
    while part := _part(session, stream, several=reader.asks_of_many):
        if all(page.pageid for page in part if page.exists):
            yield from _split(reader.with_asked(part), session.site.limits.titles)
            continue
        found = in_parts(session, [page.candidate for page in part], reader.read)
        yield [
            replace(new, facets={**page.facets, **new.facets})
            for page, new in zip(part, chain.from_iterable(found), strict=True)
        ]


def _part(session: Session, stream: Iterator[Page], *, several: bool) -> list[Page]:
    """The next pages of a stream, so many as one request can name.

    Pages without their texts are small; of them, as many as one request lists. Then also what is
    asked about a few of them only (the redirects to those that nothing links to) fills requests.
    """
    limits = session.site.limits
    part = list(islice(stream, limits.titles))
    if several and not any(TEXT in page.facets for page in part):
        part += islice(stream, limits.listing - len(part))
    return part


def _split(pages: PageBatch, size: int) -> Iterator[PageBatch]:
    for start in range(0, len(pages), size):
        yield pages[start : start + size]


class Reader:
    """Asks for pages with the facets that are wanted, and makes them."""

    def __init__(self, session: Session, facets: Facets) -> None:
        for facet in facets:
            if type(facet) not in FETCHERS:
                raise NotOffered(f"{session.wiki}: {facet!r} cannot be fetched from a wiki")
        self._session = session
        self._site = session.site
        self._facets = facets
        self._text = TEXT in facets
        wanted = facets | {INFO} if self._text else facets
        self._reads = [(facet, read) for facet in wanted if (read := FETCHERS[type(facet)].read)]
        self._batches = [(facet, many) for facet in wanted if (many := FETCHERS[type(facet)].batch)]
        self._asks = [(facet, one) for facet in wanted if (one := FETCHERS[type(facet)].ask)]

    @property
    def asks_of_many(self) -> bool:
        """Whether what is asked apart is asked of many pages in one request."""
        return not self._asks

    def generated(self, listing: Listing) -> Iterator[PageBatch]:
        """Pages found and fetched in one request for each answer of the list.

        A request reads fewer texts than it lists pages (ApiQueryRevisions); without them it gives
        as many pages as the list has.
        """
        limits = self._site.limits
        most = limits.titles if self._text else limits.listing
        parameters = {**listing.as_generator(most), **self._parameters()}
        seen: set[int | str] = set()
        for batch in batches(self._session, parameters):
            kept = filter(listing.keeps, new_entries(batch.pages, seen))
            entries = sorted(kept, key=listing.order, reverse=listing.descending)
            pages = [self._page(listing.found(entry), entry, batch.read_at) for entry in entries]
            yield from map(self.with_asked, _split(pages, limits.titles))

    def read(self, part: Sequence[Candidate]) -> Iterator[PageBatch]:
        """The pages of one batch; one that makes the whole batch fail is found by halving."""
        try:
            pages, _ = self.ask(part)
        except ApiError as error:
            if not is_one_page_s(error):
                raise
            if len(part) == 1:
                yield self.with_asked([self.unreadable(part[0])])
                return
            middle = len(part) // 2
            yield from self.read(part[:middle])
            yield from self.read(part[middle:])
        else:
            yield self.with_asked(pages)

    def as_told(self, one: Candidate) -> Page:
        """The page as its source told, with the flag that its source told."""
        flags: FacetValues = {REDIRECT_FLAG: one.redirect}
        return replace(Page.unread(one, self._site), facets=flags)

    def ask(
        self, part: Sequence[Candidate], more: Parameters = _NOTHING_MORE
    ) -> tuple[PageBatch, Entry]:
        """The pages of one batch, and what the wiki said of us where `more` asks for that."""
        by_id = all(one.pageid for one in part)
        if by_id:
            asked = {"pageids": "|".join(str(one.pageid) for one in part)}
        else:
            asked = {"titles": "|".join(one.title.text for one in part)}
        entries: dict[int | str | None, tuple[Entry, datetime]] = {}
        names: dict[str, str] = {}
        userinfo: Entry = {}
        for batch in batches(self._session, {**asked, **self._parameters(), **more}):
            names |= batch.names
            userinfo |= batch.userinfo
            for entry in batch.pages:
                entries[entry.get("pageid" if by_id else "title")] = entry, batch.read_at
        pages = []
        for one in part:
            key = one.pageid if by_id else names.get(one.title.text, one.title.text)
            entry, read_at = entries.get(key, (_NOTHING_KNOWN, None))
            pages.append(self._page(one, entry, read_at))
        return pages, userinfo

    def with_asked(self, pages: PageBatch) -> PageBatch:
        """The pages with what is asked for after they were read."""
        asked: list[dict[Any, Any]] = [{} for _ in pages]
        for facet, batch in self._batches:
            for found, value in zip(asked, batch(self._session, pages, facet), strict=True):
                found[facet] = value
        for facet, ask in self._asks:
            for found, page in zip(asked, pages, strict=True):
                found[facet] = ask(self._session, page, facet)
        if not (self._batches or self._asks):
            return pages
        return [
            replace(page, facets={**page.facets, **found})
            for page, found in zip(pages, asked, strict=True)
        ]

    def _parameters(self) -> dict[str, str]:
        """What is asked about each page, by how much the wiki takes just now."""
        return prop_parameters(self._facets, self._site, self._session.titles_at_once)

    def _page(self, one: Candidate, entry: Entry, read_at: datetime | None) -> Page:
        """The page that an entry of the wiki's answer tells of."""
        pageid = entry.get("pageid")
        facets: dict[Any, Any] = {facet: read(entry, facet) for facet, read in self._reads}
        if pageid is None or entry.get("missing"):
            return Page(
                one, self._site, exists=False, redirect=False, read_at=read_at, facets=facets
            )
        if one.title.text != entry["title"]:  # moved, or spelled as the wiki does not
            one = replace(one, title=Title(entry["ns"], entry["title"]))
        revid, length, model = entry["lastrevid"], entry["length"], entry["contentmodel"]
        timestamp = None
        revision: Entry = next(iter(entry.get("revisions", ())), _NOTHING_KNOWN)
        if self._text:
            try:
                slot = revision["slots"]["main"]
                facets[TEXT] = slot["content"]
            except KeyError:
                return self.unreadable(one, entry, read_at)
            model = slot["contentmodel"]
        if revision.keys() >= {"revid", "size", "timestamp"}:  # perhaps newer than what `info` says
            revid, length = revision["revid"], revision["size"]
            timestamp = datetime.fromisoformat(revision["timestamp"])
        return Page(
            one,
            self._site,
            exists=True,
            pageid=pageid,
            redirect=bool(entry.get("redirect")),
            revid=revid,
            timestamp=timestamp,
            length=length,
            model=model,
            read_at=read_at,
            facets=facets,
        )

    def unreadable(
        self, one: Candidate, entry: Entry = _NOTHING_KNOWN, read_at: datetime | None = None
    ) -> Page:
        """A page that exists and that the wiki does not show (hidden, lost, not for us)."""
        facets: dict[Any, Any] = {facet: read(entry, facet) for facet, read in self._reads}
        if self._text:
            facets[TEXT] = ""
        return Page(
            one,
            self._site,
            pageid=entry.get("pageid", one.pageid),
            redirect=bool(entry.get("redirect")),
            revid=entry.get("lastrevid", 0),
            model=UNREADABLE,
            read_at=read_at,
            facets=facets,
        )
