"""How a wiki will have changed a text when it is saved, as far as that needs no wiki."""

import re
import unicodedata
from typing import Final

# UtfNormal\Validator: what no text may hold, whatever it is
_NOT_KEPT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def as_saved(text: str) -> str:
    r"""`text` in Unicode's form C, with `\n` for line ends and no blanks at its end.

    Control characters become U+FFFD. That is what MediaWiki does to any text:
    WebRequest::normalizeUnicode and TextContent::normalizeLineEndings. Signatures, `subst:` and
    the pipe trick are left as they are; only the wiki can know what becomes of them.
    """
    text = _NOT_KEPT.sub("\ufffd", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.rstrip(" \t\n")
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
