"""The page that a task's test gives by hand, and the facts about it that are missing."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from bot.errors import BotError
from bot.loading.shapes import kind_of
from bot.page import INFO, TEXT, AnyFacet, Candidate, Facets, NotFetched, Page, Via
from bot.plugin import Action, Filter, Plugin
from bot.services.given_facts import Facts
from bot.services.given_unknown import NotGiven, UnknownSize, UnplacedTitle, UntoldTitle
from bot.services.given_ways import answer
from bot.site import CATEGORY, Site
from bot.task import Task
from bot.titles import Title
from bot.wiki import REDIRECT_FLAG

_OWN = {"title", "namespace", "text"}  # keys of what a page has without any facet


def given_page(task: Task, facts: Facts) -> Page:
    """The page as given, with the facets that the task asks for as far as they are known."""
    given = facts.given
    facets: dict[AnyFacet, object] = {}
    shared: dict[AnyFacet, object] = {}
    for facet in _asked(task, facts):
        with suppress(NotGiven):
            (shared if facet.scope == "task" else facets)[facet] = answer(facet, facts)
    flag = facets.get(REDIRECT_FLAG)
    redirect = None if flag is None else bool(flag)
    return Page(
        Candidate(
            facts.title,
            given.pageid,
            redirect,
            given.direct,
            tuple(map(_via, facts.via)),
            given.row,
        ),
        facts.site,
        exists=given.exists,
        pageid=given.pageid,
        redirect=redirect,
        revid=given.revid or 0,
        timestamp=facts.last_edited,
        length=_length(facts),
        model=given.model,
        read_at=facts.now,
        facets=facets,
        shared=shared,
    )


def missing_fact(where: Iterable[Filter], do: Iterable[Action], page: Page, facts: Facts) -> str:
    """Which part of the page itself a filter asks for that is not given, in words.

    Filters are shown a page whose title and size tell when somebody looks at them; those that
    read the text are taken not to care for the title, by which they read relative links.
    """
    untold = page
    if facts.given.title is None:
        kind = UnplacedTitle if facts.given.namespace is None else UntoldTitle
        untold = replace(page, candidate=replace(page.candidate, title=kind(*page.title)))
    for one in _filters(where, do):
        if TEXT in one.needs(page.site):
            continue
        try:
            one.keep(page)  # does it have its facets? before an untold title is in the way
            one.keep(untold)
        except NotGiven as missing:
            if missing.key in _OWN:
                return _in_words(missing, one)
        except (BotError, NotFetched):
            continue  # whoever judges the page as a whole meets it, too
    return ""


def missing_facet(task: Task, facet: AnyFacet, facts: Facts) -> str:
    """In words that a facet is missing which a plugin of the task asked the page for."""
    try:
        answer(facet, facts)
    except NotGiven as missing:
        if missing.key:
            return _in_words(missing, _asker(task, facet, facts.site))
    return f"this task asks for {facet!r}, a fact that a test cannot give"


def missing_part(task: Task, missing: NotGiven, facts: Facts) -> str:
    """In words that a part of the page, or of a facet, is missing which somebody looked at."""
    facet = missing.facet
    return _in_words(missing, None if facet is None else _asker(task, facet, facts.site))


def _in_words(missing: NotGiven, asker: Plugin | None) -> str:
    """What the test lacks, and for whom."""
    whose = f", for the {kind_of(type(asker))} `{asker.yaml_name}`" if asker else ""
    why = f", {missing.why}" if missing.why else ""
    return f"this test needs `{missing.key}:` under `given:`{whose}{why}"


def _asker(task: Task, facet: AnyFacet, site: Site) -> Plugin | None:
    """The first plugin that needs the facet for itself."""
    asking = (one for one in _parts(task) if facet in one.needs(site))
    alone = (one for one in asking if all(facet not in part.needs(site) for part in one.nested()))
    return next(alone, None)


def _parts(task: Task) -> Iterator[Plugin]:
    for top in (*task.where, *task.do, *task.skip_if, *task.require):
        yield from top.parts()


def _asked(task: Task, facts: Facts) -> Facets:
    asked: set[AnyFacet] = {INFO, TEXT, REDIRECT_FLAG}
    asked.update(*(one.needs(facts.site) for one in _parts(task)))
    return frozenset(asked)


def _via(title: Title) -> Via:
    return Via("category" if title.namespace == CATEGORY else "redirect", title)


def _length(facts: Facts) -> int:
    if facts.given.size is not None:
        return facts.given.size
    if facts.text is None and facts.given.exists:
        return UnknownSize()
    return len((facts.text or "").encode())


def _filters(where: Iterable[Filter], do: Iterable[Action]) -> Iterator[Filter]:
    """The filters under `where:` and `when:` that hold no others."""
    for plugin in (*where, *do):
        for one in plugin.parts():
            if isinstance(one, Filter) and not any(one.nested()):
                yield one
