"""Pages with facts that no text tells, for filters that ask the wiki."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.filters import FILTERS
from bot.page import INFO, TEXT, AnyFacet, Candidate
from bot.plugin import Filter
from bot.titles import Title
from bot.wiki import Known, Query, Revision
from tests.pairs import SITE, make_page


def make(name: str, **options: object) -> Filter:
    """The filter with these options, written as in a task."""
    return FILTERS[name].model_validate(options)


NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def page_with(facets=None, text="", title="Page", *, known=None, site=SITE, **facts):
    """A page with these facets and no others; `known` has the titles that queries find."""
    page = make_page(text, title, site=site, **{"read_at": NOW, **facts})
    told = {INFO: None, **({TEXT: text} if text else {}), **(facets or {})}
    shared: dict[AnyFacet, object] = {
        Known(query): found_by(*names, site=site) for query, names in (known or {}).items()
    }
    return replace(page, facets=told, shared=shared)


def found_by(*names, site=SITE):
    return tuple(Candidate(site.title(name)) for name in names)


def titles(*names, site=SITE) -> frozenset[Title]:
    return frozenset(site.title(name) for name in names)


def asks_no_more(one: Filter, page) -> None:
    """Assert that the filter reads no more than it says it needs."""
    needs = one.needs(page.site)
    lean = replace(
        page,
        facets={facet: value for facet, value in page.facets.items() if facet in needs},
        shared={facet: value for facet, value in page.shared.items() if facet in needs},
    )
    assert one.keep(lean) is one.keep(page)
    assert one.finding(lean) == one.finding(page)
    assert "\n" not in one.finding(page)


def revision(user="Ann", at=NOW, **more) -> Revision:
    given = {"revid": 7, "parent": 0, "user": user, "timestamp": at, "sha1": "", "summary": ""}
    return Revision(**{**given, **more})


def queries(one: Filter, site=SITE) -> set[Query]:
    """What the filter asks once a task."""
    return {facet.query for facet in one.needs(site) if isinstance(facet, Known)}
