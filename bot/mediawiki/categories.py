"""Members of a category, and of the categories below it, breadth first.

API:Categorymembers tells the members of one category only, so a tree costs a request or more
for each of its categories.
"""

from collections.abc import Iterator
from datetime import UTC

from bot.mediawiki.listing import (
    Listing,
    by_title,
    filled,
    in_namespaces,
    list_candidates,
    namespace_option,
    page_size,
)
from bot.mediawiki.replies import replies
from bot.mediawiki.session import Session
from bot.mediawiki.ways import Ways
from bot.page import Via
from bot.site import CATEGORY, FILE, Site
from bot.titles import Title
from bot.wiki import CandidateBatch, CategoryMembers, MemberType, Namespaces


def category_members(session: Session, query: CategoryMembers) -> Iterator[CandidateBatch]:
    """Each member once; with a depth all at the end, when every category was seen."""
    if query.depth != 0:
        yield from _tree(session, query)
    elif listing := members_listing(session, query):
        yield from list_candidates(session, listing)


def members_listing(session: Session, query: CategoryMembers) -> Listing | None:
    """`list=categorymembers` for the category alone; None where no page can be asked for.

    As a generator it gives each batch by title: the sort keys are not told.
    """
    by_time = query.sort == "timestamp"
    wanted = _by_type(session.site, query) if by_time else query.namespaces
    namespaces = namespace_option(session.site, wanted)
    if namespaces is None or not query.types:
        return None
    since = "" if query.since is None else f"{query.since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    options = {
        "title": query.category.text,
        "type": "" if by_time else "|".join(query.types),
        "namespace": namespaces,
        "sort": query.sort or "",
        "dir": "" if query.order == "ascending" else query.order,
        "startsortkeyprefix": query.start,
        "start" if query.order == "ascending" else "end": since,
    }
    return Listing("categorymembers", "cm", filled(options), query.request_size, order=by_title)


def _by_type(site: Site, query: CategoryMembers) -> Namespaces:
    """The types as namespaces, which they follow from: by time the API passes over `cmtype`.

    NamespaceInfo::getCategoryLinkType.
    """
    kinds: dict[int, MemberType] = {CATEGORY: "subcat", FILE: "file"}
    return tuple(
        number
        for number in site.namespaces
        if kinds.get(number, "page") in query.types and in_namespaces(number, query.namespaces)
    )


def _tree(session: Session, query: CategoryMembers) -> Iterator[CandidateBatch]:
    """Level by level; a category that was entered is not entered again."""
    ways = Ways()
    numbers = {query.category: 0}
    level, depth = [query.category], 0
    while level:
        enters = query.depth is None or depth < query.depth
        following: list[Title] = []
        for category in level:
            for kind, pageid, title in _members(session, query, category, enters=enters):
                if kind in query.types and in_namespaces(title.namespace, query.namespaces):
                    ways.add(pageid, title, redirect=None, way=numbers[category])
                if enters and kind == "subcat" and title not in numbers:
                    numbers[title] = ways.way(Via("category", title))
                    following.append(title)
        level, depth = following, depth + 1
    yield from ways.candidates(session.site.limits.listing)


def _members(
    session: Session, query: CategoryMembers, category: Title, *, enters: bool
) -> Iterator[tuple[str, int, Title]]:
    """Type, page id and title of each member; with `enters` of its subcategories in any case."""
    types = (*query.types, "subcat") if enters else query.types
    wanted: Namespaces = query.namespaces
    if enters and wanted is not None:
        wanted = (*wanted, CATEGORY)
    namespaces = namespace_option(session.site, wanted)
    if namespaces is None or not types:
        return
    options = {
        "list": "categorymembers",
        "cmtitle": category.text,
        "cmprop": "ids|title|type",
        "cmtype": "|".join(dict.fromkeys(types)),
        "cmnamespace": namespaces,
        "cmlimit": page_size(query.request_size, session.site.limits.listing),
    }
    for reply in replies(session, filled(options)):
        for entry in reply.query.get("categorymembers", ()):
            yield entry["type"], entry["pageid"], Title(entry["ns"], entry["title"])
