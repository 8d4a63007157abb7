"""What is never dropped: changes that were saved on a page, revisions we made, reports there.

By it an edit that somebody took back is not made again, and a report is not laid over what
somebody wrote, however long ago its plan was pruned.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, select

from bot.ledger.database import Database
from bot.ledger.finding import all_rows
from bot.ledger.tables import FINGERPRINT, PUBLICATION, REVISION, unless_there
from bot.plan import Written
from bot.titles import Title
from bot.wikitext.saved import as_saved

_PAGES = 500  # asked for at once
_NEW = {table.name: unless_there(table) for table in (FINGERPRINT, REVISION)}


@dataclass(frozen=True, slots=True)
class Published:
    """The report that was published last on a page: its revision, and SHA-1 of its text."""

    revid: int
    sha1: str

    def stands(self, revid: int, text: str) -> bool:
        """Whether the page still is as we left it.

        A later revision of the same text is one that a protection or a move of the page made, or
        that took back what somebody wrote there meanwhile.
        """
        return revid == self.revid or _sha1(text) == self.sha1


class Memory:
    """The part of `Ledger.runs` that is about pages, whoever edited them in whatever run."""

    _database: Database

    def made(self, site: str, pageids: Collection[int]) -> Mapping[int, frozenset[str]]:
        """The fingerprints of edits saved on these pages by anybody using the ledger.

        Pages without any are left out.
        """
        found: dict[int, set[str]] = defaultdict(set)
        for pageid, one in self._remembered(FINGERPRINT.c.print, site, pageids):
            found[pageid].add(one)
        return {pageid: frozenset(some) for pageid, some in found.items()}

    def our_revisions(self, site: str, pageid: int) -> frozenset[int]:
        """The revisions of the page that outcomes in the ledger name, also those long dropped."""
        return frozenset(revid for _, revid in self._remembered(REVISION.c.revid, site, [pageid]))

    def published(self, site: str, title: Title) -> Published | None:
        """The report that was published last on the page, by anybody using the ledger."""
        query = select(PUBLICATION.c.revid, PUBLICATION.c.sha1).where(*_page(site, title))
        rows = all_rows(self._database, query)
        return next((Published(row["revid"], row["sha1"]) for row in rows), None)

    def _remembered(
        self, column: Column[Any], site: str, pageids: Collection[int]
    ) -> Iterator[tuple[int, Any]]:
        table, wanted = column.table, sorted(set(pageids))
        for start in range(0, len(wanted), _PAGES):
            query = select(table.c.pageid, column).where(
                table.c.site == site, table.c.pageid.in_(wanted[start : start + _PAGES])
            )
            yield from (
                (row["pageid"], row[column.name]) for row in all_rows(self._database, query)
            )


def remember(
    connection: Connection, table: Table, site: str, pageid: int, values: Iterable[str | int]
) -> None:
    """Add to what is known of a page; what is known already stays."""
    name = table.primary_key.columns.keys()[-1]
    rows = [{"site": site, "pageid": pageid, name: value} for value in values]
    if rows:
        connection.execute(_NEW[table.name], rows)


def remember_publication(connection: Connection, site: str, sent: Written, revid: int) -> None:
    """Keep which report is on its page now, in place of the one before."""
    title = sent.title
    values = {"namespace": title.namespace, "name": title.name, "revid": revid}
    connection.execute(PUBLICATION.delete().where(*_page(site, title)))
    connection.execute(PUBLICATION.insert().values(site=site, **values, sha1=_sha1(sent.after)))


def _page(site: str, title: Title) -> tuple[ColumnElement[bool], ...]:
    return (
        PUBLICATION.c.site == site,
        PUBLICATION.c.namespace == title.namespace,
        PUBLICATION.c.name == title.name,
    )


def _sha1(text: str) -> str:
    """SHA-1 of a text as a wiki keeps it."""
    data = as_saved(text).encode("utf-8", "surrogatepass")
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()
