"""Revisions of pages: the newest of a batch, and the history of one page at a time.

Reads only. That of a page from a revision on is how an edit of ours is found again.
"""

from datetime import datetime
from typing import Final

from bot.errors import ApiError
from bot.mediawiki.answers import Entry
from bot.mediawiki.replies import read_timestamp, replies
from bot.mediawiki.session import Session
from bot.page import Page
from bot.wiki import FirstRevision, Revision, Since

_REVISIONS: Final = {
    "prop": "revisions",
    "rvprop": "ids|timestamp|user|comment|slotsha1",
    "rvslots": "main",
    "rvlimit": "max",
    "rvdir": "newer",
}
_UNKNOWN_START: Final = "badid_"  # and the parameter: badid_rvstartid


def since(session: Session, page: Page, facet: Since) -> tuple[Revision, ...]:
    """The revisions of a page after the one that the facet names, the oldest first.

    Where the wiki knows no such revision any more, those with a higher id.
    """
    if not page.exists:
        return ()
    asked = {"pageids": str(page.pageid)} if page.pageid else {"titles": page.title.text}
    asked |= _REVISIONS
    if facet.texts:
        asked["rvprop"] += "|content"
    start = {"rvstartid": str(facet.revid)} if facet.revid else {}
    try:
        found = _read(session, {**asked, **start}, texts=facet.texts)
    except ApiError as error:
        if not error.code.startswith(_UNKNOWN_START):
            raise
        every = _read(session, asked, texts=facet.texts)
        return tuple(one for one in every if one.revid > facet.revid)
    return tuple(one for one in found if one.revid != facet.revid)  # the start is included


def first_revision(session: Session, page: Page, _: FirstRevision) -> Revision | None:
    """The oldest revision of a page; None where there is none."""
    if not page.exists:
        return None
    asked = {"pageids": str(page.pageid)} if page.pageid else {"titles": page.title.text}
    answer = session.ask({**asked, **_REVISIONS, "rvlimit": "1"})
    for entry in answer.get("query", {}).get("pages", ()):
        for one in entry.get("revisions", ()):
            return _revision(one)
    return None


def last_revision(entry: Entry) -> Revision | None:
    """The newest revision, out of the entry of a page."""
    revision: Entry = next(iter(entry.get("revisions", ())), {})
    return _revision(revision) if "timestamp" in revision else None


def saved_at(entry: Entry) -> datetime | None:
    """When the newest revision was saved, out of the entry of a page."""
    revision: Entry = next(iter(entry.get("revisions", ())), {})
    return read_timestamp(revision["timestamp"]) if "timestamp" in revision else None


def _read(session: Session, parameters: dict[str, str], *, texts: bool) -> list[Revision]:
    found: dict[int, Revision] = {}  # a continuation that begins anew gives some twice
    for reply in replies(session, parameters):
        for entry in reply.query.get("pages", ()):
            for one in entry.get("revisions", ()):
                found.setdefault(one["revid"], _revision(one, texts=texts))
    return list(found.values())


def _revision(entry: Entry, *, texts: bool = False) -> Revision:
    main = entry.get("slots", {}).get("main", {})
    return Revision(
        revid=entry["revid"],
        parent=entry.get("parentid", 0),
        user=entry.get("user", ""),
        timestamp=read_timestamp(entry["timestamp"]),
        sha1=main.get("sha1", ""),
        summary=entry.get("comment", ""),
        text=main.get("content") if texts else None,
    )
