"""Blots our own secrets out of what others say to us. Knows them only once they were revealed.

A wiki's proxy may show the request that it refuses, a mail server repeat what it was sent; their
words come into messages, the ledger and tracebacks.
"""

from typing import Final
from urllib.parse import quote, quote_plus

_SHORTEST: Final = 8  # a shorter text is part of too many words to be blotted out of them
_HIDDEN: Final = "[secret]"  # not as mark-up, which is taken out of what a wiki says

_known: set[str] = set()  # of this process, which reads a config once and holds its secrets anyway


def hide(secret: str) -> None:
    """From now on let `without_secrets` know this one, also as a URL or a form has it."""
    if len(secret) >= _SHORTEST:
        _known.update((secret, quote(secret, safe=""), quote_plus(secret)))


def without_secrets(text: str) -> str:
    """The text, with `[secret]` in the place of each secret that is known."""
    for secret in sorted(_known, key=len, reverse=True):  # one may be part of another
        text = text.replace(secret, _HIDDEN)
    return text
