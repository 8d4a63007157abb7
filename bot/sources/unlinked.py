"""Which pages a replica takes for orphans: each of them, and perhaps more.

A copy does not know all by which the wiki decides, so what is in doubt is no link here. The pages
are asked for by stretches of their numbers, since no server would answer for all at once; see
`bot.wiki.Confirmed` for what the wiki then says.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from bot.errors import UsageError
from bot.outside.linktables import CATEGORYLINKS, PAGELINKS, TEMPLATELINKS, LinkTable, Sql
from bot.outside.replica import Row, as_text
from bot.outside.spool import spool
from bot.outside.unlinked import (
    DISAMBIGUATION,
    LAST_ID,
    Counting,
    Mark,
    mark,
    numbers,
    pages,
    unlinked,
)
from bot.page import Candidate
from bot.plugin import Reach
from bot.site import TEMPLATE
from bot.titles import Title
from bot.wiki import CandidateBatch, Disambiguation, Incoming, LinksOn, Orphans

_STRETCH: Final = 250_000  # page ids; seconds, not minutes, where they are all of one namespace
_AT_ONCE: Final = 500
_MOST: Final = 200_000  # numbers in one query, which has to fit into one packet of 16 MB
_NAMED_ON: Final = "MediaWiki:Disambiguationspage"


def unlinked_pages(
    reach: Reach, question: Orphans, stretch: int = _STRETCH, *, most: int = _MOST
) -> Iterator[CandidateBatch]:
    """The pages by number, a stretch of so many numbers at a time.

    Raises UsageError where more than `most` others do not count by their titles.
    """
    if question.namespaces == ():
        return
    wanted: dict[str, Any] = {
        "namespaces": question.namespaces,
        "redirects": question.redirects,
    }
    counting = _counting(reach, question.links)
    if counting and question.links.unlike:
        counting = replace(counting, but=_unlike(reach, question.links, stretch, most))
    for above, to in _stretches(reach, stretch):
        sql = unlinked(above, to, counting, **wanted) if counting else pages(above, to, **wanted)
        with spool() as kept:
            kept.put(_named(reach, sql))
            found = iter(kept)
            while batch := [
                Candidate(Title(namespace, text), pageid, redirect=redirect)
                for pageid, namespace, text, redirect in islice(found, _AT_ONCE)
            ]:
                yield batch


def _counting(reach: Reach, links: Incoming) -> Counting | None:
    """What a copy can tell of which links count; None where it can tell of none that it does."""
    if links.written or links.namespaces == ():
        return None
    columns = [as_text(row[0]) for row in _rows(reach, PAGELINKS.question)]
    old = PAGELINKS.is_old(columns)
    marks = list(_marked(reach, CATEGORYLINKS, sorted(links.not_in)))
    if links.not_disambiguations:
        # A wiki goes by either; by which one it says when it confirms.
        marks += [DISAMBIGUATION, *_marked(reach, TEMPLATELINKS, _templates(reach))]
    return Counting(
        old=old,
        namespaces=links.namespaces,
        enough=links.enough,
        marks=tuple(marks),
    )


def _templates(reach: Reach) -> list[Title]:
    """The templates of disambiguation pages, as the wiki has them now.

    Raises NotOffered where the wiki does not know which pages these are: where a copy names only
    pages without any link, it would not come to be asked.
    """
    page = reach.wiki.site.title(_NAMED_ON)
    for _ in reach.wiki.fetch([[Candidate(page)]], frozenset({Disambiguation()})):
        pass
    named = LinksOn(pages=(page,), namespaces=(TEMPLATE,))
    return [one.title for batch in reach.wiki.enumerate(named) for one in batch]


def _marked(reach: Reach, table: LinkTable, titles: list[Title]) -> Iterator[Mark]:
    """That a page links so to one of these; no mark where none of them has any link."""
    if not titles:
        return
    if table.is_old([as_text(row[0]) for row in _rows(reach, table.question)]):
        yield mark(table, titles)
    elif targets := [int(as_text(row[0])) for row in _rows(reach, numbers(titles))]:
        yield mark(table, titles, targets)


def _unlike(reach: Reach, links: Incoming, stretch: int, most: int) -> tuple[int, ...]:
    """The pages that do not count by their titles: no server knows patterns as they are here."""
    found: list[int] = []
    for above, to in _stretches(reach, stretch):
        sql = pages(above, to, namespaces=links.namespaces, redirects="exclude")
        for pageid, _, text, _ in _named(reach, sql):
            if any(pattern.search(text) for pattern in links.unlike):
                found.append(pageid)
        if len(found) > most:
            raise UsageError(
                f"`except_titles` leaves out more than {most:,} pages, which no query can name; "
                "leave out fewer, or use `except_categories`"
            )
    return tuple(found)


def _stretches(reach: Reach, stretch: int) -> Iterator[tuple[int, int]]:
    """All numbers of pages: above the first of each pair, up to the second."""
    last = max(int(as_text(row[0]) or 0) for row in _rows(reach, LAST_ID))
    for above in range(0, last, stretch):
        yield above, above + stretch


def _named(reach: Reach, sql: Sql) -> Iterator[tuple[int, int, str, bool]]:
    """Page id, namespace, title and redirect flag of pages; none of a namespace that is no more."""
    namespaces = reach.wiki.site.namespaces
    for pageid, number, name, redirect in _rows(reach, sql):
        if home := namespaces.get(int(as_text(number))):
            text = as_text(name).replace("_", " ")
            title = f"{home.name}:{text}" if home.name else text
            yield int(as_text(pageid)), home.id, title, as_text(redirect) == "1"


def _rows(reach: Reach, sql: Sql) -> Iterator[Row]:
    with reach.outside.replica.ask(sql.text, sql.values) as rows:
        yield from rows
