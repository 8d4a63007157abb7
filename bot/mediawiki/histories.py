"""The history of one page from a revision on, by which an edit of ours is found again.

Reads only. One page at a time, as the API has it.
"""

from typing import Final

from bot.errors import ApiError
from bot.mediawiki.answers import Entry
from bot.mediawiki.replies import read_timestamp, replies
from bot.mediawiki.session import Session
from bot.page import Page
from bot.wiki import Revision, Since

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
    start = {"rvstartid": str(facet.revid)} if facet.revid else {}
    try:
        found = _read(session, {**asked, **_REVISIONS, **start})
    except ApiError as error:
        if not error.code.startswith(_UNKNOWN_START):
            raise
        every = _read(session, {**asked, **_REVISIONS})
        return tuple(one for one in every if one.revid > facet.revid)
    return tuple(one for one in found if one.revid != facet.revid)  # the start is included


def _read(session: Session, parameters: dict[str, str]) -> list[Revision]:
    found: dict[int, Revision] = {}  # a continuation that begins anew gives some twice
    for reply in replies(session, parameters):
        for entry in reply.query.get("pages", ()):
            for one in entry.get("revisions", ()):
                found.setdefault(one["revid"], _revision(one))
    return list(found.values())


def _revision(entry: Entry) -> Revision:
    return Revision(
        revid=entry["revid"],
        parent=entry.get("parentid", 0),
        user=entry.get("user", ""),
        timestamp=read_timestamp(entry["timestamp"]),
        sha1=entry.get("slots", {}).get("main", {}).get("sha1", ""),
        summary=entry.get("comment", ""),
    )
