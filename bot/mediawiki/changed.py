"""Which pages changed since a moment, by the recent changes; refuses what these do not reach.

A wiki drops its recent changes some time after ($wgRCMaxAge: 90 days, 30 on Wikimedia's), so the
oldest one is looked at first.
"""

from collections.abc import Iterator
from datetime import UTC

from bot.errors import NotOffered
from bot.mediawiki.answers import Entry
from bot.mediawiki.listing import page_size
from bot.mediawiki.replies import read_timestamp, replies
from bot.mediawiki.session import Session
from bot.page import Candidate
from bot.titles import Title
from bot.wiki import CandidateBatch
from bot.wiki.changed import ChangedSince

_MODULE = "recentchanges"


def changed_since(session: Session, query: ChangedSince) -> Iterator[CandidateBatch]:
    """Each page once for a name; raises NotOffered where the changes do not reach back so far."""
    first = session.ask({"list": _MODULE, "rcdir": "newer", "rclimit": "1", "rcprop": "timestamp"})
    oldest = [one["timestamp"] for one in first.get("query", {}).get(_MODULE, ())]
    if not oldest or read_timestamp(oldest[0]) > query.since:
        reach = f"only back to {oldest[0]}" if oldest else "nowhere"
        raise NotOffered(
            f"{session.wiki}: the recent changes reach {reach}, and not to "
            f"{query.since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        )
    asked = {
        "list": _MODULE,
        "rcend": f"{query.since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "rctype": "edit|new|log",
        "rcprop": "ids|title|loginfo",
        "rclimit": page_size(query.request_size, session.site.limits.listing),
    }
    seen: set[Candidate] = set()
    for reply in replies(session, asked):
        found = dict.fromkeys(
            one
            for entry in reply.query.get(_MODULE, ())
            for one in _pages(entry)
            if one not in seen
        )
        seen |= found.keys()
        if found:
            yield list(found)


def _pages(entry: Entry) -> Iterator[Candidate]:
    """The page that a change is about, and where it was moved to; none where that is hidden."""
    if "title" not in entry:
        return
    yield Candidate(Title(entry["ns"], entry["title"]), entry.get("pageid") or None)
    moved = entry.get("logparams", {})
    if "target_title" in moved:
        yield Candidate(Title(moved["target_ns"], moved["target_title"]))
