"""Saves one edit or makes one page: the request, and what the answer means for item and run.

Called by `MediaWiki.write` only. Never sends `basetimestamp` (with it MediaWiki lets an account
overwrite its own newer edits), never append or prepend, never what would override a warning of
an abuse filter (`consent`), never `md5` (it is of the text as the server's Unicode normalises it,
which may be newer than ours; that the token comes last is the guard against half a request).
API:Edit, ApiEditPage.php.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.errors import ApiError, Stopped, Unreachable
from bot.mediawiki.answers import plain
from bot.mediawiki.codes import CODES, Doubt, Leave, Stop, Wrong, meaning
from bot.mediawiki.consent import Consent
from bot.mediawiki.session import Session
from bot.plan import Outcome, Written


def save(session: Session, edit: Written, consent: Consent | None = None) -> Outcome:
    """Save an edit at most once, never over one that came after its base.

    Without a base the page is made, and only if it is not there. `consent` knows what was sent
    in this session before; without it nothing was.

    Raises Stopped where no edit of ours will be taken, Unreachable with `unsettled` where only
    the page's history can tell, ApiError for a request that was wrong, SessionLost.
    """
    for what, words in (("the new text", edit.after), ("the summary", edit.summary)):
        try:
            words.encode()
        except UnicodeEncodeError as error:
            detail = f"{what} has a character that is none, at {error.start}"
            return Outcome(code="failed", detail=detail)
    consent = consent or Consent(session)
    if withheld := consent.withheld(edit.title):
        return Outcome(code="refused", detail=withheld)
    outcome = _send(session, edit)
    consent.answered(edit.title, outcome)
    return outcome


def _send(session: Session, edit: Written) -> Outcome:
    """The request, and what its answer says."""
    try:
        answer = session.attempt(_parameters(session, edit))
    except ApiError as error:
        if not isinstance(meaning(error), Leave):
            raise
        answer = error  # a server before the wiki would not have it
    if isinstance(answer, ApiError):
        return _refused(session, answer)
    result: Any = answer.get("edit")
    try:
        if result["result"] == "Success":
            return _saved(edit, result)
    except (LookupError, TypeError, ValueError) as error:
        raise Unreachable(
            f"{session.wiki}: no word of what became of the edit", unsettled=True
        ) from error
    return _failed(session, result)


def _parameters(session: Session, edit: Written) -> dict[str, str]:
    """The request without its token; `assert` and `assertuser` are the session's."""
    parameters = {
        "action": "edit",
        "title": edit.title.text,
        "text": edit.after,
        "summary": edit.summary,
        **_base(edit),
        "watchlist": "nochange",
        "minor" if edit.minor else "notminor": "1",
    }
    if edit.read_at:
        parameters["starttimestamp"] = edit.read_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if edit.bot:
        parameters["bot"] = "1"
        if "bot" in session.site.account.rights:
            parameters["assert"] = "bot"
    return parameters


def _base(edit: Written) -> dict[str, str]:
    """What the edit stands on: a revision, or the page's not being there."""
    if edit.baserevid is None:
        return {"createonly": "1"}
    return {"baserevid": str(edit.baserevid), "nocreate": "1"}


def _saved(edit: Written, result: Mapping[str, Any]) -> Outcome:
    """What an answer of success says; raises LookupError, TypeError, ValueError for half of one."""
    pageid = int(result["pageid"])
    if edit.pageid is not None and pageid != edit.pageid:
        return _elsewhere(pageid, result)
    if "nochange" in result:
        return Outcome(code="no_change")
    return Outcome(
        code="saved",
        revid=int(result["newrevid"]),
        timestamp=datetime.fromisoformat(result["newtimestamp"]),
        merged=edit.baserevid is not None and result.get("oldrevid") != edit.baserevid,
    )


def _elsewhere(pageid: int, result: Mapping[str, Any]) -> Outcome:
    """The title was another page's by then, with a text so like the planned one that it merged."""
    if "nochange" in result:
        detail = f"the title is another page's now (id {pageid}), which has this very text"
        return Outcome(code="failed", detail=detail)
    revid = int(result["newrevid"])
    detail = (
        f"it was saved on another page (id {pageid}), which somebody made under this title: look "
        f"at revision {revid} and undo it by hand"
    )
    return Outcome(code="failed", revid=revid, detail=detail)


def _failed(session: Session, result: Mapping[str, Any]) -> Outcome:
    """`edit.result` is Failure: a captcha, which stops us, or an extension's own refusal."""
    rule = CODES["Failure (captcha)" if "captcha" in result else "Failure"]
    if isinstance(rule, Leave):
        words = result.get("info") or result.get("code") or dict(result)
        return Outcome(code=rule.outcome, detail=plain(words))
    raise Stopped(f"{session.wiki}: {rule.about}; {rule.advice}")


def _refused(session: Session, error: ApiError) -> Outcome:
    """What an error says of the item; raises where it is about us, our request, or in doubt."""
    match meaning(error):
        case Leave() as rule:
            return Outcome(code=rule.outcome, detail=_words(error))
        case Stop() as rule:
            words = f"{session.wiki}: {error.code}: {error.info}; {rule.advice}"
            raise Stopped(words) from error
        case Wrong():
            raise error
        case Doubt():
            raise Unreachable(f"{error}", unsettled=True) from error
        case _:
            return Outcome(code="failed", detail=_words(error))


def _words(error: ApiError) -> str:
    """The wiki's words with its code, and the links that a blacklist has found."""
    blacklist = error.details.get("spamblacklist")
    found = blacklist.get("matches") if isinstance(blacklist, Mapping) else None
    links = f" ({plain(', '.join(map(str, found)))})" if isinstance(found, list) else ""
    partial = "partly " if meaning(error) is CODES["blocked (partial)"] else ""
    return f"{partial}{error.code}: {error.info}{links}"
