"""An edit into the SQLite file, as MediaWiki's action=edit would take it, as far as that is known.

Follows EditPage.php; there is no pre-save transform and no merge here: an edit whose base is
not the newest revision is a conflict. A page that is made gets the content model that its title
asks for (ContentHandler::getDefaultModelFor).
"""

import sqlite3
from datetime import datetime
from typing import Final

from bot.offline.store import REDIRECT, Row, Store, found_links, key, sha1_of
from bot.page import WIKITEXT
from bot.plan import Outcome, Written
from bot.site import Site
from bot.titles import Title
from bot.wikitext.saved import as_saved

LARGEST_TEXT: Final = 2048 * 1024  # bytes: $wgMaxArticleSize


_SCRIPTS: Final = {".js": "javascript", ".css": "css", ".json": "json"}
_OF_SITE, _OF_USER = 8, 2  # namespaces with scripts: MediaWiki:Common.js, User:Somebody/common.js


def save(store: Store, site: Site, edit: Written, now: datetime) -> Outcome:
    """Write the edit in one transaction, or say why not; never over a later revision."""
    after = as_saved(edit.after)
    for what, words in (("the new text", after), ("the summary", edit.summary)):
        try:
            words.encode()
        except UnicodeEncodeError as error:
            detail = f"{what} has a character that is none, at {error.start}"
            return Outcome(code="failed", detail=detail)
    size = len(after.encode())
    if size > LARGEST_TEXT:
        return Outcome(code="too_big", detail=f"{size} bytes are more than {LARGEST_TEXT}")
    if edit.title.namespace < 0:
        return Outcome(code="failed", detail=f"there can be no page {edit.title}")
    with store.change() as connection:
        known = connection.execute(
            "SELECT id, revid, model, redirect, text, timestamp "
            "FROM pages JOIN texts ON page = id WHERE ns = ? AND name = ?",
            key(edit.title),
        ).fetchone()
        if hindrance := _hindrance(edit, known, after):
            return hindrance
        pageid, parent, model, redirect = _page(connection, edit.title, known)
        leads, links = found_links(after, model, site, edit.title)
        if model == WIKITEXT:
            redirect = leads
        _put_links(connection, pageid, edit.title.namespace, links, keep=model != WIKITEXT)
        [(newest,)] = connection.execute("SELECT max(revid) FROM pages").fetchall()
        timestamp = f"{now:%Y-%m-%dT%H:%M:%SZ}"
        connection.execute(
            "UPDATE pages SET revid = ?, timestamp = ?, length = ?, redirect = ? WHERE id = ?",
            (newest + 1, timestamp, size, redirect, pageid),
        )
        connection.execute("UPDATE texts SET text = ? WHERE page = ?", (after, pageid))
        if known is not None:
            old = (pageid, parent, 0, "", known[5], sha1_of(known[4], model), "")
            connection.execute("INSERT OR IGNORE INTO revisions VALUES (?,?,?,?,?,?,?)", old)
        us, digest = site.account.name, sha1_of(after, model)
        connection.execute(
            "INSERT INTO revisions VALUES (?,?,?,?,?,?,?)",
            (pageid, newest + 1, parent, us, timestamp, digest, edit.summary),
        )
    return Outcome(code="saved", revid=newest + 1, timestamp=now.replace(microsecond=0))


def _page(connection: sqlite3.Connection, title: Title, known: Row | None) -> Row:
    """Page id, revision, model and redirect flag of the page, which is made where it is not."""
    if known is not None:
        return known[:4]
    [(pageid,)] = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM pages").fetchall()
    namespace, name = key(title)
    model = _default_model(title)
    connection.execute(
        "INSERT INTO pages VALUES (?, ?, ?, 0, 0, '', 0, ?)", (pageid, namespace, name, model)
    )
    connection.execute("INSERT INTO texts VALUES (?, '')", (pageid,))
    return pageid, 0, model, 0


def _default_model(title: Title) -> str:
    script = "/" in title.name if title.namespace == _OF_USER else title.namespace == _OF_SITE
    ending = f".{title.name.rpartition('.')[2]}"
    return _SCRIPTS.get(ending, WIKITEXT) if script else WIKITEXT


def _hindrance(edit: Written, known: Row | None, after: str) -> Outcome | None:
    """Why the edit cannot be saved over the page as it is in the tables, if there is a reason."""
    if edit.baserevid is None:
        return Outcome(code="exists", detail=f"there is a page {edit.title}") if known else None
    if known is None:
        return Outcome(code="missing", detail=f"there is no page {edit.title}")
    pageid, revid, _, _, before, _ = known
    if edit.pageid not in {None, pageid}:
        return Outcome(code="conflict", detail=f"{edit.title} is another page by now")
    if after == as_saved(before):
        return Outcome(code="no_change")
    if revid != edit.baserevid:
        return Outcome(code="conflict", detail=f"revision {revid} came in between")
    return None


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
