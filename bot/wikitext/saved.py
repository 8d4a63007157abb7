"""How a wiki will have changed a text when it is saved, as far as that needs no wiki."""

import unicodedata


def as_saved(text: str) -> str:
    r"""`text` in Unicode's form C, with `\n` for line ends and no blanks at its end.

    That is what MediaWiki does to any text: WebRequest::normalizeUnicode and
    TextContent::normalizeLineEndings. Signatures, `subst:` and the pipe trick are left as they
    are; only the wiki can know what becomes of them.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.rstrip(" \t\n\r\0\x0b")
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
