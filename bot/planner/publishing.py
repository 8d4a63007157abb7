"""The reports that a task publishes on wiki pages, as the last items of its plan.

Reads the rows from the ledger and the pages from the wiki; writes to neither.
"""

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.errors import UsageError
from bot.ledger import Ledger
from bot.page import INFO, TEXT, WIKITEXT, Candidate, Page
from bot.plan import Notice, Plan, Publish, Row
from bot.planner.named import named_page
from bot.render import Report, render_report, render_summary, report_format
from bot.site import Site
from bot.task import Publication, Task
from bot.titles import Title
from bot.wiki import Wiki
from bot.wikitext.bots import may_edit
from bot.wikitext.saved import as_saved

NOT_PUBLISHED: Final = "not_published"
_KEY: Final = "publish.page"
_FORMAT: Final = report_format("report.wiki")
_PLAIN: Final = "Report of the task {task}: {rows:,} {noun}"
_SCRIPTS: Final = (".css", ".js", ".json")
_USER, _MEDIAWIKI = 2, 8


@dataclass(frozen=True, slots=True)
class _Report:
    """A report as it should stand on its page."""

    title: Title
    text: str
    summary: str


class Publishing:
    """What a task publishes on pages of this wiki.

    Raises UsageError for a title that this wiki does not have, for one that is named twice, and
    for a summary that cannot be made or is too long at its shortest.
    """

    def __init__(self, task: Task, site: Site, templates: Path | None = None) -> None:
        self._task = task
        self._site = site
        self._templates = templates
        self._places: dict[Title, Publication] = {}
        for one in task.publish:
            if one.page is not None:
                self._add(one, one.page)

    @property
    def titles(self) -> Collection[Title]:
        """The pages that reports go to."""
        return self._places.keys()

    def items(
        self, plan: Plan, ledger: Ledger, wiki: Wiki, edited: Collection[Title]
    ) -> Iterator[Publish | Notice]:
        """An item for each page whose report is another one now, or a notice why there is none.

        All pages are asked for together. Those in `edited` are changed by the plan already, and
        one page cannot be saved twice from the same revision. What anybody else wrote on a page
        is never replaced.
        """
        if not self._places:
            return
        pages = (
            page
            for batch in wiki.fetch(
                [[Candidate(title) for title in self._places]], frozenset({INFO, TEXT})
            )
            for page in batch
        )
        for page in pages:
            if refusal := self._refusal(page, edited):
                yield Notice(page.title, NOT_PUBLISHED, refusal)
                continue
            try:
                report = self._report(page.title, plan, ledger)
            except UsageError as error:
                yield Notice(page.title, NOT_PUBLISHED, str(error))
                continue
            before = page.text if page.exists else ""
            if report.text == as_saved(before):
                continue
            if refusal := self._strange(page, before, ledger):
                yield Notice(page.title, NOT_PUBLISHED, refusal)
            else:
                yield self._item(page, before, report)

    def _add(self, place: Publication, written: str) -> None:
        title = named_page(self._task, _KEY, written, self._site)
        if title in self._places:
            raise UsageError(
                f"{self._task.file}: `{_KEY}`: {title} is named twice; a page holds one report"
            )
        self._places[title] = place
        self._summary(title, rows=0)

    def _refusal(self, page: Page, edited: Collection[Title]) -> str:
        """Why no report may be put on the page as it is, or nothing."""
        if page.title in edited:
            return "the same plan edits this page; leave it out of the task's pages"
        if not page.exists:
            return f"{page.title} would be no wikitext" if _is_script(page.title) else ""
        if page.model != WIKITEXT:
            return f"the page is no wikitext but {page.model}"
        bots = self._task.bots
        if bots.respect and not may_edit(page.text, self._site.account.name, bots.message_type):
            return "the page keeps bots away by {{bots}} or {{nobots}}"
        return ""

    def _strange(self, page: Page, before: str, ledger: Ledger) -> str:
        """Why the page's text is not for a report to replace, or nothing: it is our last report.

        An edit of ours that is no report says nothing of whose text it left standing.
        """
        if not as_saved(before):
            return ""
        last = ledger.runs.published(self._site.identity, page.title)
        if last is None:
            return (
                f"its text (revision {page.revid}) is no report of ours; name another page, or "
                "move the text elsewhere and empty the page, then it is published"
            )
        if last.stands(page.revid, before):
            return ""
        if page.revid in ledger.runs.our_revisions(self._site.identity, page.pageid or 0):
            return (
                f"another edit of ours changed it (revision {page.revid}) since our report "
                f"(revision {last.revid}); leave it out of tasks that edit, and empty the page, "
                "then it is published again"
            )
        return (
            f"somebody else wrote on it (revision {page.revid}) since our report (revision "
            f"{last.revid}); move their words elsewhere and empty the page, then it is published "
            "again"
        )

    def _report(self, title: Title, plan: Plan, ledger: Ledger) -> _Report:
        name = self._places[title].report
        count = 0

        def rows() -> Iterator[Row]:
            nonlocal count
            for row in ledger.rows(plan.id, name):
                count += 1
                yield row

        report, found = Report(self._task.name, ledger.columns(plan.id, name), plan), rows()
        pieces = render_report(_FORMAT, report, found, self._site, self._templates)
        text = as_saved("".join(pieces))
        deque(found, maxlen=0)  # those that a template of the user's own left unread count, too
        return _Report(title, text, self._summary(title, rows=count))

    def _summary(self, title: Title, rows: int) -> str:
        """The summary of the edit; raises UsageError for one that the wiki would cut."""
        own, task = self._places[title].summary, self._task.name
        if own is None:
            summary = _PLAIN.format(task=task, rows=rows, noun="row" if rows == 1 else "rows")
        else:
            values = {**self._task.let, "task": task, "title": title.text, "rows": rows}
            summary = render_summary(own, values, "publish.summary")
        if len(summary) > self._site.summary_length:
            raise UsageError(
                f"{self._task.file}: `publish`: the summary for {title} has {len(summary)} "
                f"characters and {self._site.wiki} takes {self._site.summary_length}; shorten it"
            )
        return summary

    def _item(self, page: Page, before: str, report: _Report) -> Publish:
        edit = self._task.edit
        return Publish(
            title=page.title,
            pageid=page.pageid if page.exists else None,
            baserevid=page.revid if page.exists else None,
            read_at=page.read_at,
            before=before,
            after=report.text,
            summary=report.summary,
            minor=edit.minor,
            bot=edit.bot,
        )


def _is_script(title: Title) -> bool:
    """Whether a new page of this name would be a script (ContentHandler::getDefaultModelFor)."""
    of_site = title.namespace == _MEDIAWIKI
    of_user = title.namespace == _USER and "/" in title.name
    return (of_site or of_user) and title.name.endswith(_SCRIPTS)
