"""How our account stands with the wiki, and what the stop page says: one request, while a run runs.

Reads only, and judges nothing: whether to stop is the applier's business. API:Userinfo.
"""

from typing import Final

from bot.errors import ApiError, Unreachable
from bot.mediawiki.answers import Entry, plain
from bot.mediawiki.fetching import Reader
from bot.mediawiki.lookups import is_one_page_s
from bot.mediawiki.session import Session
from bot.mediawiki.siteinfo import read_account
from bot.page import INFO, TEXT, Candidate, Page
from bot.site import USER_TALK
from bot.titles import Title
from bot.wiki import Standing

_OURS: Final = {"meta": "userinfo", "uiprop": "blockinfo|hasmsg|rights|groups"}


def look(session: Session, stop_page: Title | None) -> Standing:
    """The account's rights, block and messages, and the stop page with its text.

    A stop page that the wiki does not show comes with the model `unreadable`. Raises ApiError,
    SessionLost, Unreachable.
    """
    talk_page = session.site.in_namespace(USER_TALK, session.site.account.name)
    talk = Candidate(talk_page)
    stop = talk if stop_page in {None, talk_page} else Candidate(stop_page)
    wanted = list(dict.fromkeys((talk, stop)))
    hidden: Page | None = None
    try:
        pages, userinfo = Reader(session, frozenset({INFO, TEXT})).ask(wanted, _OURS)
    except ApiError as error:
        if not is_one_page_s(error):
            raise
        # One of the two cannot be read, and the wiki does not say which.
        hidden = Reader(session, frozenset({INFO, TEXT})).unreadable(stop)
        pages, userinfo = Reader(session, frozenset({INFO})).ask(wanted, _OURS)
    if not userinfo:  # to take that for no block would be wrong
        raise Unreachable(f"{session.wiki}: does not say how our account stands")
    return Standing(
        account=read_account(userinfo),
        block=_block(userinfo),
        messages=bool(userinfo.get("messages")),
        talk=pages[0].revid,
        stop_page=None if stop_page is None else hidden or pages[-1],
    )


def _block(userinfo: Entry) -> str:
    """Why the whole account is blocked; empty where it is not."""
    if "blockid" not in userinfo and "blockedby" not in userinfo:
        return ""
    if userinfo.get("blockpartial"):
        return ""
    reason = plain(userinfo.get("blockreason", "")) or "no reason given"
    by = plain(userinfo.get("blockedby", ""))
    return f"{reason} (by {by})" if by else reason
