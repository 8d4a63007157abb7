"""Reads what api.php sent back: its JSON, its error, its words. Asks and decides nothing.

Shapes: formatversion 2 with errorformat `bc` (API:Errors and warnings); the errors of other
formats and of Semantic MediaWiki are understood, too.
"""

import html
import json
from typing import Any, Final

import regex
import requests

from bot.errors import ApiError, SessionLost
from bot.hiding import without_secrets
from bot.mediawiki.codes import CODES, LogIn

Answer = dict[str, Any]
Entry = dict[str, Any]
_UNSEEN: Final = regex.compile(
    r"<(script|style|title)\b.*?</\1\s*>|<[^>]*>", regex.DOTALL | regex.IGNORECASE
)
_BLANKS: Final = regex.compile(r"[\s\p{C}]+")
_WORDS_KEPT: Final = 300
_PAGE_READ: Final = 20_000


def read_answer(content: bytes) -> Answer | None:
    """The JSON object of a response's body, or None where it is none or not whole."""
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def api_error(answer: Answer, wiki: str) -> ApiError | None:
    """The error in an answer, or None."""
    error = answer.get("error")
    if error is None and isinstance(answer.get("errors"), list) and answer["errors"]:
        error = answer["errors"][0]
    if not isinstance(error, dict):
        return None
    if isinstance(error.get("code"), str):
        code = error["code"]
        info = plain(error.get("info") or error.get("text") or error.get("html") or "")
    elif "query" in error:  # Semantic MediaWiki
        code, info = "unknown", plain(str(error["query"]))
    else:
        return None
    kind = SessionLost if isinstance(CODES.get(code), LogIn) else ApiError
    return kind(code, info, f"{wiki}: {info or 'no words'} ({code})", error)


def plain(text: object) -> str:
    """Words of a wiki or server as one line: no mark-up, no control characters, not too long.

    A secret of ours that they quote is not among them.
    """
    seen = without_secrets(html.unescape(_UNSEEN.sub(" ", without_secrets(str(text))[:_PAGE_READ])))
    words = _BLANKS.sub(" ", seen).strip()
    return words if len(words) <= _WORDS_KEPT else words[: _WORDS_KEPT - 1] + "…"


def words_of(response: requests.Response) -> str:
    """What a response that is no answer says to people."""
    return plain(response.content[:_PAGE_READ].decode("utf-8", "replace"))
