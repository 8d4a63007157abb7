"""The SQLite file of an offline wiki: its tables, and a connection that threads may share.

Names stand as MediaWiki's page_title does, with underscores and in code-point order. Links
are keyed by their target, as MediaWiki's link tables are, so each list is one walk of an index.
`revisions` has the edits that were made here, and the one below them that the export had.
"""

import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from bot.page import WIKITEXT
from bot.site import Site
from bot.titles import Title
from bot.wikitext.extract import Extracted, extract

Row = tuple[Any, ...]
Key = tuple[int, str]  # namespace number, name with underscores
LINK, IN_CATEGORY, USED_FILE, USED_TEMPLATE, REDIRECT = range(1, 6)
HIDDEN: Final = "unreadable"  # the model of a page whose text is hidden: no wiki's, not wikitext
# $wgTextModelsToParse: MediaWiki also fills the link tables from these, read as if wikitext.
READ_FOR_LINKS: Final = frozenset({WIKITEXT, "javascript", "css"})
_BUSY_SECONDS: Final = 60

SCHEMA: Final = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE pages (
    id INTEGER PRIMARY KEY,
    ns INTEGER NOT NULL,
    name TEXT NOT NULL,
    redirect INTEGER NOT NULL,
    revid INTEGER NOT NULL,
    timestamp TEXT NOT NULL,
    length INTEGER NOT NULL,
    model TEXT NOT NULL,
    UNIQUE (ns, name)
);
CREATE TABLE revisions (
    page INTEGER NOT NULL,
    revid INTEGER NOT NULL,
    parent INTEGER NOT NULL,
    user TEXT NOT NULL,
    timestamp TEXT NOT NULL,
    sha1 TEXT NOT NULL,
    summary TEXT NOT NULL,
    PRIMARY KEY (page, revid)
) WITHOUT ROWID;
CREATE TABLE texts (page INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE links (
    kind INTEGER NOT NULL,
    ns INTEGER NOT NULL,
    name TEXT NOT NULL,
    page INTEGER NOT NULL,
    page_ns INTEGER NOT NULL,
    PRIMARY KEY (kind, ns, name, page)
) WITHOUT ROWID;
CREATE INDEX links_of ON links (page, kind);
"""


class Store:
    """One connection to the file; every use of it is whole and short, from whatever thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(
            path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )

    def rows(self, sql: str, values: Iterable[object] = ()) -> list[Row]:
        """All rows of one question; callers bound how many those are."""
        with self._lock:
            return self._connection.execute(sql, tuple(values)).fetchall()

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A transaction that no other process writes beside; undone if the block fails."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file; once more does nothing."""
        with self._lock:
            self._connection.close()


def sha1_of(text: str, model: str) -> str:
    """The digest of a text, as the facet `Sha1` gives it; empty where the export hides the text."""
    if model == HIDDEN:
        return ""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def key(title: Title) -> Key:
    """How a title stands in the tables."""
    return title.namespace, title.name.replace(" ", "_")


def title(site: Site, namespace: int, name: str) -> Title:
    """The title that stands in the tables as this key."""
    prefix = site.namespaces[namespace].name
    text = name.replace("_", " ")
    return Title(namespace, f"{prefix}:{text}" if prefix else text)


def found_links(text: str, model: str, site: Site, page: Title) -> tuple[bool, set[Row]]:
    """Whether a text is a redirect, and its (kind, namespace, name) as the tables want them."""
    if model not in READ_FOR_LINKS:
        return False, set()
    found: Extracted = extract(text, site, page)
    kinds = {
        LINK: found.links,
        IN_CATEGORY: found.categories,
        USED_FILE: found.files,
        USED_TEMPLATE: found.templates,
    }
    links = {(kind, *key(one)) for kind, titles in kinds.items() for one in titles}
    redirect = found.redirect if model == WIKITEXT else None
    if redirect is not None and redirect.title is not None:
        links.add((REDIRECT, *key(redirect.title)))
    return redirect is not None, links
