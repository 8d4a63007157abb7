"""Saves one edit or makes one page: the request, and what the answer means for item and run.

Called by `MediaWiki.write` only. Never sends `basetimestamp` (with it MediaWiki lets an account
overwrite its own newer edits), never append or prepend, never the same edit again after a
warning of the abuse filter. API:Edit, ApiEditPage.php.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.errors import ApiError, Stopped, Unreachable
from bot.mediawiki.answers import plain
from bot.mediawiki.session import Session
from bot.plan import Outcome, OutcomeCode, Written

# Codes of the API that are about this page only: it is left, and the run goes on.
OUTCOMES: Final[Mapping[str, OutcomeCode]] = {
    "editconflict": "conflict",
    "missingtitle": "missing",
    "pagedeleted": "missing",
    "articleexists": "exists",
    "protectedpage": "protected",
    "cascadeprotected": "protected",
    "protectedtitle": "protected",
    "protectednamespace": "protected",
    "protectednamespace-interface": "protected",
    "customcssprotected": "protected",
    "customjsprotected": "protected",
    "customjsonprotected": "protected",
    "mycustomcssprotected": "protected",
    "mycustomjsprotected": "protected",
    "mycustomjsonprotected": "protected",
    "cantcreate": "protected",
    "cantcreate-anon": "protected",
    "noimageredirect": "protected",
    "noimageredirect-anon": "protected",
    "spamblacklist": "refused",
    "abusefilter-warning": "refused",
    "abusefilter-disallowed": "refused",
    "titleblacklist-forbidden": "refused",
    "hookaborted": "refused",
    "contenttoobig": "too_big",
    "contentmodel-mismatch": "failed",
    "no-direct-editing": "failed",
    "badformat": "failed",
    "contentnotallowedhere": "failed",
    "parseerror": "failed",
    "invalidtitle": "failed",
    "pagecannotexist": "failed",
    "nosuchsection": "failed",
    "invalidsection": "failed",
    "nosuchrevid": "failed",
    "revwrongpage": "failed",
}
# Codes that are about us: no further edit would fare better.
STOPPING: Final = frozenset(
    {
        "autoblocked",
        "assertbotfailed",
        "blocked",
        "noapiwrite",
        "noedit",
        "noedit-anon",
        "permissiondenied",
        "readapidenied",
        "writeapidenied",
    }
)
_OF_SERVER: Final = "internal_api_error_"


def save(session: Session, edit: Written) -> Outcome:
    """Save an edit at most once, never over one that came after its base.

    Without a base the page is made, and only if it is not there.

    Raises Stopped where no edit of ours will be taken, Unreachable with `unsettled` where only
    the page's history can tell, ApiError for a request that was wrong, SessionLost.
    """
    try:
        edit.after.encode()
    except UnicodeEncodeError as error:
        detail = f"the new text has a character that is none, at {error.start}"
        return Outcome(code="failed", detail=detail)
    try:
        answer = session.act(_parameters(session, edit))
    except ApiError as error:
        return _refused(session, error)
    result = answer.get("edit")
    if not isinstance(result, Mapping):
        raise Unreachable(f"{session.wiki}: no word of what became of the edit", unsettled=True)
    if result.get("result") != "Success":
        return _failed(session, result)
    return _saved(edit, result)


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
        parameters["starttimestamp"] = edit.read_at.strftime("%Y-%m-%dT%H:%M:%SZ")
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
    pageid = result.get("pageid")
    if edit.pageid is not None and pageid != edit.pageid:
        return Outcome(
            code="failed",
            revid=result.get("newrevid"),
            detail=f"the title is now page {pageid}, and was page {edit.pageid} when planned",
        )
    if "newrevid" not in result:
        return Outcome(code="no_change")
    return Outcome(
        code="saved",
        revid=result["newrevid"],
        timestamp=datetime.fromisoformat(result["newtimestamp"]),
        merged=edit.baserevid is not None and result.get("oldrevid") != edit.baserevid,
    )


def _failed(session: Session, result: Mapping[str, Any]) -> Outcome:
    """`edit.result` is Failure: a captcha, which stops us, or an extension's own refusal."""
    if "captcha" in result:
        raise Stopped(
            f"{session.wiki}: wants a captcha for this edit; the account needs the right "
            "skipcaptcha"
        )
    words = result.get("info") or result.get("code") or dict(result)
    return Outcome(code="refused", detail=plain(words))


def _refused(session: Session, error: ApiError) -> Outcome:
    blocked = error.details.get("blockinfo")
    if isinstance(blocked, Mapping) and blocked.get("blockpartial"):
        return Outcome(code="protected", detail=f"partly blocked: {error.info}")
    if error.code in STOPPING:
        raise Stopped(f"{session.wiki}: {error.code}: {error.info}") from error
    if error.code.startswith(_OF_SERVER):
        raise Unreachable(f"{error}", unsettled=True) from error
    code = OUTCOMES.get(error.code)
    if code is None:
        raise error
    return Outcome(code=code, detail=f"{error.code}: {error.info}")
