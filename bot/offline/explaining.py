"""An offline wiki that reads nothing, and tells what it would read: for `wikisweep explain`."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.offline.wiki import OfflineWiki
from bot.page import INFO, Candidate, Facets, Page
from bot.site import Site
from bot.titles import Title
from bot.wiki import CandidateBatch, PageBatch, Query
from bot.wiki.asked import Asked


class RehearsedOfflineWiki(OfflineWiki):
    """An export of which only `site` is assumed; neither it nor any cache is opened."""

    def __init__(self, site: Site) -> None:
        nowhere = Path()
        super().__init__(site.wiki, nowhere, cache=nowhere)
        self._assumed = site
        self._taken: list[Asked] = []

    @property
    def site(self) -> Site:
        """The wiki as it is assumed to be."""
        return self._assumed

    def enumerate(self, query: Query) -> Iterator[CandidateBatch]:
        """Note that the query's candidates would be walked through."""
        self._note(f"the export's tables are walked for {type(query).__name__}", listing=True)
        yield []

    def fetch(
        self, wanted: Query | Iterable[CandidateBatch], facets: Facets = frozenset({INFO})
    ) -> Iterator[PageBatch]:
        """Note that pages would be read, and found where that is a query."""
        found = f"found for {type(wanted).__name__} and " if isinstance(wanted, Query) else ""
        self._note(f"pages are {found}read from the export's tables", listing=False)
        yield [Page(Candidate(Title(0, "…"), 1), self.site, facets=dict.fromkeys(facets))]

    def taken(self) -> list[Asked]:
        """What would have been read since the last call."""
        taken, self._taken = self._taken, []
        return taken

    def _note(self, words: str, *, listing: bool) -> None:
        limits = self.site.limits
        pages = limits.listing if listing else limits.titles
        self._taken.append(Asked({}, pages=pages, words=words))
