"""What each error of a wiki means, as data: the one table that waits, refusals and stops follow.

Keys are MediaWiki's own codes (ApiMessageTrait, ApiEditPage, the extensions) and HTTP's statuses;
a word in brackets tells a case of its own, see `meaning`. Sends nothing and waits for nothing.
docs/errors.md shows the table to people.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.errors import ApiError
from bot.plan import OutcomeCode


@dataclass(frozen=True, slots=True)
class Meaning:
    """`about` is what is the matter, in a few words; `advice` what a person can do about it."""

    about: str
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait(Meaning):
    """The same request again, after `pause` seconds that double with each try.

    `tries` bounds how often, beside all patience; `untouched` tells that the wiki certainly did
    nothing, so that a write may be sent again; `slowing` that it wants fewer requests, and
    `if_asked` that it does so only where it says when to come back.
    """

    pause: float
    tries: int | None = None
    untouched: bool = True
    slowing: bool = False
    if_asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave(Meaning):
    """It is about this page alone: that is the item's outcome, and the work goes on."""

    outcome: OutcomeCode


class NewToken(Meaning):
    """A new token, then a new session, then the end."""


class LogIn(Meaning):
    """Log in again, once, and ask again."""


class Stop(Meaning):
    """No further item would fare better: the work stops, and can go on later."""


class Wrong(Meaning):
    """Our request was wrong: the work ends with the wiki's error."""


class Refused(Meaning):
    """The server lets us ask nothing: the work ends with its words."""


class Doubt(Meaning):
    """The wiki failed midway: only the page's history tells whether an edit was saved."""


class Shrink(Meaning):
    """Smaller batches from now on, as many values as the wiki says."""


class Anew(Meaning):
    """The enumeration begins again from its start, once; what came before is not given twice."""


class Unreadable(Meaning):
    """That page comes with the model `unreadable`, the others of its batch as they are."""


def _each(codes: str, meaning: Meaning) -> dict[str, Meaning]:
    """The same meaning for several codes."""
    return dict.fromkeys(codes.split(), meaning)


_LATER: Final = "nothing; where it lasts, come back later: `wikisweep resume` goes on"
_ACCOUNT: Final = "see with `wikisweep doctor` what the account may do, and ask for what is missing"
_OURS: Final = "report it as a fault of wikisweep, or of the plugin that asked for it"
_PAGE: Final = "nothing; mend the page by hand if it matters"

_DATABASE: Final = Wait("its database failed", _LATER, pause=5, tries=4, untouched=False)
_BUSY: Final = Wait("it is too busy for this", _LATER, pause=5)
_READ_ONLY: Final = Wait("it is read-only", _LATER, pause=30, slowing=True)
_RIGHTS: Final = Stop("the account lacks a right", _ACCOUNT)
_BLOCKED: Final = Stop("the account is blocked", "read the reason; talk to who set the block")
_PROTECTED: Final = Leave("the page is protected", _PAGE, outcome="protected")
_MODEL: Final = Leave("the text does not suit its content model", _PAGE, outcome="failed")
_TARGET: Final = Leave("there can be no such page or section", _PAGE, outcome="failed")
_REQUEST: Final = Wrong("the request was wrong", _OURS)
_LOST: Final = LogIn("the session is gone", "check the credentials in the config")
_GONE: Final = Leave("the page is gone", "nothing; plan again", outcome="missing")
_FILTERED: Final = Leave(
    "an abuse filter minds", "read its words; change the task", outcome="refused"
)
_BIG: Final = Leave("the text is too long for the wiki", _PAGE, outcome="too_big")

