"""What is never dropped: the changes that were saved on a page, and the revisions we made there.

By it an edit that somebody took back is not made again, however long ago its plan was pruned.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, Connection, Table, select

from bot.ledger.database import Database
from bot.ledger.finding import all_rows
from bot.ledger.tables import FINGERPRINT, REVISION, unless_there

_PAGES = 500  # asked for at once
_NEW = {table.name: unless_there(table) for table in (FINGERPRINT, REVISION)}


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
