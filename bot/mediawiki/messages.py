"""Writes a message to people: a new section on a talk page, for notices alone.

The one way besides items of a plan by which anything reaches a wiki; the applier never comes
here. Sent once: where its outcome is unknown it is left, since a new section that is sent again
stands there twice. API:Edit, `section=new`.
"""

from collections.abc import Mapping

from bot.errors import BotError, Unreachable, UsageError
from bot.mediawiki.answers import plain
from bot.mediawiki.session import Session


def post_section(session: Session, page: str, heading: str, text: str) -> int:
    """Add a section to a talk page, and give the new revision.

    A redirect is followed, as to the talk page of a renamed account. No bot edit, so that whoever
    has the page on a watchlist sees it. Raises UsageError for a page that is none for talk, or
    without a login; ApiError, Unreachable (`unsettled` where it may be there all the same).
    """
    title = session.site.title(page)
    if not title.is_talk:
        raise UsageError(f"{session.wiki}: {title.text} is no talk page; notices go to those alone")
    if session.site.account.anonymous:
        raise UsageError(f"{session.wiki}: nobody is logged in; a notice wants a login")
    answer = session.act(
        {
            "action": "edit",
            "title": title.text,
            "section": "new",
            "sectiontitle": heading,
            "text": text,
            "redirect": "1",
            "notminor": "1",
            "watchlist": "nochange",
        }
    )
    result = answer.get("edit")
    if not isinstance(result, Mapping):
        raise Unreachable(
            f"{session.wiki}: no word of what became of the message on {title.text}",
            unsettled=True,
        )
    if result.get("result") != "Success":
        why = "it wants a captcha" if "captcha" in result else plain(dict(result))
        raise BotError(f"{session.wiki}: the message on {title.text} was refused: {why}")
    return int(result["newrevid"])
