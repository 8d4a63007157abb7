"""Each query's answer, from walks over the tables; what MediaWiki would answer from the same.

The API modules that these follow are named at the queries in `bot.wiki`. Reads; never writes.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC
from hashlib import blake2b
from heapq import nsmallest
from typing import Any, Final

from bot.errors import InvalidTitle, UsageError
from bot.offline.contents import answer_contents
from bot.offline.disambiguating import answer_disambiguations
from bot.offline.found import candidate, key_of, real_namespaces, walk_redirects
from bot.offline.incoming import answer_orphans
from bot.offline.scanning import answer_addresses, answer_languages
from bot.offline.store import IN_CATEGORY, LINK, Key, key, title
from bot.offline.usage import answer_usage
from bot.offline.walking import (
    PAGE_ID,
    PAGE_NAME,
    PAGE_NAMESPACE,
    PAGE_REDIRECT,
    Ask,
    Linking,
    batches,
    marks,
    walk_ids,
    walk_names,
)
from bot.page import Candidate, Via
from bot.site import CATEGORY, FILE, Site
from bot.titles import Title
from bot.wiki import (
    AllPages,
    BacklinkLevels,
    Backlinks,
    CategoriesOn,
    CategoryMembers,
    Confirmed,
    Disambiguations,
    ExternalLinksTo,
    FilesOn,
    FileUsage,
    GlobalFileUsage,
    LanguageLinksTo,
    LinksOn,
    MemberType,
    Orphans,
    PageIds,
    Query,
    RandomPages,
    RedirectsTo,
    TemplatesOn,
    Titles,
    Transclusions,
    WrittenTransclusions,
)
from bot.wiki.changed import ChangedSince

_BEYOND_ALL: Final = "\U0010ffff"  # behind every text with the same beginning


def answer_backlinks(ask: Ask, site: Site, query: Backlinks, block: int) -> Iterator[Candidate]:
    """Pages that link to the target, and with `through_redirects` to a redirect to it."""
    target = _target(ask, site, query.to)
    linking = Linking(
        kind=LINK,
        namespaces=real_namespaces(site, query.namespaces),
        redirects=query.redirects,
        descending=query.order == "descending",
        block=block,
    )
    if not query.through_redirects:
        for row in linking.walk(ask, target):
            yield candidate(site, row)
        return
    redirects = [key_of(row) for row, _ in walk_redirects(ask, [target], block, double=True)]
    ways = [Via("redirect", title(site, *one)) for one in redirects]
    for row, numbers in linking.walk_all(ask, [target, *redirects]):
        via = tuple(ways[number - 1] for number in numbers if number)
        yield candidate(site, row, direct=0 in numbers, via=via)


def answer_levels(ask: Ask, site: Site, query: BacklinkLevels, block: int) -> Iterator[Candidate]:
    """The two levels as ApiQueryBacklinks.php makes them with `blredirect`, its oddities kept.

    `redirects: exclude` is not applied to the first level; a namespace filter drops redirects
    elsewhere and all behind them; any redirect page with a link to the target counts; there is
    one hop only.
    """
    second = Linking(
        kind=LINK,
        namespaces=real_namespaces(site, query.namespaces),
        redirects=query.redirects,
        descending=query.order == "descending",
        block=block,
    )
    first = replace(second, redirects="only" if query.redirects == "only" else "include")
    for row in first.walk(ask, _target(ask, site, query.to)):
        yield candidate(site, row)
        if row[PAGE_REDIRECT]:
            way = Via("redirect", title(site, row[PAGE_NAMESPACE], row[PAGE_NAME]))
            for behind in second.walk(ask, key_of(row)):
                yield candidate(site, behind, direct=False, via=(way,))


def answer_redirects(ask: Ask, site: Site, query: RedirectsTo, block: int) -> Iterator[Candidate]:
    """The redirects to a page; behind them those to these, `via` the redirect between."""
    targets = [query.to] if isinstance(query.to, Title) else list(query.to)
    keys = list(dict.fromkeys(map(key, targets)))
    for row, between in walk_redirects(ask, keys, block, double=query.double):
        if query.namespaces is not None and row[PAGE_NAMESPACE] not in query.namespaces:
            continue
        if between is None:
            yield candidate(site, row)
        else:
            yield candidate(site, row, direct=False, via=(Via("redirect", title(site, *between)),))


def answer_titles(_: Ask, __: Site, query: Titles, ___: int) -> Iterator[Candidate]:
    """The titles as they were given, each once."""
    seen = set()
    rows = query.rows or (None,) * len(query.titles)
    for one, row in zip(query.titles, rows, strict=True):
        if one not in seen:
            seen.add(one)
            yield Candidate(one, row=row)


def unknown_part(query: Query) -> str:
    """What a query asks for that no export tells, in words; empty where all can be answered."""
    asked = {
        "which pages are protected": isinstance(query, AllPages) and query.protected,
        "which pages have language links": isinstance(query, AllPages) and query.language_links,
        "the order of a category's members, or when they came into it": (
            isinstance(query, CategoryMembers) and query.sort
        ),
        "which categories are hidden": (
            isinstance(query, CategoriesOn) and query.hidden != "include"
        ),
        "which pages are disambiguation pages; leave `disambiguations` out": (
            isinstance(query, Orphans) and query.links.not_disambiguations
        ),
        "the table of all wikis that use a file; leave `global` out": (
            isinstance(query, GlobalFileUsage)
        ),
        "any replica; leave `through: replica` out": isinstance(query, Confirmed),
    }
    return next((words for words, it_is in asked.items() if it_is), "")


def answer_page_ids(ask: Ask, site: Site, query: PageIds, block: int) -> Iterator[Candidate]:
    """The pages by their numbers, in the order of these."""
    for part in batches(dict.fromkeys(query.ids), block):
        rows = ask(
            f"SELECT id, ns, name, redirect FROM pages WHERE id IN ({marks(part)})",  # noqa: S608 - no value is in it
            part,
        )
        found = {row[PAGE_ID]: row for row in rows}
        for number in part:
            if number in found:
                yield candidate(site, found[number])
            else:
                yield Candidate(site.special(f"Redirect/page/{number}"), number)


def answer_random(ask: Ask, site: Site, query: RandomPages, block: int) -> Iterator[Candidate]:
    """Pages drawn by lot: every page gets a number that follows from the seed, the lowest win."""
    seed = secrets.token_bytes(8) if query.seed is None else str(query.seed).encode()
    rows = walk_ids(
        ask, real_namespaces(site, query.namespaces), redirects=query.redirects, block=block
    )
    drawn = nsmallest(query.count, ((_lot(seed, row[PAGE_ID]), row) for row in rows))
    for _, row in drawn:
        yield candidate(site, row)


def answer_changed(ask: Ask, site: Site, query: ChangedSince, block: int) -> Iterator[Candidate]:
    """The pages whose newest revision is of then or later, by page id; that of no time counts."""
    since, last = f"{query.since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", 0
    while rows := ask(
        "SELECT id, ns, name, redirect FROM pages WHERE id > ? "
        "AND (timestamp >= ? OR timestamp = '') ORDER BY id LIMIT ?",
        (last, since, block),
    ):
        for row in rows:
            yield candidate(site, row)
        last = rows[-1][PAGE_ID]


def _lot(seed: bytes, pageid: int) -> bytes:
    return blake2b(f"{pageid}".encode(), key=seed[:64], digest_size=8).digest()


def answer_all_pages(ask: Ask, site: Site, query: AllPages, block: int) -> Iterator[Candidate]:
    """The pages of a namespace in the order of their names."""
    if query.namespace < 0 or query.namespace not in site.namespaces:
        raise UsageError(f"{site.wiki}: there are no pages in a namespace {query.namespace}")
    start, end, prefix = (
        _beginning(site, query.namespace, text) for text in (query.start, query.end, query.prefix)
    )
    beyond = [f"{end}\0"] if end else []
    beyond += [f"{prefix}{_BEYOND_ALL}"] if prefix else []
    for row in walk_names(
        ask,
        query.namespace,
        max(start, prefix),
        min(beyond, default=""),
        redirects=query.redirects,
        descending=query.order == "descending",
        block=block,
        smallest=query.smallest,
        largest=query.largest,
    ):
        yield candidate(site, row)


def answer_members(ask: Ask, site: Site, query: CategoryMembers, block: int) -> Iterator[Candidate]:
    """The members of a category tree, by page id."""
    categories = _category_tree(ask, key(query.category), query.depth, block)
    ways = [Via("category", title(site, *one)) for one in categories[1:]]
    members = Linking(
        kind=IN_CATEGORY, namespaces=real_namespaces(site, query.namespaces), block=block
    )
    for row, numbers in members.walk_all(ask, categories):
        if _member_type(row[PAGE_NAMESPACE]) in query.types:
            via = tuple(ways[number - 1] for number in numbers if number)
            yield candidate(site, row, direct=0 in numbers, via=via)


def _target(ask: Ask, site: Site, to: Title | int) -> Key:
    if isinstance(to, Title):
        return key(to)
    rows = ask("SELECT id, ns, name, redirect FROM pages WHERE id = ?", (to,))
    if not rows:
        raise UsageError(f"{site.wiki}: there is no page with the id {to}")
    return key_of(rows[0])


def _beginning(site: Site, namespace: int, text: str) -> str:
    """The beginning of a name as the tables have it (ApiQueryBase::titlePartToKey)."""
    if not text:
        return ""
    home = site.namespaces[namespace].name
    target = site.link(f"{home}:{text}x" if home else f"{text}x")  # blanks at its end count
    if target.title is None or target.title.namespace != namespace or target.fragment:
        raise InvalidTitle(f"{text!r} is not the beginning of a title in namespace {namespace}")
    return key(target.title)[1][:-1]


def _category_tree(ask: Ask, root: Key, depth: int | None, block: int) -> list[Key]:
    """The category and its subcategories down to `depth`, each once, breadth first."""
    tree, wave, level = [root], [root], 0
    seen = {root}
    while wave and (depth is None or level < depth):
        found = []
        for one in wave:
            subcategories = Linking(kind=IN_CATEGORY, namespaces=(CATEGORY,), block=block)
            for row in subcategories.walk(ask, one):
                if key_of(row) not in seen:
                    seen.add(key_of(row))
                    found.append(key_of(row))
        tree += found
        wave, level = found, level + 1
    return tree


def _member_type(namespace: int) -> MemberType:
    if namespace == CATEGORY:
        return "subcat"
    return "file" if namespace == FILE else "page"


# How each query is answered: with what asks the tables, the site, and how many results at a time.
ANSWERS: Final[Mapping[type[Query], Callable[[Ask, Site, Any, int], Iterator[Candidate]]]] = {
    AllPages: answer_all_pages,
    BacklinkLevels: answer_levels,
    Backlinks: answer_backlinks,
    CategoriesOn: answer_contents,
    CategoryMembers: answer_members,
    ChangedSince: answer_changed,
    Disambiguations: answer_disambiguations,
    ExternalLinksTo: answer_addresses,
    FileUsage: answer_usage,
    FilesOn: answer_contents,
    LanguageLinksTo: answer_languages,
    LinksOn: answer_contents,
    Orphans: answer_orphans,
    PageIds: answer_page_ids,
    RandomPages: answer_random,
    RedirectsTo: answer_redirects,
    TemplatesOn: answer_contents,
    Titles: answer_titles,
    Transclusions: answer_usage,
    WrittenTransclusions: answer_usage,
}
