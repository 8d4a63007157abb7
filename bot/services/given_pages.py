"""The page that a task's test gives by hand, and the facts about it that are missing."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.errors import UsageError
from bot.page import INFO, NOTHING, TEXT, AnyFacet, Candidate, FacetValues, Page
from bot.plugin import Action, Filter
from bot.site import CATEGORY, Site
from bot.task import Given, Task
from bot.titles import Title
from bot.wiki import REDIRECT_FLAG, Categories, Known, RedirectsTo
from bot.wikitext.extract import extract
from bot.wikitext.saved import as_saved

_ANY_NAME = "Page"  # the title of a page of which none is given, for plugins that do not judge it


def given_page(task: Task, given: Given, site: Site) -> Page:
    """The page as given, with what follows from its text; raises UsageError, InvalidTitle."""
    title = _title(given, site)
    text = None if given.text is None else as_saved(given.text)
    facets: dict[AnyFacet, object] = {INFO: None}
    redirect = given.redirect
    if text is not None:
        found = extract(text, site, title)
        facets[TEXT] = text
        redirect = found.redirect is not None if redirect is None else redirect
        if found.categories:
            facets[Categories()] = found.categories
    if given.categories is not None:
        facets[Categories()] = frozenset(site.title(one, CATEGORY) for one in given.categories)
    if redirect is not None:
        facets[REDIRECT_FLAG] = redirect
    return Page(
        Candidate(title, redirect=redirect, row=given.row),
        site,
        exists=given.exists,
        redirect=redirect,
        length=len((text or "").encode()),
        model=given.model,
        facets=facets,
        shared=_shared(task, given, site),
    )


def missing_fact(where: Iterable[Filter], do: Iterable[Action], page: Page, given: Given) -> str:
    """Which fact the filters ask for that is neither given nor follows from the text, in words.

    Filters that see titles only are asked with a title that tells when somebody looks at it;
    those that need no more than a page's length or model must have its text.
    """
    for one in _filters(where, do):
        needs = one.needs(page.site)
        if needs == NOTHING and given.title is None and (what := _looks_at(one, page, given)):
            return _needs(what, one.yaml_name)
        if needs == {INFO} and given.text is None and given.exists:
            return _needs("text", one.yaml_name)
    return ""


def missing_facet(facet: AnyFacet) -> str:
    """In words that a facet is missing which a plugin asked the page for."""
    if facet == TEXT:
        return _needs("text")
    if facet == REDIRECT_FLAG:
        return _needs("redirect")
    if isinstance(facet, Categories):
        return _needs("categories")
    if isinstance(facet, Known) and isinstance(facet.query, RedirectsTo):
        return _needs("redirects")
    return f"this task asks for {facet!r}, a fact that a test cannot give"


def _needs(key: str, plugin: str = "") -> str:
    whose = f", for the filter `{plugin}`" if plugin else ""
    return f"this test needs `{key}:` under `given:`{whose}"


def _title(given: Given, site: Site) -> Title:
    number = None if given.namespace is None else site.namespace(given.namespace)
    if given.title is None:
        return site.in_namespace(number or 0, _ANY_NAME)
    title = site.title(given.title)
    if number is not None and number != title.namespace:
        raise UsageError(
            f"`given`: {given.title!r} is not in the namespace {given.namespace!r}; "
            "write the title with its namespace, and leave `namespace` out"
        )
    return title


def _shared(task: Task, given: Given, site: Site) -> FacetValues:
    """The answers to what the task asks once: the redirects to a page."""
    if given.redirects is None:
        return {}
    redirects = tuple(Candidate(site.title(one), redirect=True) for one in given.redirects)
    plugins = (*task.where, *task.do, *task.skip_if, *task.require)
    facets = {facet for plugin in plugins for facet in plugin.needs(site)}
    return {
        facet: redirects
        for facet in facets
        if isinstance(facet, Known) and isinstance(facet.query, RedirectsTo)
    }


def _filters(where: Iterable[Filter], do: Iterable[Action]) -> Iterator[Filter]:
    """The filters under `where:` and `when:` that hold no others."""
    for plugin in (*where, *do):
        for one in plugin.parts():
            if isinstance(one, Filter) and not any(one.nested()):
                yield one


class _Asked(Exception):
    """Somebody looked at a part of the title that is not given."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


class _Untold(Title):
    """A title of which only the namespace is given."""

    __slots__ = ()

    @property
    def text(self) -> str:
        """Not given."""
        raise _Asked("title")

    def __eq__(self, other: object) -> bool:
        raise _Asked("title")

    def __hash__(self) -> int:
        raise _Asked("title")


class _Unplaced(_Untold):
    """A title of which nothing is given."""

    __slots__ = ()

    @property
    def namespace(self) -> int:
        """Not given."""
        raise _Asked("namespace")


def _looks_at(one: Filter, page: Page, given: Given) -> str:
    """What a filter looks at of a title that is not given."""
    kind = _Unplaced if given.namespace is None else _Untold
    title = kind(*page.title)
    try:
        one.keep(replace(page, candidate=Candidate(title)))
    except _Asked as asked:
        return asked.key
    return ""
