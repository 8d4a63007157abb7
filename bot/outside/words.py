"""What a server says to people in an answer that is none, out of HTML or a stack trace. Pure."""

import html
import re
from typing import Final

from bot.hiding import without_secrets

_WORDS: Final = 300  # letters of what a server says of its fault
_TAGS: Final = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_TRACE: Final = re.compile(r"^\s+at .*$", re.MULTILINE)  # of a program written in Java
# What query services repeat before they say what is wrong with it.
_QUERY: Final = re.compile(
    r"\ASPARQL-QUERY: queryStr=.*?^(?=[\w.]+(?:Exception|Error)\b)", re.DOTALL | re.MULTILINE
)
_BEHIND: Final = re.compile(r"(?:Exception|Error): (?!.*(?:Exception|Error): )(.*)")


def words_of(body: bytes) -> str:
    """What an answer that is none says to people, as one line.

    Of a stack trace, which query services put behind a repetition of the query, the words of the
    innermost fault.
    """
    text = without_secrets(body.decode("utf-8", "replace"))
    text = _QUERY.sub("", text)
    text = _TRACE.sub("", html.unescape(_TAGS.sub(" ", text)))
    if found := _BEHIND.findall(text):
        text = found[0]
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return line if len(line) <= _WORDS else line[: _WORDS - 1] + "…"
