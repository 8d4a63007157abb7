"""Texts of a task file in the form in which a wiki keeps texts; changes nothing else of them.

MediaWiki keeps Unicode's form C and nothing else (WebRequest::normalizeUnicode), and some editors
write another form: what such a task looks for would never be found.
"""

import unicodedata

from bot.loading.shapes import Form
from bot.patterns import composed_pattern


def composed(text: str, form: Form = "composed") -> str:
    """The text in form C; a pattern so that its signs keep their meaning, a file's name not."""
    if form == "verbatim" or unicodedata.is_normalized("NFC", text):
        return text
    return composed_pattern(text) if form == "pattern" else unicodedata.normalize("NFC", text)
