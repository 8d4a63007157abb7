"""An edit into the SQLite file, as MediaWiki's action=edit would take it, as far as that is known.

Follows EditPage.php; there is no pre-save transform and no merge here: an edit whose base is
not the newest revision is a conflict.
"""

import sqlite3
from datetime import datetime
from typing import Final

from bot.offline.store import REDIRECT, Row, Store, found_links, key
from bot.page import WIKITEXT
from bot.plan import Edit, Outcome
from bot.site import Site
from bot.wikitext.saved import as_saved

LARGEST_TEXT: Final = 2048 * 1024  # bytes: $wgMaxArticleSize


def save(store: Store, site: Site, edit: Edit, now: datetime) -> Outcome:
    """Write the edit in one transaction, or say why not; never over a later revision."""
    after = as_saved(edit.after)
    size = len(after.encode())
    if size > LARGEST_TEXT:
        return Outcome(code="too_big", detail=f"{size} bytes are more than {LARGEST_TEXT}")
    with store.change() as connection:
        known = connection.execute(
            "SELECT id, revid, model, redirect, text "
            "FROM pages LEFT JOIN texts ON page = id WHERE ns = ? AND name = ?",
            key(edit.title),
        ).fetchone()
        if known is None:
            return Outcome(code="missing", detail=f"there is no page {edit.title}")
        pageid, revid, model, redirect, before = known
        if edit.pageid not in {None, pageid}:
            return Outcome(code="conflict", detail=f"{edit.title} is another page by now")
        if before is not None and after == as_saved(before):
            return Outcome(code="no_change", revid=revid)
        if revid != edit.baserevid:
            return Outcome(code="conflict", detail=f"revision {revid} came in between")
        leads, links = found_links(after, model, site, edit.title)
        if model == WIKITEXT:
            redirect = leads
        _put_links(connection, pageid, edit.title.namespace, links, keep=model != WIKITEXT)
        [(newest,)] = connection.execute("SELECT max(revid) FROM pages").fetchall()
        connection.execute(
            "UPDATE pages SET revid = ?, timestamp = ?, length = ?, redirect = ? WHERE id = ?",
            (newest + 1, f"{now:%Y-%m-%dT%H:%M:%SZ}", size, redirect, pageid),
        )
        connection.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", (pageid, after))
    return Outcome(code="saved", revid=newest + 1, timestamp=now.replace(microsecond=0))


def _put_links(
    connection: sqlite3.Connection, pageid: int, namespace: int, links: set[Row], *, keep: bool
) -> None:
    """Replace a page's links; `keep` leaves the redirect that only the export could tell."""
    kept = REDIRECT if keep else 0
    connection.execute("DELETE FROM links WHERE page = ? AND kind != ?", (pageid, kept))
    connection.executemany(
        "INSERT INTO links (kind, ns, name, page, page_ns) VALUES (?, ?, ?, ?, ?)",
        [(*link, pageid, namespace) for link in links],
    )
