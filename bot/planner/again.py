"""One page judged anew: as it is now, with everything that the task asks about it. Reads only."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain

from bot.errors import UsageError
from bot.page import INFO, Candidate, Facets, Page
from bot.plan import Skip
from bot.planner.judge import ROW, Judge, Verdict
from bot.planner.shared import Asking
from bot.render import is_template
from bot.task import Task
from bot.titles import Title
from bot.wiki import Wiki


class Again:
    """Judges single pages by a task; what the task as a whole asks for is asked once an object.

    Raises UsageError, NotOffered where the task does not fit the wiki.
    """

    def __init__(self, task: Task, wiki: Wiki) -> None:
        self._wiki = wiki
        self._ask = Asking(wiki)
        self._judge = Judge(_without_template(task), wiki.site)
        self._judge.check_offers(wiki)

    def __call__(self, title: Title, row: Mapping[str, str] | None = None) -> tuple[Page, Verdict]:
        """The page's newest revision, and what the task's filters, actions and conditions say.

        `row` has the columns that the task's options name. A page that is gone is `missing`, unless
        the task judges missing ones. By what way the page was once found is not known here, so a
        summary that is a template is left empty: the one that was approved stands. Raises what
        `Wiki.fetch` raises.
        """
        candidate = Candidate(title, row=row)
        try:
            judge = self._judge.of(row, self._wiki)
        except UsageError as error:
            (page,) = self._read(candidate, frozenset({INFO}))
            return page, Verdict(skip=Skip(page.title, ROW, str(error)))
        (page,) = self._read(candidate, judge.facets("page"))
        if not page.exists and not judge.judges_missing:
            return page, judge.page(page)
        page = replace(page, shared=self._ask(judge.facets("task")))
        dropped = judge.early(page.candidate, page.shared)
        return page, Verdict(skip=dropped) if dropped else judge.page(page)

    def _read(self, candidate: Candidate, facets: Facets) -> Iterable[Page]:
        return chain.from_iterable(self._wiki.fetch([[candidate]], facets))


def _without_template(task: Task) -> Task:
    if not is_template(task.edit.summary):
        return task
    return replace(task, edit=task.edit.model_copy(update={"summary": ""}))
