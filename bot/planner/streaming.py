"""The pages of a task on their way from its source to the last filters, stage by stage.

Reads; judges between the stages, so that only pages that are still wanted cost further requests.
In memory are the batch that is worked on, the one that is fetched, and where facets are asked for
apart one batch of pages that wait for it to be full.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from bot.page import Candidate, FacetValues, Page
from bot.plan import Skip
from bot.planner.judge import Judge, Verdict
from bot.planner.pushing import Question, knowing, narrowed, question
from bot.planner.shared import shared_facets, with_known, with_shared
from bot.planner.stages import Stage, stages, without_bare_reading
from bot.plugin import Filter, Reach, Source
from bot.wiki import AllPages, Backlinks, CandidateBatch, CategoryMembers, PageBatch

# Questions whose answers are rows of a wiki's table of pages, so that each page is there.
_EXISTING: Final = AllPages | Backlinks | CategoryMembers


@dataclass(frozen=True, slots=True)
class Ready:
    """A page with all that it is judged by, and the filters that did not judge it yet."""

    page: Page
    judge: Judge
    filters: tuple[Filter, ...]

    def verdict(self) -> Verdict:
        """What the task does to the page."""
        return self.judge.page(self.page, self.filters)


@dataclass(frozen=True, slots=True)
class Fetched:
    """One step of the stream: what was dropped on the way, and the pages for the last filters."""

    dropped: list[Skip]
    pages: list[Ready]


@dataclass(frozen=True, slots=True)
class Route:
    """How the pages of a task are found, and in which stages they are fetched and judged.

    `source` leaves out what it can of what filters would drop, `pushed` are these filters;
    `question` is None for a source that is not just one question. `at_once` tells that the first
    stage finds and reads in one request, as nothing need be judged between. Where options name
    columns of rows, that is never so: each page may ask for something else.
    """

    source: Source
    pushed: tuple[Filter, ...]
    question: Question | None
    early: tuple[Filter, ...]
    stages: tuple[Stage, ...]
    at_once: bool


def route(judge: Judge, reach: Reach, *, since: bool = False) -> Route:
    """The way of a task's pages; with `since` they are judged as they are found in any case."""
    site = reach.wiki.site
    filling = judge.task.filling
    by_row = {id(one) for one in filling.stand_ins} if filling else set()
    known = [one for one in judge.task.where if id(one) not in by_row]
    found = narrowed(judge.task.source, known, reach)
    asked, answered = question(found, reach), found.answered
    early = tuple(one for one in judge.early_filters if one not in answered)
    # those that the wiki answers are judged all the same: pages change while they are listed
    late = (*(one for one in judge.early_filters if one not in judge.late and one in answered),)
    rounds = stages(
        (*late, *judge.late),
        judge.facets("page"),
        site,
        reach.wiki.effort,
        read_first=filling is not None,
    )
    if not judge.reads_pages and asked is not None and isinstance(asked.query, _EXISTING):
        rounds = without_bare_reading(rounds)
    judged_first = early or since or filling
    at_once = asked is not None and not judged_first and rounds[0].reads
    return Route(found.source, found.pushed, asked, early, rounds, at_once)


class Stream:
    """Fetches what a task works on; runs in the fetching thread.

    `changed` tells of a candidate whether it changed since the task's last run, None that all
    count. `bear` is told every page that was dropped on the way.
    """

    def __init__(
        self,
        judge: Judge,
        reach: Reach,
        way: Route,
        bear: Callable[[Skip], None],
        unchanged: Callable[[], Callable[[Candidate], Skip | None] | None] = lambda: None,
    ) -> None:
        self._judge = judge
        self._reach = reach
        self._way = way
        self._bear = bear
        self._unchanged = unchanged
        self._dropped: list[Skip] = []
        self._shared: FacetValues = {}

    def __iter__(self) -> Iterator[Fetched]:
        self._shared = shared_facets(self._judge.facets("task"), self._reach.wiki)
        first, *further = self._way.stages
        batches = self._begun(first)
        before = first
        for stage in further:
            kept = self._kept(batches, before.filters)
            batches = self._read(kept, stage) if stage.reads else self._asked(kept, stage)
            before = stage
        for pages in batches:
            ready = [
                Ready(page, self._judge, before.filters)
                for page in with_shared(pages, self._shared)
            ]
            step = Fetched(self._dropped.copy(), ready)
            self._dropped.clear()
            yield step
        if self._dropped:
            yield Fetched(self._dropped, [])

    def _begun(self, first: Stage) -> Iterator[PageBatch]:
        wiki, way = self._reach.wiki, self._way
        if way.question is None:
            source = knowing(way.source, self._shared, self._reach)
            found = source.candidates(self._reach)
        else:
            query = with_known(way.question.query, self._shared)
            if way.at_once:
                return wiki.fetch(query, first.facets)
            found = wiki.enumerate(query)
        candidates = self._early(found)
        if first.reads:
            return wiki.fetch(candidates, first.facets)
        return wiki.further(
            ([Page.unread(one, wiki.site) for one in batch] for batch in candidates), first.facets
        )

    def _early(self, batches: Iterator[CandidateBatch]) -> Iterator[CandidateBatch]:
        """The candidates that are not dropped by what their source told of them."""
        unchanged = self._unchanged()
        for batch in batches:
            kept = []
            for candidate in batch:
                skip = self._judge.early(candidate, self._shared)
                if skip is None and unchanged:
                    skip = unchanged(candidate)
                if skip:
                    self._drop(skip)
                else:
                    kept.append(candidate)
            yield kept

    def _kept(
        self, batches: Iterable[PageBatch], filters: tuple[Filter, ...]
    ) -> Iterator[PageBatch]:
        """The pages that the filters of the stage before keep."""
        for batch in batches:
            kept = []
            for page in with_shared(batch, self._shared):
                if skip := self._judge.dropped(page, filters):
                    self._drop(skip)
                else:
                    kept.append(page)
            yield kept

    def _read(self, batches: Iterator[PageBatch], stage: Stage) -> Iterator[PageBatch]:
        """Pages that were only asked about so far, read; with what they had already."""
        earlier: deque[Page] = deque()

        def candidates() -> Iterator[CandidateBatch]:
            for batch in batches:
                earlier.extend(batch)
                yield [page.candidate for page in batch]

        for pages in self._reach.wiki.fetch(candidates(), stage.facets):
            yield [
                replace(page, facets={**earlier.popleft().facets, **page.facets}) for page in pages
            ]

    def _asked(self, batches: Iterator[PageBatch], stage: Stage) -> Iterator[PageBatch]:
        return self._reach.wiki.further(batches, stage.facets)

    def _drop(self, skip: Skip) -> None:
        self._dropped.append(skip)
        self._bear(skip)