CODES: Final[Mapping[str, Meaning]] = {
    # Come back later.
    "maxlag": Wait("replicas lag", _LATER, pause=5, slowing=True),
    "ratelimited": Wait(
        "the account's rate limit is reached", "raise `edit_interval`", pause=10, slowing=True
    ),
    "readonly": _READ_ONLY,
    "internal_api_error_ReadOnlyError": _READ_ONLY,
    **_each("cirrussearch-too-busy-error lockmanager-fail-conflict", _BUSY),
    **{
        f"internal_api_error_DB{what}Error": _DATABASE
        for what in ("Connection", "Query", "QueryTimeout", "Unexpected")
    },
    "mwoauth-invalid-authorization (nonce)": Wait(  # T106066
        "OAuth took a signature for a repeated one", pause=1
    ),
    "HTTP 408": Wait("the request came too slowly", _LATER, pause=1, untouched=False),
    "HTTP 425": Wait("the request came too early", _LATER, pause=1, untouched=False),
    "HTTP 429": Wait("too many requests", "raise `edit_interval`", pause=5, slowing=True),
    "HTTP 503": Wait(
        "its server fails", _LATER, pause=1, untouched=False, slowing=True, if_asked=True
    ),
    "HTTP 5xx": Wait("its server fails", _LATER, pause=1, untouched=False),
    # Who we are.
    "badtoken": NewToken("the token is not valid any more"),
    **_each("assertuserfailed assertnameduserfailed", _LOST),
    # No further edit would fare better.
    "assertbotfailed": Stop(
        "the account is no bot", "the account has no bot right, or its grants lack highvolume"
    ),
    "mwoauth-invalid-authorization": Stop(
        "OAuth does not know us", "check its OAuth tokens in the config"
    ),
    "readapidenied": Stop(
        "only members may read",
        "give this wiki credentials in the config: only members may read it",
    ),
    **_each("permissiondenied writeapidenied noedit noedit-anon noapiwrite", _RIGHTS),
    "confirmemail": Stop("only accounts with an e-mail may edit", "confirm the account's address"),
    **_each("blocked autoblocked", _BLOCKED),
    "Failure (captcha)": Stop(
        "wants a captcha for this edit", "the account needs the right skipcaptcha"
    ),
    "HTTP 403": Refused(
        "it refuses us", "read its words: mostly the user agent or the address is unwanted"
    ),
    # This page alone.
    "blocked (partial)": Leave(
        "the account is blocked from this page", "talk to who set the block", outcome="protected"
    ),
    "editconflict": Leave(
        "somebody edited the page meanwhile", "edit by hand, or plan again", outcome="conflict"
    ),
    **_each("missingtitle pagedeleted", _GONE),
    "articleexists": Leave("the page exists by now", "nothing; plan again", outcome="exists"),
    **_each(
        "protectedpage cascadeprotected protectedtitle protectednamespace "
        "protectednamespace-interface customcssprotected customjsprotected "
        "customjsonprotected mycustomcssprotected mycustomjsprotected mycustomjsonprotected "
        "sitecssprotected sitejsprotected sitejsonprotected cantcreate cantcreate-anon "
        "noimageredirect noimageredirect-anon",
        _PROTECTED,
    ),
    "spamblacklist": Leave("a link that is not wanted", "take the link out", outcome="refused"),
    # To send it again would override the filter.
    **_each("abusefilter-warning abusefilter-disallowed", _FILTERED),
    "titleblacklist-forbidden": Leave("a title that is not wanted", _PAGE, outcome="refused"),
    **_each(
        "hookaborted Failure", Leave("an extension refuses it", "read its words", outcome="refused")
    ),
    "emptypage": Leave("a page without text cannot be made", _PAGE, outcome="refused"),
    "contenttoobig": _BIG,
    "HTTP 413": _BIG,
    **_each(
        "contentmodel-mismatch no-direct-editing badformat contentnotallowedhere parseerror "
        "cantchangecontentmodel",
        _MODEL,
    ),
    **_each(
        "invalidtitle pagecannotexist unsupportednamespace nosuchsection invalidsection "
        "nosuchrevid revwrongpage",
        _TARGET,
    ),
    "internal_api_error_*": Doubt("it failed on this edit", "nothing; tell the wiki's people"),
    # Our own requests.
    **_each(
        "badtags badmd5 missingparam mustbeposted mustpostparams invalidparammix "
        "redirect-appendonly unknown_action",
        _REQUEST,
    ),
    # While reading.
    "toomanyvalues": Shrink("more values than the account may ask for at once"),
    "badcontinue": Anew("the wiki lost the thread of an enumeration"),
    "accessdenied": Unreadable("a page that is not for us"),
}

_BROKEN: Final = "badcontinue"  # older wikis put the module's prefix before it
_OAUTH: Final = "mwoauth-invalid-authorization"
_NONCE: Final = "Nonce already used"
_OF_SERVER: Final = "internal_api_error_"


def meaning(error: ApiError) -> Meaning | None:
    """What an error of the wiki means; None for a code that nobody knows."""
    block = error.details.get("blockinfo")
    if isinstance(block, Mapping) and block.get("blockpartial"):
        return CODES["blocked (partial)"]
    if error.code == _OAUTH and _NONCE in error.info:
        return CODES[f"{_OAUTH} (nonce)"]
    known = CODES.get(error.code)
    if known is None and error.code.startswith(_OAUTH):
        known = CODES[_OAUTH]
    if known is None and error.code.startswith(_OF_SERVER):
        known = CODES[f"{_OF_SERVER}*"]
    if known is None and error.code.endswith(_BROKEN):
        known = CODES[_BROKEN]
    return known


def meaning_of_status(status: int) -> Meaning | None:
    """What an HTTP status means where the wiki itself said nothing; None for all others."""
    return CODES.get(f"HTTP {status}") or CODES.get(f"HTTP {status // 100}xx")
