"""Which query is answered by what: the table of questions that a real wiki answers.

A new question of `bot.wiki` is one entry here, and a function beside the others.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.errors import UsageError
from bot.mediawiki.categories import category_members, members_listing
from bot.mediawiki.levels import backlink_levels
from bot.mediawiki.listing import (
    Listing,
    by_title,
    filled,
    filter_redirects,
    list_candidates,
    told_redirect,
)
from bot.mediawiki.redirects import backlinks, backlinks_listing, redirects_to
from bot.mediawiki.session import Session
from bot.page import Candidate
from bot.wiki import (
    AllPages,
    BacklinkLevels,
    Backlinks,
    CandidateBatch,
    CategoryMembers,
    Query,
    RawList,
    RedirectsTo,
    Titles,
)

_TITLES_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Question:
    """How a query is answered: its candidates, and its listing where it is one.

    A listing can be a generator, so that one request finds and fetches; None says that the
    options forbid it, or that no page can be meant.
    """

    candidates: Callable[[Session, Any], Iterator[CandidateBatch]]
    listing: Callable[[Session, Any], Listing | None] = lambda _session, _query: None


def titles(_: Session, query: Titles) -> Iterator[CandidateBatch]:
    """The titles as they are, each once; asks nothing."""
    rows = query.rows or (None,) * len(query.titles)
    once: dict[Any, Candidate] = {}
    for title, row in zip(query.titles, rows, strict=True):
        once.setdefault(title, Candidate(title, row=row))
    everything = list(once.values())
    for start in range(0, len(everything), _TITLES_AT_ONCE):
        yield everything[start : start + _TITLES_AT_ONCE]


def all_pages_listing(_: Session, query: AllPages) -> Listing:
    """`list=allpages`; going down, the API takes the end of the alphabet for its start."""
    start, end = query.start, query.end
    if query.order == "descending":
        start, end = end, start
    options = {
        "namespace": str(query.namespace),
        "from": start,
        "to": end,
        "prefix": query.prefix,
        "filterredir": filter_redirects(query.redirects),
        "dir": query.order,
    }
    return Listing(
        "allpages",
        "ap",
        filled(options),
        query.request_size,
        told_redirect(query.redirects),
        order=by_title,
        descending=query.order == "descending",
    )


def all_pages(session: Session, query: AllPages) -> Iterator[CandidateBatch]:
    """The pages of a namespace."""
    return list_candidates(session, all_pages_listing(session, query))


def raw_list(session: Session, query: RawList) -> Iterator[CandidateBatch]:
    """What a list module gives; the module itself is looked up first, for its prefix.

    Raises UsageError where the wiki has no such list.
    """
    answer = session.look_up({"action": "paraminfo", "modules": f"query+{query.module}"})
    modules = answer.get("paraminfo", {}).get("modules", ())
    if len(modules) != 1 or modules[0].get("group") != "list":
        raise UsageError(f"{session.wiki}: there is no list={query.module} on this wiki")
    prefix = modules[0]["prefix"]
    options = {key.removeprefix(prefix): value for key, value in query.parameters}
    size = options.pop("limit", None)
    listing = Listing(
        query.module,
        prefix,
        options,
        int(size) if size and size.isdecimal() else query.request_size,
        result=query.result,
    )
    yield from list_candidates(session, listing)


def _direct_backlinks(session: Session, query: Backlinks) -> Listing | None:
    return None if query.through_redirects else backlinks_listing(session, query)


def _direct_members(session: Session, query: CategoryMembers) -> Listing | None:
    return None if query.depth != 0 else members_listing(session, query)


QUESTIONS: Final[Mapping[type[Query], Question]] = {
    AllPages: Question(all_pages, all_pages_listing),
    BacklinkLevels: Question(backlink_levels),
    Backlinks: Question(backlinks, _direct_backlinks),
    CategoryMembers: Question(category_members, _direct_members),
    RawList: Question(raw_list),
    RedirectsTo: Question(redirects_to),
    Titles: Question(titles),
}
