"""Makes the plan that takes a run back, page by page, as far as later edits leave room for that.

Reads and plans; what it plans is shown, applied and taken back like any other plan. `{{bots}}` is
not asked: whoever let the account in must be able to see its edit go again.
"""

import time
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Final

from bot import __version__
from bot.applier.settling import settle_open
from bot.diff import merge
from bot.errors import BotError, UsageError
from bot.ledger import Ledger
from bot.mediawiki.fetching import UNREADABLE
from bot.page import INFO, TEXT, Candidate, Page
from bot.plan import Edit, Funnel, Item, Numbered, Outcome, Plan, PlanState, Skip
from bot.planner.planning import Progress
from bot.run import Record, Run
from bot.titles import Title
from bot.wiki import Wiki
from bot.wikitext.saved import as_saved

_CUT: Final = "…"


class Undoing:
    """The plan that takes a run back. Iterating it gives the numbered edits, batch by batch.

    With `titles` only these pages of the run. A page comes once in a plan: where the run edited
    it several times, the rest is for the next undo. Ended midway the plan stays as `broken`.

    Raises UsageError where the run is another wiki's or did nothing with one of `titles`, and
    what the wiki and the ledger raise.
    """

    def __init__(
        self,
        run: Run,
        wiki: Wiki,
        ledger: Ledger,
        titles: Collection[Title] = (),
        progress: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        check_site(run, wiki)
        self._run = run
        self._wiki = wiki
        self._ledger = ledger
        self._titles = frozenset(titles)
        self._progress = progress
        self._funnel = Funnel()
        self._taken: set[int | None] = set()  # ids of the pages that have an edit in this plan
        self._clock = time.monotonic()
        self._requests = wiki.requests
        self._check_kept()
        self._check_titles()
        site = wiki.site
        self._plan = ledger.begin(
            task=run.task,
            task_text=f"# No task: takes back what run {run.id} of {run.task} saved.\n",
            wiki=site.wiki,
            account=site.account.name,
            versions={"wikisweep": __version__, "mediawiki": site.version},
            site=site.identity,
            undoes=run.id,
        )

    @property
    def plan(self) -> Plan:
        """The header: complete, and `ready`, only after the iteration came to its end."""
        return self._plan

    def __iter__(self) -> Generator[list[Numbered], None, None]:
        records = self._records()
        try:
            while batch := list(islice(records, self._wiki.site.limits.titles)):
                items = list(self._work(batch))
                yield self._ledger.add(self._plan.id, items)
                asked = self._wiki.requests - self._requests
                self._progress(Progress(self._funnel.seen, self._funnel.planned, asked))
            self._finish("ready")
        except BaseException:
            with suppress(BotError):  # the ledger itself may be what failed
                self._finish("broken")
            raise

    def _finish(self, state: PlanState) -> None:
        self._plan = self._ledger.finish(
            self._plan,
            self._funnel,
            self._wiki.requests - self._requests,
            time.monotonic() - self._clock,
            state,
        )

    def _records(self) -> Iterator[Record]:
        for record in self._ledger.runs.records(self._run.id):
            if not self._titles or record.title in self._titles:
                yield record

    def _check_kept(self) -> None:
        if self._run.outcomes and next(self._ledger.runs.records(self._run.id), None) is None:
            raise UsageError(
                f"run {self._run.id} can no longer be taken back: wikisweep prune dropped its texts"
            )

    def _check_titles(self) -> None:
        if not self._titles:
            return
        unknown = self._titles - {record.title for record in self._records()}
        if unknown:
            names = ", ".join(sorted(title.text for title in unknown))
            raise UsageError(
                f"run {self._run.id} did nothing with {names}; wikisweep history {self._run.id} "
                "lists its pages"
            )

    def _work(self, batch: Sequence[Record]) -> Iterator[Item]:
        """The edits of one batch; everything else is counted as left out."""
        saved: list[tuple[Record, Outcome]] = []
        for record in batch:
            outcome = record.outcome or settle_open(self._wiki, self._ledger, record)
            if outcome is None or outcome.code != "saved" or record.sent.baserevid is None:
                self._funnel.skip(_not_to_undo(record, outcome))
            else:
                saved.append((record, outcome))
        candidates = [Candidate(record.title, record.sent.pageid) for record, _ in saved]
        fetched = self._wiki.fetch([candidates], frozenset({INFO, TEXT})) if candidates else ()
        pages = (page for part in fetched for page in part)
        for (record, outcome), page in zip(saved, pages, strict=True):
            found = self._taken_back(record, outcome, page)
            if isinstance(found, Skip):
                self._funnel.skip(found)
            else:
                self._taken.add(page.pageid)
                self._funnel.plan([found])
                yield found

    def _taken_back(self, record: Record, outcome: Outcome, page: Page) -> Edit | Skip:
        """The edit that takes back one that was saved, or why there is none."""
        sent, title = record.sent, page.title
        if not page.exists or sent.pageid not in {None, page.pageid}:
            return Skip(title, "gone", "the page is gone")
        if page.model == UNREADABLE:
            return Skip(title, "unreadable", "the wiki does not show the page's text")
        if page.pageid in self._taken:
            words = "another edit of the run is taken back first; undo the run once more"
            return Skip(title, "again", words)
        before, present = as_saved(sent.before), as_saved(page.text)
        if page.revid == outcome.revid and not outcome.merged:
            after: str | None = before
        else:
            after = merge(as_saved(sent.after), before, present)
        if after is None:
            return Skip(title, "overlaps", "later edits changed the same lines, or next to them")
        if after == present:
            return Skip(title, "already", "what the run changed is not there any more")
        return Edit(
            title=title,
            pageid=page.pageid,
            cause=title,
            baserevid=page.revid,
            read_at=page.read_at,
            before=page.text,
            after=after,
            summary=undo_summary(
                outcome.revid, self._run.account, sent.summary, self._wiki.site.summary_length
            ),
            minor=sent.minor,
            bot=sent.bot,
        )


def check_site(run: Run, wiki: Wiki) -> None:
    """Raise UsageError where the wiki is not the one that the run wrote to."""
    if run.site != wiki.site.identity:
        raise UsageError(
            f"run {run.id} wrote to {run.site or run.wiki}, and {wiki.site.wiki} is "
            f"{wiki.site.identity}; name the right wiki by --wiki"
        )


def undo_summary(revid: int | None, account: str, summary: str, longest: int) -> str:
    """`Undo revision 7 by Bot (what it said)`, what it said cut to what the wiki takes.

    The wiki counts characters (CommentStore::COMMENT_CHARACTER_LIMIT).
    """
    whose = f" by {account}" if account else ""
    words = f"Undo revision {revid}{whose}"
    room = longest - len(words) - len(" ()")
    if not summary or room < len(_CUT):
        return words[:longest]
    said = summary if len(summary) <= room else summary[: room - len(_CUT)].rstrip() + _CUT
    return f"{words} ({said})"


def _not_to_undo(record: Record, outcome: Outcome | None) -> Skip:
    """Why there is nothing to take back, whatever became of the page since."""
    if outcome is None:
        words = "the run ended while it was being sent, and the page's history does not have it"
        return Skip(record.title, "not_saved", words)
    if outcome.code != "saved":
        words = f"the run did not save it: {outcome.detail or outcome.code}"
        return Skip(record.title, "not_saved", words)
    words = "the run created the page; taking that back is a deletion, not an edit"
    return Skip(record.title, "created", words)
