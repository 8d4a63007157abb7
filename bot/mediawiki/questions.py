"""Which query is answered by what: the table of questions that a real wiki answers.

A new question of `bot.wiki` is one entry here, and a function beside the others.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.errors import UsageError
from bot.mediawiki.addresses import external_links_to
from bot.mediawiki.all_pages import all_pages, all_pages_listing
from bot.mediawiki.categories import category_members, members_listing
from bot.mediawiki.changed import changed_since
from bot.mediawiki.changes import contributions, log_events, recent_changes, watchlist
from bot.mediawiki.contents import contents, contents_listing
from bot.mediawiki.disambiguations import disambiguations
from bot.mediawiki.drawing import random_pages
from bot.mediawiki.levels import backlink_levels
from bot.mediawiki.linting import lint_errors
from bot.mediawiki.listing import Listing, list_candidates
from bot.mediawiki.numbered import page_ids, page_ids_unnamed
from bot.mediawiki.redirects import backlinks, backlinks_listing, redirects_to
from bot.mediawiki.searches import prefix_search, search
from bot.mediawiki.session import Session
from bot.mediawiki.specials import special_page
from bot.mediawiki.usage import global_file_usage, language_links_to, usage, usage_listing
from bot.page import Candidate
from bot.wiki import (
    AllPages,
    BacklinkLevels,
    Backlinks,
    CandidateBatch,
    CategoriesOn,
    CategoryMembers,
    Contributions,
    Disambiguations,
    ExternalLinksTo,
    FilesOn,
    FileUsage,
    GlobalFileUsage,
    LanguageLinksTo,
    LinksOn,
    LintErrors,
    LogEvents,
    PageIds,
    PrefixSearch,
    Query,
    RandomPages,
    RawList,
    RecentChanges,
    RedirectsTo,
    Search,
    SpecialPage,
    TemplatesOn,
    Titles,
    Transclusions,
    Watchlist,
    WithProperty,
)
from bot.wiki.changed import ChangedSince

_TITLES_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Question:
    """How a query is answered: its candidates, and its listing where it is one.

    A listing can be a generator, so that one request finds and fetches; None says that the
    options forbid it, or that no page can be meant. `unnamed` are the candidates for whoever reads
    the pages by their numbers, and learns by that what they are called.
    """

    candidates: Callable[[Session, Any], Iterator[CandidateBatch]]
    listing: Callable[[Session, Any], Listing | None] = lambda _session, _query: None
    unnamed: Callable[[Session, Any], Iterator[CandidateBatch]] | None = None


def titles(_: Session, query: Titles) -> Iterator[CandidateBatch]:
    """The titles as they are, each once; asks nothing."""
    rows = query.rows or (None,) * len(query.titles)
    once: dict[Any, Candidate] = {}
    for title, row in zip(query.titles, rows, strict=True):
        once.setdefault(title, Candidate(title, row=row))
    everything = list(once.values())
    for start in range(0, len(everything), _TITLES_AT_ONCE):
        yield everything[start : start + _TITLES_AT_ONCE]


def with_property_listing(_: Session, query: WithProperty) -> Listing:
    """`list=pageswithprop`; a property that no page has gives no pages."""
    options = {"propname": query.name, "dir": query.order}
    descending = query.order == "descending"
    return Listing("pageswithprop", "pwp", options, query.request_size, descending=descending)


def with_property(session: Session, query: WithProperty) -> Iterator[CandidateBatch]:
    """The pages with a property."""
    return list_candidates(session, with_property_listing(session, query))


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
    kept_by_a_generator = query.depth == 0 and query.sort is None
    return members_listing(session, query) if kept_by_a_generator else None


QUESTIONS: Final[Mapping[type[Query], Question]] = {
    AllPages: Question(all_pages, all_pages_listing),
    BacklinkLevels: Question(backlink_levels),
    Backlinks: Question(backlinks, _direct_backlinks),
    CategoriesOn: Question(contents, contents_listing),
    ChangedSince: Question(changed_since),
    CategoryMembers: Question(category_members, _direct_members),
    Disambiguations: Question(disambiguations),
    ExternalLinksTo: Question(external_links_to),
    FileUsage: Question(usage, usage_listing),
    FilesOn: Question(contents, contents_listing),
    GlobalFileUsage: Question(global_file_usage),
    LanguageLinksTo: Question(language_links_to),
    LinksOn: Question(contents, contents_listing),
    Contributions: Question(contributions),
    LintErrors: Question(lint_errors),
    LogEvents: Question(log_events),
    PageIds: Question(page_ids, unnamed=page_ids_unnamed),
    PrefixSearch: Question(prefix_search),
    RandomPages: Question(random_pages),
    RawList: Question(raw_list),
    RecentChanges: Question(recent_changes),
    RedirectsTo: Question(redirects_to),
    TemplatesOn: Question(contents, contents_listing),
    Search: Question(search),
    SpecialPage: Question(special_page),
    Titles: Question(titles),
    Watchlist: Question(watchlist),
    WithProperty: Question(with_property, with_property_listing),
    Transclusions: Question(usage, usage_listing),
}
