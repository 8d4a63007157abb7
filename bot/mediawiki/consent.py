"""Keeps a warning of an abuse filter from being overridden: looks before a page is written again.

AbuseFilter notes a warning in the wiki's session, by page and filter, and takes the next edit of
that page there for consent, whatever is in it (Warn.php). So a page whose last edit was refused,
or whose answer was lost, is written again only in a new session, which knows of no warning. That
of OAuth cannot be renewed, since its id is made from the token, and outlives the process; there
the abuse log tells whether a filter warned of the page within a day, and then it is not written.
What the log does not show yet escapes that: a request that reaches the wiki late, or a warning
to another process that uses the same token meanwhile. API:Abuselog.
"""

from datetime import timedelta
from typing import Final

from bot.mediawiki.replies import read_timestamp, replies
from bot.mediawiki.session import Session
from bot.plan import Notice, Outcome, OutcomeCode
from bot.site import USER
from bot.titles import Title

_UNCLEAR: Final[frozenset[OutcomeCode]] = frozenset({"refused", "failed"})
_BY_FILTER: Final = "abusefilter-"  # how a refusal begins; a warning is not always told as one
_REMEMBERED: Final = timedelta(days=1)  # a session ends an hour after its last request; to be sure
_RIGHT: Final = "abusefilter-log"
_EXTENSION: Final = "Abuse Filter"
_LOG: Final = {"list": "abuselog", "aflprop": "title|result|timestamp", "afllimit": "max"}
_WARNED: Final = (
    "not sent: an abuse filter warned of an edit of this page within a day, which a second one in "
    "the same OAuth session would override; edit by hand, or a day later"
)
_UNKNOWN: Final = (
    f"not sent again: whether an abuse filter warned cannot be known without the right {_RIGHT}, "
    "and its answer was lost; look at the page's history and the abuse log"
)
_UNREAD: Final = (
    f"lacks the right {_RIGHT}: a warning of an abuse filter in an earlier run by OAuth would not "
    "be seen"
)


class Consent:
    """Which pages may be written in the session as it is; one for each session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._open: set[Title] = set()  # sent in this session, and perhaps warned of
        self._warned: set[Title] = set()  # for OAuth: certainly warned of
        self._looked = False

    def withheld(self, title: Title) -> str:
        """Why the page must not be written, empty where it may; then a write of it is begun.

        Begins a new session where one is due. Raises what a question to the wiki raises, and
        BotError for a login that the wiki refuses.
        """
        if not self._session.renewable:
            if words := self._remembered(title):
                return words
        elif title in self._open:
            self._session.renew()
            self._open.clear()
        self._open.add(title)
        return ""

    def answered(self, title: Title, outcome: Outcome) -> None:
        """What came of the write; one that raised is not answered, and so in doubt."""
        if outcome.code not in _UNCLEAR:
            self._open.discard(title)
        elif outcome.detail.startswith(_BY_FILTER):
            self._warned.add(title)

    def _remembered(self, title: Title) -> str:
        """Why the page must not be written in a session that we cannot leave."""
        if title not in self._warned and (not self._looked or title in self._open):
            told = self._ask_log()
            if not told and title in self._open:
                return _UNKNOWN
            self._looked = True
        return _WARNED if title in self._warned else ""

    def _ask_log(self) -> bool:
        """Learn what filters warned us of within a day; False where we may not know."""
        site = self._session.site
        if _RIGHT not in site.account.rights:
            return not self._has_filters()
        for reply in replies(self._session, {**_LOG, "afluser": site.account.name}):
            for entry in reply.query.get("abuselog", ()):
                if reply.read_at - read_timestamp(entry["timestamp"]) > _REMEMBERED:
                    return True
                if "warn" in entry["result"].split(","):
                    self._warned.add(Title(entry["ns"], entry["title"]))
        return True

    def _has_filters(self) -> bool:
        """Whether the wiki has abuse filters at all; said once, as their log is not for us."""
        answer = self._session.ask({"meta": "siteinfo", "siprop": "extensions"})
        known = {one.get("name") for one in answer.get("query", {}).get("extensions", ())}
        if _EXTENSION in known:
            us = self._session.site.in_namespace(USER, self._session.site.account.name)
            self._session.note(Notice(us, "abuse_log_unread", _UNREAD))
        return _EXTENSION in known
