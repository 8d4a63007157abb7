"""One page judged anew: as it is now, with everything that the task asks about it. Reads only."""

from dataclasses import replace
from functools import cached_property

from bot.page import Candidate, FacetValues, Page
from bot.planner.judge import Judge, Verdict
from bot.planner.shared import shared_facets, with_shared
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
        self._judge = Judge(_without_template(task), wiki.site)
        self._judge.check_offers(wiki)

    def __call__(self, title: Title) -> tuple[Page, Verdict]:
        """The page's newest revision, and what the task's filters, actions and conditions say.

        A page that is gone is `missing`. By what way the page was once found is not known here,
        so a summary that is a template is left empty: the one that was approved stands. Raises
        what `Wiki.fetch` raises.
        """
        candidate = Candidate(title)
        (page,) = (
            page
            for batch in self._wiki.fetch([[candidate]], self._judge.facets("page"))
            for page in with_shared(batch, self._shared)
        )
        dropped = self._judge.early(page.candidate, page.shared) if page.exists else None
        return page, Verdict(skip=dropped) if dropped else self._judge.page(page)

    @cached_property
    def _shared(self) -> FacetValues:
        return shared_facets(self._judge.facets("task"), self._wiki)


def _without_template(task: Task) -> Task:
    if not is_template(task.edit.summary):
        return task
    return replace(task, edit=task.edit.model_copy(update={"summary": ""}))
