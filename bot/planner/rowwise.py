"""The pages of a task whose options name columns of rows, on their way to the last filters.

Each page has plugins of its own, made from its row, so each may ask for something else. Pages are
fetched in full batches all the same: what goes together in one request is asked of a whole batch
at once, what is asked apart of those of a batch that ask the same. What each value of a row wants
to know of the wiki once (redirects to a page, say) is asked when the first page wants it. Reads.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Final

from bot.errors import UsageError
from bot.page import NOTHING, Candidate, Facets, Page
from bot.plan import Skip
from bot.planner.joining import joined, own
from bot.planner.judge import ROW, Judge
from bot.planner.shared import Asking
from bot.planner.stages import Stage, stages
from bot.planner.streaming import Fetched, Ready, Route
from bot.plugin import Filter, Reach

_KEPT: Final = 512  # judges of the rows that came last; pages of one row often come together
_ROUNDS: Final = range(1, 4)  # after the reading: asked apart, page by page, and what is left


@dataclass(frozen=True, slots=True)
class _Judged:
    """A page on its way, what judges it, and in which rounds."""

    page: Page
    judge: Judge
    stages: tuple[Stage, ...]

    def facets(self, number: int) -> Facets:
        """What the page is asked in a round; nothing where it has none of that number."""
        return self.stages[number].facets if number < len(self.stages) else NOTHING


class RowStream:
    """Fetches what a task works on; runs in the fetching thread.

    As `bot.planner.streaming.Stream`, for tasks with a `filling`. A page whose row does not make
    the options is dropped before anything is asked about it.
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
        self._source = way.source
        self._bear = bear
        self._unchanged = unchanged
        self._ask = Asking(reach.wiki)
        self._full = reach.wiki.site.limits.titles
        self._judges: OrderedDict[tuple[str, ...], tuple[Judge, tuple[Stage, ...]]] = OrderedDict()
        self._dropped: list[Skip] = []

    def __iter__(self) -> Iterator[Fetched]:
        batches = self._read()
        for number in _ROUNDS:
            batches = self._asked(self._kept(batches, number - 1), number)
        for batch in batches:
            kept = self._kept([batch], _ROUNDS[-1])
            ready = [self._ready(one) for one in kept]
            step = Fetched(self._dropped.copy(), ready)
            self._dropped.clear()
            yield step
        if self._dropped:
            yield Fetched(self._dropped, [])

    def _early(self) -> Iterator[_Judged]:
        """The candidates that neither their rows nor what their source told drop."""
        unchanged = self._unchanged()
        for candidate in chain.from_iterable(self._source.candidates(self._reach)):
            try:
                judge, rounds = self._of(candidate)
            except UsageError as error:
                self._drop(Skip(candidate.title, ROW, str(error)))
                continue
            skip = judge.early(candidate, {})
            if skip is None and unchanged:
                skip = unchanged(candidate)
            if skip:
                self._drop(skip)
            else:
                page = Page.unread(candidate, self._reach.wiki.site)
                yield _Judged(page, judge, rounds)

    def _of(self, candidate: Candidate) -> tuple[Judge, tuple[Stage, ...]]:
        """What judges a candidate, and its rounds; raises UsageError."""
        filling, row = self._judge.task.filling, candidate.row
        key = tuple(filling.of(row).values()) if filling else ()
        if key not in self._judges:
            wiki = self._reach.wiki
            judge = self._judge.of(row, wiki)
            wanted = judge.facets("page")
            rounds = stages(judge.late, wanted, wiki.site, wiki.effort, read_first=True)
            self._judges[key] = judge, rounds
            if len(self._judges) > _KEPT:
                self._judges.popitem(last=False)
        self._judges.move_to_end(key)
        return self._judges[key]

    def _read(self) -> Iterator[list[_Judged]]:
        found = self._early()
        while part := list(islice(found, self._full)):
            asked = joined(one.facets(0) for one in part)
            candidates = [one.page.candidate for one in part]
            read = self._reach.wiki.fetch([candidates], frozenset(asked.values()))
            yield [
                replace(one, page=replace(page, facets=own(page.facets, one.facets(0), asked)))
                for one, page in zip(part, chain.from_iterable(read), strict=True)
            ]

    def _kept(self, batches: Iterable[list[_Judged]], number: int) -> Iterator[_Judged]:
        """The pages that the filters of a round keep."""
        for one in chain.from_iterable(batches):
            filters = one.stages[number].filters if number < len(one.stages) else ()
            if skip := self._skip(one, filters):
                self._drop(skip)
            else:
                yield one

    def _skip(self, one: _Judged, filters: Iterable[Filter]) -> Skip | None:
        """Why these filters drop the page; what one wants to know is asked if it comes to it."""
        if skip := one.judge.dropped(one.page, ()):
            return skip
        site = self._reach.wiki.site
        for each in filters:
            page = replace(one.page, shared=self._ask(each.needs(site)))
            if skip := one.judge.dropped(page, (each,)):
                return skip
        return None

    def _asked(self, pages: Iterable[_Judged], number: int) -> Iterator[list[_Judged]]:
        """The pages in full batches, those with a round of this number asked what it asks."""
        stream = iter(pages)
        while part := list(islice(stream, self._full)):
            found: dict[int, Page] = {}
            for facets in {one.facets(number) for one in part} - {NOTHING}:
                asking = [at for at, one in enumerate(part) if one.facets(number) == facets]
                asked = self._reach.wiki.further([[part[at].page for at in asking]], facets)
                found.update(zip(asking, chain.from_iterable(asked), strict=True))
            yield [
                replace(one, page=found[at]) if at in found else one for at, one in enumerate(part)
            ]

    def _ready(self, one: _Judged) -> Ready:
        """The page with all that its actions and conditions want to know of the wiki once."""
        page = replace(one.page, shared=self._ask(one.judge.facets("task")))
        return Ready(page, one.judge, filters=())

    def _drop(self, skip: Skip) -> None:
        self._dropped.append(skip)
        self._bear(skip)
