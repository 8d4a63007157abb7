"""One plan in the making: pages stream from the wiki through the task into the ledger."""

import time
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot import __version__
from bot.errors import BotError, Stopped
from bot.ledger import Ledger
from bot.plan import Edit, Funnel, Item, Notice, Numbered, Plan, PlanState, Skip, Written
from bot.planner.ahead import Ahead
from bot.planner.judge import RUNAWAY, Judge, Verdict
from bot.planner.publishing import Publishing
from bot.planner.reverted import REVERTED, WORDS, unless_made
from bot.planner.rowwise import RowStream
from bot.planner.since import Changes
from bot.planner.streaming import Fetched, Stream, route
from bot.plugin import Reach
from bot.task import Task
from bot.titles import Title
from bot.wikitext.presaved import changed_at_save

CHANGED_AT_SAVE: Final = "changed_at_save"
_TOLD: Final = 3  # changes of one page that are told in words
# Each costs seconds: a pattern that runs away on so many pages would do so on most of them.
RUNAWAYS = 20


@dataclass(frozen=True, slots=True)
class Progress:
    """How far planning has come: pages seen, pages with items, requests made."""

    seen: int
    planned: int
    requests: int


class Planning:
    """Makes one plan. Iterating it gives the numbered items, batch by batch, once in the ledger.

    The plan begins with the first pages: a task that cannot even begin leaves nothing behind.
    Ended midway, by an error or by its reader, the plan stays in the ledger as `broken`, to be
    shown but not applied. `templates` is the folder of the user's own, for reports. Raises what
    the wiki, the ledger and the task's options raise (see `Wiki`, `Judge`, `Publishing`), and
    Stopped where a pattern runs away on page after page.
    """

    def __init__(
        self,
        task: Task,
        reach: Reach,
        ledger: Ledger,
        progress: Callable[[Progress], None] = lambda _: None,
        templates: Path | None = None,
    ) -> None:
        self._task = task
        self._reach = reach
        self._ledger = ledger
        self._progress = progress
        self._funnel = Funnel()
        self._clock = time.monotonic()
        self._requests = reach.wiki.requests
        self._noticed = len(reach.wiki.notices)  # those before are of another plan's answers
        self._judge = Judge(task, reach.wiki.site)
        self._judge.check_offers(reach.wiki)
        self._changes = Changes(task, reach, ledger)
        self._way = route(self._judge, reach, since=bool(task.since))
        self._funnel.pushed_down = [one.yaml_name for one in self._way.pushed]
        self._publishing = Publishing(task, reach.wiki.site, templates)
        self._edited: set[Title] = set()  # of the pages that reports go to
        self._plan: Plan | None = None
        self._started: datetime | None = None
        self._runaways = 0

    @property
    def begun(self) -> bool:
        """Whether there is a plan yet."""
        return self._plan is not None

    @property
    def plan(self) -> Plan:
        """The header: complete, and `ready`, only after the iteration came to its end."""
        if self._plan is None:
            raise LookupError("a plan begins with its first pages")
        return self._plan

    def __iter__(self) -> Generator[list[Numbered], None, None]:
        self._started = datetime.now(UTC)  # before anything is asked: see `bot.planner.since`
        pages = iter(Ahead(iter(self._stream())))
        try:
            for fetched in pages:
                plan = self._begun()
                yield self._work(plan, fetched)
                del fetched  # not to be held while the next one is waited for
            if published := self._publish(self._begun()):
                yield published
            self._plan = self._finished(self._begun(), "ready")
        except BaseException:
            pages.close()
            if self._plan:
                with suppress(BotError):  # the ledger itself may be what failed
                    self._plan = self._finished(self._plan, "broken")
            raise

    def _stream(self) -> Iterable[Fetched]:
        if self._task.filling:
            return RowStream(self._judge, self._reach, self._way, self._bear, self._changes)
        return Stream(self._judge, self._reach, self._way, self._bear, self._changes)

    def _work(self, plan: Plan, fetched: Fetched) -> list[Numbered]:
        """Judge one batch, and keep what it led to."""
        verdicts: list[Verdict] = []
        for skip in fetched.dropped:
            self._funnel.skip(skip)
        try:
            for page in fetched.pages:
                verdict = page.verdict()
                verdicts.append(verdict)
                if verdict.skip:
                    self._bear(verdict.skip)
        except Stopped:
            self._keep(plan, verdicts)
            raise
        return self._keep(plan, verdicts)

    def _keep(self, plan: Plan, verdicts: list[Verdict]) -> list[Numbered]:
        """Count the verdicts, and put their items into the ledger but for those once taken back."""
        made, items = self._made(verdicts), list[Item]()
        for judged in verdicts:
            verdict = unless_made(judged, made) if made else judged
            if verdict.skip:
                self._funnel.skip(verdict.skip)
                continue
            self._funnel.plan(verdict.items)
            items.extend(verdict.items)
            if len(verdict.items) < len(judged.items):
                self._funnel.notice(Notice(verdict.items[0].title, REVERTED, WORDS))
        for item in items:
            self._look_at(item)
        numbered = self._ledger.add(plan.id, items)
        self._progress(Progress(self._funnel.seen, self._funnel.planned, self._asked()))
        return numbered

    def _made(self, verdicts: list[Verdict]) -> Mapping[int, frozenset[str]]:
        """What was done before to the pages that are to be edited, from the ledger."""
        if self._task.edit.allow_reverted is not None:
            return {}
        items = (item for verdict in verdicts for item in verdict.items if isinstance(item, Edit))
        pageids = {item.pageid for item in items if item.pageid is not None}
        site = self._reach.wiki.site.identity
        return self._ledger.runs.made(site, pageids) if pageids else {}

    def _look_at(self, item: Item) -> None:
        """Tell what the wiki will change in the new text, and what keeps a report away."""
        if not isinstance(item, Written):
            return
        if words := changed_at_save(item.before, item.after, self._reach.wiki.site):
            more = f", and {len(words) - _TOLD:,} more" if len(words) > _TOLD else ""
            detail = "; ".join(words[:_TOLD]) + more
            self._funnel.notice(Notice(item.title, CHANGED_AT_SAVE, detail))
        if item.title in self._publishing.titles:
            self._edited.add(item.title)

    def _publish(self, plan: Plan) -> list[Numbered]:
        """The reports on wiki pages, which come from no page of the stream."""
        now = replace(plan, funnel=self._funnel, requests=self._asked(), seconds=self._took())
        found: list[Item] = []
        for one in self._publishing.items(now, self._ledger, self._reach.wiki, self._edited):
            if isinstance(one, Notice):
                self._funnel.notice(one)
            else:
                found.append(one)
                self._look_at(one)
        self._funnel.items.update(one.kind for one in found)
        return self._ledger.add(plan.id, found) if found else []

    def _bear(self, skip: Skip) -> None:
        """Count a page that a pattern ran away on; raises Stopped where there are too many."""
        self._runaways += skip.reason == RUNAWAY
        if skip.reason == RUNAWAY and self._runaways >= RUNAWAYS:
            raise Stopped(
                f"{self._task.file}: stopped after {RUNAWAYS} pages that a pattern took too long "
                f"on, at last {skip.title.text}: {skip.detail}"
            )

    def _begun(self) -> Plan:
        if self._plan is None:
            task, site = self._task, self._reach.wiki.site
            self._plan = self._ledger.begin(
                task=task.name,
                task_text=task.text,
                wiki=site.wiki,
                site=site.identity,
                account=site.account.name,
                versions={"wikisweep": __version__, "mediawiki": site.version},
                started=self._started,
            )
        return self._plan

    def _finished(self, plan: Plan, state: PlanState) -> Plan:
        for notice in (*self._changes.notices, *self._reach.wiki.notices[self._noticed :]):
            self._funnel.notice(notice)
        return self._ledger.finish(
            plan,
            funnel=self._funnel,
            requests=self._asked(),
            seconds=self._took(),
            state=state,
        )

    def _took(self) -> float:
        return time.monotonic() - self._clock

    def _asked(self) -> int:
        return self._reach.wiki.requests - self._requests
