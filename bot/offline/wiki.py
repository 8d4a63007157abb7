"""`OfflineWiki`: an XML export as a wiki, behind the Protocol `bot.wiki.Wiki`; asks no network."""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TypeVar

from bot.errors import BotError, NotOffered, Unreachable
from bot.offline.answering import ANSWERS, unknown_part
from bot.offline.fetching import can_fetch, fetch_pages, in_light_batches
from bot.offline.importing import Say
from bot.offline.opening import Opened
from bot.offline.saving import save
from bot.offline.store import Row
from bot.offline.walking import batches
from bot.page import INFO, TEXT, AnyFacet, Candidate, Facet, Facets, Page
from bot.plan import Edit, Item, Notice, Outcome, Publish
from bot.site import USER_TALK, Site
from bot.titles import Title
from bot.wiki import (
    BacklinkLevels,
    CandidateBatch,
    Known,
    PageBatch,
    Query,
    Standing,
)
from bot.wiki.protocol import Effort

T = TypeVar("T")


class OfflineWiki:
    """The pages of an XML export, and edits of them that stay here.

    The first use reads the export into an SQLite file in the folder `cache` (see
    `bot.offline.cache` for how long it lives) and tells `say` how far it is; later uses start at
    once. Links, redirects and categories are those written in the pages' own texts.

    What it cannot know, and a real wiki can: what a template brings (links, categories); the
    pre-save transform (`~~~~`, `{{subst:}}`, the pipe trick stay as they are); a merge of two
    edits (an edit on an old base is a conflict); protection, rights, filters, blacklists and other
    extensions; blocks and messages; deleted pages, and the history before the export; the order of
    a category's members by sort key (here it is by page id); and, unless `siteinfo_path` names a
    siteinfo JSON, further names of namespaces, interwikis and the link trail.
    """

    def __init__(
        self,
        name: str,
        export_path: Path,
        siteinfo_path: Path | None = None,
        *,
        cache: Path,
        say: Say = lambda _: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._name = name
        self._export_path = export_path
        self._siteinfo_path = siteinfo_path
        self._cache_folder = cache
        self._say = say
        self._clock = clock
        self._lock = threading.RLock()
        self._opened: Opened | None = None
        self._requests = 0
        self._ended = False

    @property
    def site(self) -> Site:
        """What the export and the siteinfo say; the first use may import, or raise UsageError."""
        return self._current().site

    @property
    def requests(self) -> int:
        """How many batches were handed out and items written; each would be one request."""
        return self._requests

    @property
    def slowed(self) -> int:
        """How often we were made to wait: never."""
        return 0

    @property
    def notices(self) -> Sequence[Notice]:
        """What is worth knowing of the answers so far: nothing, they are of the export."""
        return ()

    def offers(self, question: Query | Facet[object] | type[Item]) -> bool:
        """Whether the question can be answered from an export, or the item written into one."""
        if isinstance(question, type):
            return question in {Edit, Publish}
        if isinstance(question, Known):
            return self.offers(question.query)
        if isinstance(question, Query):
            return type(question) in ANSWERS and not unknown_part(question)
        return can_fetch(question)

    def enumerate(self, query: Query) -> Iterator[CandidateBatch]:
        """The query's candidates, in batches of its request size."""
        size = self.site.limits.listing
        if isinstance(query, BacklinkLevels):
            size //= 2  # as the API does with blredirect
        size = _size(query, size)
        return self._counted(batches(self._answer(query, size), size))

    def fetch(
        self, wanted: Query | Iterable[CandidateBatch], facets: Facets = frozenset({INFO})
    ) -> Iterator[PageBatch]:
        """Pages with these facets, in batches of at most `site.limits.titles`, in order."""
        for facet in facets:
            if not can_fetch(facet):
                raise NotOffered(f"{self._name} is an offline wiki: it has no {facet!r}")
        size = self.site.limits.titles
        candidates: Iterator[Candidate]
        if isinstance(wanted, Query):
            size = _size(wanted, size)
            candidates = self._answer(wanted, size)
        else:
            candidates = chain.from_iterable(wanted)
        return self._counted(self._pages(batches(candidates, size), facets))

    def effort(self, facet: AnyFacet) -> Effort:  # noqa: ARG002 - the Protocol's
        """What a facet costs: nothing of its own, it is read with the pages."""
        return "together"

    def further(self, wanted: Iterable[PageBatch], facets: Facets) -> Iterator[PageBatch]:
        """The same pages with these facets, too."""
        for batch in wanted:
            found = chain.from_iterable(self.fetch([[page.candidate for page in batch]], facets))
            yield [
                replace(new, facets={**page.facets, **new.facets})
                for page, new in zip(batch, found, strict=True)
            ]

    def write(self, item: Item) -> Outcome:
        """Save an edit into the working copy; raises NotOffered for any other item."""
        if not isinstance(item, Edit | Publish):
            raise NotOffered(f"{self._name} is an offline wiki: it takes edits, no {item.kind}")
        self._refuse_after_end()
        with self._lock:
            opened = self._opened = self._current().for_edits()
            self._requests += 1
            with _usable(opened):
                return save(opened.store, opened.site, item, self._clock())

    def look(self, stop_page: Title | None = None) -> Standing:
        """The account, which nobody blocks or writes to, and the stop page's text."""
        site = self.site
        talk_page = site.in_namespace(USER_TALK, site.account.name)
        titles = [talk_page, stop_page or talk_page]
        candidates = [Candidate(title) for title in titles]
        talk, stop = fetch_pages(
            self._ask, site, candidates, frozenset({INFO, TEXT}), self._clock()
        )
        self._requests += 1
        return Standing(
            account=site.account, talk=talk.revid, stop_page=stop if stop_page else None
        )

    def post_section(self, page: str, heading: str, text: str) -> int:
        """Raise NotOffered: nobody reads the talk pages of an export."""
        del heading, text
        raise NotOffered(f"{self._name} is an offline wiki: nobody reads a notice on {page}")

    def end_waits(self) -> None:
        """Answer nothing more; what is under way is finished."""
        self._ended = True

    def close(self) -> None:
        """Let go of the file; a later use opens it again."""
        with self._lock:
            if self._opened:
                self._opened.store.close()
            self._opened = None

    def _current(self) -> Opened:
        with self._lock:
            if self._opened is None:
                self._opened = Opened.at(
                    self._name,
                    self._export_path,
                    self._siteinfo_path,
                    self._cache_folder,
                    self._say,
                )
            self._opened = self._opened.current()
            return self._opened

    def _refuse_after_end(self) -> None:
        if self._ended:
            raise Unreachable(f"{self._name}: is asked no more, as the work is to end")

    def _ask(self, sql: str, values: Iterable[object]) -> list[Row]:
        self._refuse_after_end()
        with self._lock:
            opened = self._current()
            with _usable(opened):
                return opened.store.rows(sql, values)

    def _answer(self, query: Query, block: int) -> Iterator[Candidate]:
        if unknown := unknown_part(query):
            raise NotOffered(f"{self._name} is an offline wiki: it does not know {unknown}")
        if type(query) not in ANSWERS:
            raise NotOffered(
                f"{self._name} is an offline wiki: it cannot answer {type(query).__name__}"
            )
        return ANSWERS[type(query)](self._ask, self.site, query, block)

    def _pages(self, candidates: Iterator[CandidateBatch], facets: Facets) -> Iterator[PageBatch]:
        for batch in candidates:
            if not facets:
                yield [Page.unread(one, self.site) for one in batch]
                continue
            for part in in_light_batches(self._ask, batch, facets):
                yield fetch_pages(self._ask, self.site, part, facets, self._clock())

    def _counted(self, answers: Iterator[list[T]]) -> Iterator[list[T]]:
        """Each answer is one request; a question without any answer was one, too."""
        empty = True
        for answer in answers:
            empty = False
            self._requests += 1
            yield answer
        self._requests += empty


def _size(query: Query, most: int) -> int:
    """How many results the query asks for at a time."""
    return most if query.request_size == "max" else max(1, min(most, query.request_size))


@contextmanager
def _usable(opened: Opened) -> Iterator[None]:
    """A full disk, a file that another program has locked or damaged: told in a line."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise BotError(
            f"{opened.store.path}: the offline wiki's file fails: {error}; if its disk is full, "
            "make room, or name another folder by --state"
        ) from error
