"""How `through: replica` is answered: a copy of the database names pages, the wiki confirms them.

The copy is asked by its link tables, in one query or, for a tree of categories, one for each
level. Nothing but what the wiki itself says of a page is taken over; see `bot.wiki.Confirmed`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby, islice
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from bot.errors import UsageError
from bot.outside.linktables import (
    CATEGORYLINKS,
    IMAGELINKS,
    PAGELINKS,
    TEMPLATELINKS,
    LinkTable,
    key,
    linking,
)
from bot.outside.replica import Rows, as_bytes, as_text
from bot.outside.spool import spool
from bot.page import Candidate, Via
from bot.plugin import Reach
from bot.site import CATEGORY, Site
from bot.sources.unlinked import unlinked_pages
from bot.titles import Title
from bot.wiki import (
    Backlinks,
    CandidateBatch,
    CategoryMembers,
    Confirmed,
    FileUsage,
    Orphans,
    Query,
    RedirectsTo,
    Transclusions,
)

ThroughOption = Annotated[
    Literal["api", "replica"],
    Field(
        description="Who names the pages: the wiki, or the copy of its database that `replica:` "
        "of user-config.yaml names; the wiki then confirms each."
    ),
]
_AT_ONCE: Final = 500
_Ways = Mapping[Title, Via | None]  # None: the target itself


def through_replica(reach: Reach, question: Query) -> Confirmed:
    """The question as one to the replica, whose answer the wiki confirms.

    Raises UsageError for a question that the link tables do not answer.
    """
    found: Callable[[], Iterator[CandidateBatch]]
    match question:
        case Backlinks(to=Title() as to):
            found = partial(_backlinks, reach, question, to)
        case Transclusions():
            found = partial(_users, reach, question, TEMPLATELINKS)
        case FileUsage():
            found = partial(_users, reach, question, IMAGELINKS)
        case CategoryMembers(sort=None):
            found = partial(_members, reach, question)
        case Orphans():
            found = partial(unlinked_pages, reach, question)
        case _:
            raise UsageError(f"no replica is asked for {type(question).__name__}")
    return Confirmed(question=question, found=found, request_size=question.request_size)


def _backlinks(reach: Reach, question: Backlinks, to: Title) -> Iterator[CandidateBatch]:
    ways: dict[Title, Via | None] = {to: None}
    if question.through_redirects:
        ways |= _redirects(reach, (to,))
    return _found(reach, PAGELINKS, ways, question)


def _users(
    reach: Reach, question: Transclusions | FileUsage, table: LinkTable
) -> Iterator[CandidateBatch]:
    ways: dict[Title, Via | None] = dict.fromkeys(question.of)
    if question.through_redirects:
        ways |= _redirects(reach, question.of)
    return _found(reach, table, ways, question)


def _redirects(reach: Reach, to: tuple[Title, ...]) -> _Ways:
    """The redirects, as the wiki has them now; they are few, and the rest hangs on them."""
    return {
        one.title: Via("redirect", one.title)
        for batch in reach.wiki.enumerate(RedirectsTo(to=to))
        for one in batch
    }


def _members(reach: Reach, question: CategoryMembers) -> Iterator[CandidateBatch]:
    ways: dict[Title, Via | None] = {question.category: None}
    level, depth = dict(ways), 0
    while level and (question.depth is None or depth < question.depth):
        below = CategoryMembers(category=question.category, namespaces=(CATEGORY,))
        some = Confirmed(question=below, found=partial(_found, reach, CATEGORYLINKS, level, below))
        level = {
            one.title: Via("category", one.title)
            for batch in reach.wiki.enumerate(some)
            for one in batch
            if one.title not in ways
        }
        ways |= level
        depth += 1
    return _found(reach, CATEGORYLINKS, ways, question)


def _found(
    reach: Reach,
    table: LinkTable,
    ways: _Ways,
    question: Backlinks | Transclusions | FileUsage | CategoryMembers,
) -> Iterator[CandidateBatch]:
    """The pages with a link to one of these, each once with all its ways."""
    if question.namespaces == ():
        return
    site, replica = reach.wiki.site, reach.outside.replica
    with replica.ask(table.question.text) as rows:
        old = table.is_old([as_text(row[0]) for row in rows])
    options: dict[str, Any] = {}
    if not isinstance(question, CategoryMembers):
        options["redirects"] = question.redirects
    if isinstance(question, Backlinks):
        options["order"] = question.order
    sql = linking(table, list(ways), old=old, namespaces=question.namespaces, **options)
    numbers = {(title.namespace, key(title)): at for at, title in enumerate(ways)}
    vias = list(ways.values())
    with spool() as kept:
        with replica.ask(sql.text, sql.values) as rows:
            kept.put(_pages(rows, numbers, site))
        pages = iter(kept)
        while batch := [_candidate(one, vias, site) for one in islice(pages, _AT_ONCE)]:
            yield batch


def _pages(
    rows: Rows, numbers: Mapping[tuple[int, bytes], int], site: Site
) -> Iterator[tuple[int, int, str, bool, list[int]]]:
    """Page id, namespace, name, redirect flag, and the numbers of the ways of each page.

    Pages in a namespace that the wiki has no more (of an extension, say) cannot be had.
    """
    for (pageid, number, name, redirect), links in groupby(rows, key=lambda row: row[:4]):
        found = {numbers[int(as_text(row[4])), as_bytes(row[5])] for row in links}
        if (namespace := int(as_text(number))) in site.namespaces:
            text = as_text(name).replace("_", " ")
            yield int(as_text(pageid)), namespace, text, as_text(redirect) == "1", sorted(found)


def _candidate(page: Sequence[Any], vias: Sequence[Via | None], site: Site) -> Candidate:
    """One of `_pages` as a candidate."""
    pageid, namespace, name, redirect, ways = page
    home = site.namespaces[namespace].name
    found = [vias[number] for number in ways]
    return Candidate(
        Title(namespace, f"{home}:{name}" if home else name),
        pageid,
        redirect,
        None in found,
        tuple(via for via in found if via),
    )
