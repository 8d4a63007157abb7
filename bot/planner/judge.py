"""What a task does to one page: pure, so that planning, a task's own tests and a replan agree."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from bot.errors import BotError, NotOffered, Runaway, UsageError
from bot.page import INFO, NOTHING, TEXT, Candidate, Facets, FacetValues, Page
from bot.plan import Edit, Item, Skip
from bot.planner.named import named_page
from bot.planner.row import IN_WORDS, MISSING, Row
from bot.plugin import Filter, Plugin
from bot.render import is_template, render_summary
from bot.site import Site
from bot.task import Task
from bot.wiki import REDIRECT_FLAG, Wiki
from bot.wikitext.bots import may_edit
from bot.wikitext.saved import as_saved

RUNAWAY = "runaway"  # why a page is left out on which a pattern ran past its time
ROW = "row"  # why one is left out whose row does not make the options that name its columns
_MISSING = "missing"
_EARLY: Facets = frozenset({REDIRECT_FLAG})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page led to: items, or one reason why there are none."""

    items: tuple[Item, ...] = ()
    skip: Skip | None = None


class _Dropped(Exception):
    """Ends a page's way through the judging, from any depth, with the reason."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(reason, detail)


class Judge:
    """One task on one site, made ready: filters in the order of their cost, needs added up.

    `early_filters` need no more than what many sources tell of their pages; `late` are those that
    need something fetched, and with those that read the redirect flag some of the early ones.
    `judges_missing` tells that pages are not left out because they do not exist. Where options name
    columns of rows, this one says what will be asked of a wiki, and `of` gives those that judge.

    Raises UsageError where an option, the stop page or the summary does not fit the site; plugins
    that are `checked` fit it.
    """

    def __init__(self, task: Task, site: Site, checked: Collection[Plugin] = ()) -> None:
        self.task = task
        self.site = site
        fitting = {id(one) for one in (task.filling.stand_ins if task.filling else checked)}
        for plugin in self._plugins:
            try:
                if id(plugin) not in fitting:
                    plugin.fits(site)
            except UsageError as error:
                raise UsageError(f"{task.file}: `{plugin.yaml_name}`: {error}") from error
        self.judges_missing = any(one.judges_missing for one in self._plugins)
        if task.bots.stop_page is not None:
            named_page(task, "bots.stop_page", task.bots.stop_page, site)
        ordered = sorted(task.where, key=lambda one: _cost(one.needs(site)))
        self._titles = [one for one in ordered if one.needs(site) == NOTHING]
        self.early_filters = tuple(one for one in ordered if one.needs(site) <= _EARLY)
        self.late = tuple(one for one in ordered if one.needs(site) != NOTHING)
        summary = task.edit.summary
        self._plain_summary = None if is_template(summary) else summary
        if too_long := self._too_long(self._plain_summary or ""):
            raise UsageError(f"{task.file}: {too_long}")

    def of(self, row: Mapping[str, str] | None, wiki: Wiki | None = None) -> "Judge":
        """The judge of pages with this row; itself where no option names a column.

        Raises UsageError where the row does not make the options, or they do not fit the site, and
        NotOffered where they ask for what `wiki` does not have.
        """
        if self.task.filling is None:
            return self
        try:
            made = Judge(self.task.filled(row), self.site, checked=self._plugins)
            if wiki is not None:
                made.check_offers(wiki)
        except UsageError as error:
            raise UsageError(str(error).removeprefix(f"{self.task.file}: ")) from error
        return made

    def facets(self, scope: str) -> Facets:
        """All facets of this scope that the task reads; pages always bring `INFO`."""
        found = frozenset(facet for facet in self._needs if facet.scope == scope)
        return found | {INFO} if scope == "page" else found

    @property
    def reads_pages(self) -> bool:
        """Whether a plugin asks for what is known of a page itself, such as its length."""
        return INFO in self._needs

    @cached_property
    def _needs(self) -> Facets:
        return NOTHING.union(*(plugin.needs(self.site) for plugin in self._plugins))

    def check_offers(self, wiki: Wiki) -> None:
        """Raise NotOffered, naming the plugin, for a facet that the wiki does not have."""
        for plugin in self._plugins:
            of_others = NOTHING.union(*(one.needs(self.site) for one in plugin.nested()))
            for facet in plugin.needs(self.site) - of_others:
                asked = getattr(facet, "query", facet)
                if not wiki.offers(asked):
                    raise NotOffered(
                        f"{self.task.file}: `{plugin.yaml_name}` asks for "
                        f"{type(asked).__name__}, which {self.site.wiki} cannot tell"
                    )

    def early(self, candidate: Candidate, shared: FacetValues) -> Skip | None:
        """Why a candidate is dropped by what its source told, before anything is fetched."""
        known = candidate.redirect is not None
        facets: FacetValues = {REDIRECT_FLAG: candidate.redirect} if known else {}
        page = Page(
            candidate,
            self.site,
            pageid=candidate.pageid,
            redirect=candidate.redirect,
            facets=facets,
            shared=shared,
        )
        return self._first_drop(self.early_filters if known else self._titles, page)

    def dropped(self, page: Page, filters: Iterable[Filter]) -> Skip | None:
        """Why a page is dropped by these filters, whose facets were fetched."""
        if not page.exists:
            if not self.judges_missing:
                return Skip(page.title, _MISSING)
            page = without_text(page)
        return self._first_drop(filters, page)

    def page(self, page: Page, filters: Iterable[Filter] | None = None) -> Verdict:
        """What the task does to a fetched page that `early` let through.

        `filters` are those that did not judge it yet; None means all that are not early.
        """
        dropped = self.dropped(page, self.late if filters is None else filters)
        if dropped:
            return Verdict(skip=dropped)
        try:
            return Verdict(tuple(self._act(page) if page.exists else self._tell(page)))
        except _Dropped as drop:
            return Verdict(skip=Skip(page.title, drop.reason, drop.detail))
        except BotError as error:
            return Verdict(skip=_fault(page, error))

    @cached_property
    def _plugins(self) -> tuple[Plugin, ...]:
        task = self.task
        tops = (task.source, *task.where, *task.do, *task.skip_if, *task.require)
        return tuple(part for plugin in tops for part in plugin.parts())

    def _first_drop(self, filters: Iterable[Filter], page: Page) -> Skip | None:
        try:
            for one in filters:
                if not one.keep(page):
                    return Skip(page.title, one.yaml_name)
        except BotError as error:
            return _fault(page, error)
        return None

    def _tell(self, page: Page) -> Iterator[Item]:
        """The items of a page that does not exist: what actions yield beside a new text."""
        page = without_text(page)
        acting = [one for one in self.task.do if all(each.keep(page) for each in one.when)]
        items = [item for one in acting for item in one.items(page)]
        if not items:
            raise _Dropped(_MISSING)
        yield from items

    def _act(self, page: Page) -> Iterator[Item]:
        """The items of one page; raises _Dropped where there are none."""
        now = page
        others: list[Item] = []
        for action in self.task.do:
            if all(one.keep(now) for one in action.when):
                text = action.rewrite(now) if TEXT in now.facets else None
                others.extend(action.items(now))
                if text is not None and text != now.text:
                    now = now.with_text(text)
        try:
            yield self._edit(page, now)
        except _Dropped:
            if not others:
                raise
        yield from others

    def _edit(self, page: Page, now: Page) -> Edit:
        """The edit from `page` to `now`, if every guard lets it; raises _Dropped."""
        if now is page:
            raise _Dropped("unchanged")
        before, after = page.text, as_saved(now.text)
        if after == as_saved(before):
            raise _Dropped("unchanged")
        edit, bots = self.task.edit, self.task.bots
        if page.model not in edit.content_models:
            raise _Dropped("content_model")
        if bots.respect and not may_edit(before, self.site.account.name, bots.message_type):
            raise _Dropped("bots")
        for condition in self.task.skip_if:
            if condition.holds(page, after):
                raise _Dropped(condition.yaml_name)
        for condition in self.task.require:
            if not condition.holds(page, after):
                raise _Dropped(condition.yaml_name)
        return Edit(
            title=page.title,
            pageid=page.pageid,
            cause=page.title,
            baserevid=page.revid,
            read_at=page.read_at,
            before=before,
            after=after,
            summary=self._summary(page),
            minor=edit.minor,
            bot=edit.bot,
            row=self.task.row,
        )

    def _summary(self, page: Page) -> str:
        """The edit's summary; raises _Dropped for one that this page made too long."""
        if self._plain_summary is not None:
            return self._plain_summary
        variables = {
            **self.task.let,
            "task": self.task.name,
            "title": page.title.text,
            "namespace": page.title.namespace,
            "via": [via.title.text for via in page.candidate.via],
            "row": Row(page.candidate.row),
        }
        try:
            summary = render_summary(self.task.edit.summary, variables)
        except UsageError as error:
            raise _Dropped("summary", str(error).replace(MISSING, IN_WORDS)) from error
        if too_long := self._too_long(summary):
            raise _Dropped("summary", too_long)
        return summary

    def _too_long(self, summary: str) -> str:
        """Why the wiki would cut this summary, or nothing (promise: an error, never a cut)."""
        longest = self.site.summary_length
        if len(summary) <= longest:
            return ""
        return (
            f"the summary has {len(summary)} characters and {self.site.wiki} takes {longest}; "
            "shorten edit.summary"
        )


def judge(task: Task, page: Page) -> Verdict:
    """What the task does to one page, all its filters included; `page.shared` is what it knows."""
    whole = Judge(task, page.site)
    try:
        one = whole.of(page.candidate.row)
    except UsageError as error:
        return Verdict(skip=Skip(page.title, ROW, str(error)))
    dropped = one.early(page.candidate, page.shared)
    return Verdict(skip=dropped) if dropped else one.page(page)


def without_text(page: Page) -> Page:
    """A page that does not exist, with the text that such a page has: none."""
    return replace(page, facets={**page.facets, TEXT: ""})


def _fault(page: Page, error: BotError) -> Skip:
    """One bad page is left out and told; it never ends the run."""
    return Skip(page.title, RUNAWAY if isinstance(error, Runaway) else "failed", str(error))


def _cost(needs: Facets) -> int:
    """How late a filter runs: titles first, then what a listing tells, then text."""
    if needs <= _EARLY:
        return len(needs)
    return 3 if TEXT in needs else 2
