"""An export into a new SQLite file, as a stream: one batch of pages is in memory at a time.

Links are first written as they come, each under the serial number of the text that they stand in,
into a second file; at the end those of the texts that stayed are sorted into their place. So a
page that occurs again, with a newer revision or an older one, costs nothing but its row.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from bot.errors import InvalidTitle
from bot.offline.export import Export
from bot.offline.exported import ExportedPage, Revision
from bot.offline.redirecting import RedirectWords
from bot.offline.siteinfo import offline_site
from bot.offline.store import HIDDEN, REDIRECT, SCHEMA, Row, found_links, key
from bot.page import WIKITEXT
from bot.titles import Title

Say = Callable[[str], None]
HEADER: Final = "header"
_SAID_EVERY: Final = 5_000  # pages
_BATCH: Final = 10_000  # rows
_FIRST_OWN_ID: Final = (
    2**52
)  # for pages and revisions without an id: above any wiki's, exact in JSON
_STAGING: Final = """
CREATE TABLE staged.serials (page INTEGER PRIMARY KEY, serial INTEGER NOT NULL);
CREATE TABLE staged.links (
    serial INTEGER NOT NULL, kind INTEGER NOT NULL, ns INTEGER NOT NULL, name TEXT NOT NULL
);
"""
_DELETIONS: Final = (
    "DELETE FROM pages WHERE id = ?",
    "DELETE FROM texts WHERE page = ?",
    "DELETE FROM staged.serials WHERE page = ?",
)
_SETTLE: Final = """
INSERT INTO main.links (kind, ns, name, page, page_ns)
    SELECT DISTINCT l.kind, l.ns, l.name, p.id, p.ns
    FROM staged.links AS l
    CROSS JOIN staged.serials AS s ON s.serial = l.serial
    CROSS JOIN main.pages AS p ON p.id = s.page
    ORDER BY l.kind, l.ns, l.name, p.id
"""


def import_export(
    export_path: Path, siteinfo: Mapping[str, Any], draft: Path, wiki: str, say: Say
) -> None:
    """Fill the new file `draft` from the export; raises UsageError where the export is faulty.

    A second file beside it, `draft` with the ending `.links`, is taken away again.
    """
    staged = draft.with_name(f"{draft.name}.links")
    with Export(export_path) as export:
        words = RedirectWords(offline_site(wiki, export.header, siteinfo), siteinfo)
        connection = sqlite3.connect(draft, isolation_level=None)
        try:
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("ATTACH ? AS staged", (str(staged),))
            connection.execute("PRAGMA staged.journal_mode = OFF")
            connection.executescript(SCHEMA + _STAGING)
            connection.execute("BEGIN")
            filling = _Filling(connection, words)
            for number, page in enumerate(export.pages(), 1):
                filling.add(page)
                if number % _SAID_EVERY == 0:
                    say(f"{export_path}: {number} pages read, {export.share:.0%} of the file")
            filling.settle()
            export.header.redirect_words = words.learned
            header = json.dumps(asdict(export.header))
            connection.execute("INSERT INTO facts VALUES (?, ?)", (HEADER, header))
            connection.execute("COMMIT")
            say(f"imported {export_path}: {filling.summary()}")
        finally:
            connection.close()
            staged.unlink(missing_ok=True)


class _Filling:
    """The tables as they fill."""

    def __init__(self, connection: sqlite3.Connection, words: RedirectWords) -> None:
        self._connection = connection
        self._words = words
        self._links: list[Row] = []
        self._serial = 0
        self._left_out: Counter[str] = Counter()
        self._same_id = 0

    def add(self, page: ExportedPage) -> None:
        """Take the page in, unless a newer revision of it is there."""
        title, newest = self._title(page), page.newest
        if title is None:
            self._left_out["with a title that this wiki cannot have"] += 1
        elif newest is None:
            self._left_out["without a revision"] += 1
        else:
            self._put(page, title, newest)

    def settle(self) -> None:
        """Sort the links into their place."""
        self._flush()
        self._connection.execute("CREATE UNIQUE INDEX staged.by_serial ON serials (serial)")
        self._connection.execute(_SETTLE)

    def summary(self) -> str:
        """How many pages there are, and what was left out and why."""
        [(count,)] = self._connection.execute("SELECT count(*) FROM pages").fetchall()
        return "; ".join(
            [
                f"{count} page{'' if count == 1 else 's'}",
                *([f"{self._same_id} with another page's id got a new one"] * bool(self._same_id)),
                *(f"{many} left out: {why}" for why, many in sorted(self._left_out.items())),
            ]
        )

    def _title(self, page: ExportedPage) -> Title | None:
        """The title by this wiki's own rules, as its importer would read it."""
        try:
            title = self._words.site.title(page.title)
        except InvalidTitle:
            return None
        fits = title.namespace >= 0 and page.namespace in {None, title.namespace}
        return title if fits else None

    def _put(self, page: ExportedPage, title: Title, newest: Revision) -> None:
        self._serial += 1
        revid = newest.revid or _FIRST_OWN_ID + self._serial
        where = key(title)
        known = self._connection.execute(
            "SELECT id, timestamp, revid FROM pages WHERE ns = ? AND name = ?", where
        ).fetchone()
        if known:
            if known[1:] > (newest.timestamp, revid):
                return
            for deletion in _DELETIONS:
                self._connection.execute(deletion, known[:1])
        pageid = self._free_id(page.pageid, known)
        model = HIDDEN if newest.hidden else newest.model
        redirect, links = self._read(page, title, newest.text, model)
        self._connection.execute(
            "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (pageid, *where, redirect, revid, newest.timestamp, newest.length, model),
        )
        self._connection.execute("INSERT INTO texts VALUES (?, ?)", (pageid, newest.text))
        self._connection.execute("INSERT INTO serials VALUES (?, ?)", (pageid, self._serial))
        self._links += [(self._serial, *link) for link in links]
        if len(self._links) >= _BATCH:
            self._flush()

    def _free_id(self, pageid: int | None, known: Row | None) -> int:
        """The page's id, or where it has none or another page has it, one of its own."""
        own: int = known[0] if known else _FIRST_OWN_ID + self._serial
        if pageid is None:
            return own
        taken = self._connection.execute("SELECT 1 FROM pages WHERE id = ?", (pageid,)).fetchone()
        if not taken:
            return pageid
        self._same_id += known is None
        return own

    def _read(
        self, page: ExportedPage, title: Title, text: str, model: str
    ) -> tuple[bool, set[Row]]:
        """What the text says, and where it is no redirect, what the export says of that."""
        words = self._words
        if page.redirect and model == WIKITEXT:
            words.learn(page, text)
        redirect, links = found_links(text, model, words.site, title)
        if page.redirect and not redirect:
            redirect = True
            target = words.target(page)
            links |= {(REDIRECT, *key(target))} if target else set()
        return redirect, links

    def _flush(self) -> None:
        self._connection.executemany("INSERT INTO staged.links VALUES (?, ?, ?, ?)", self._links)
        self._links.clear()
