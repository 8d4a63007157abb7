"""Links to addresses as a text has them, and the patterns that Special:LinkSearch takes for them.

After Parser::handleExternalLinks, Parser::makeFreeExternalLink and LinkFilter::makeLikeArray.
Addresses that a template makes are unknown. Reads; never changes a text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from bot.errors import UsageError
from bot.site import Site
from bot.wikitext.live import live_texts

_PROTOCOLS: Final = (
    r"(?:bitcoin:|ftps?://|geo:|git://|gopher://|https?://|ircs?://|magnet:|mailto:|matrix:|mms://"
    r"|news:|nntp://|redis://|sftp://|sips?:|sms:|ssh://|svn://|tel(?:net://|:)|urn:|worldwind://"
    r"|xmpp:)"
)
_END: Final = r"\[\]<>\"\x00-\x20\x7f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\ufffd|"
_FREE: Final = re.compile(rf"\b{_PROTOCOLS}[^{_END}]+", re.IGNORECASE)
_BRACKETED: Final = re.compile(rf"\[(//[^{_END}]+)[^\]\n]*\]")
_CUT: Final = re.compile(r"''|\}\}|\{\{|&lt;|&gt;")
_WEB: Final = frozenset({"", "http", "https"})


def find_addresses(text: str, site: Site) -> Iterator[str]:
    """The addresses that `text` links to, in no order and as written; `//host/path`, too."""
    if ":" not in text and "//" not in text:
        return
    for live in live_texts(text, site):
        for found in _FREE.finditer(live.text):
            address = _CUT.split(found[0], maxsplit=1)[0]
            closing = ",;.:!?" if "(" in address else ",;.:!?)"
            yield address.rstrip(closing)
        for found in _BRACKETED.finditer(live.text):
            yield _CUT.split(found[1], maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class AddressPattern:
    """`example.org`, `*.example.org`, `example.org/wiki/`: a host and the beginning of a path.

    With `subdomains` the domain itself and all below it, on whatever port.
    """

    host: str
    path: str
    port: int | None = None
    subdomains: bool = False

    @classmethod
    def of(cls, pattern: str) -> "AddressPattern":
        """The pattern as a person writes it, without protocol; raises UsageError."""
        whole = pattern.removesuffix("*")
        if whole.endswith("."):
            whole = pattern  # `*.`, and `example.*`, which no wiki can look for
        subdomains = whole.startswith("*.")
        bare = whole.removeprefix("*.")
        if "*" in bare or not bare or bare[0] in "./" or any(one.isspace() for one in bare):
            raise UsageError(
                f"{pattern!r} is no pattern of addresses: it is a host, as in example.org, or "
                "*.example.org for all below it, then perhaps the beginning of a path; `*` stands "
                "at the very beginning or the very end"
            )
        parts = _split(f"//{bare}")
        if parts is None or not parts.hostname:
            raise UsageError(f"{pattern!r} is no pattern of addresses: its host cannot be read")
        return cls(_folded(parts.hostname), _path(parts), parts.port, subdomains)

    def fits(self, address: str) -> bool:
        """Whether the address is one of these; its protocol is not looked at."""
        parts = _split(address)
        if parts is None or not parts.hostname:
            return False
        host = _folded(parts.hostname)
        if self.subdomains:
            there = f".{host}".endswith(f".{self.host}") and self.port in {None, parts.port}
        else:
            there = host == self.host and parts.port == self.port
        return there and _path(parts).startswith(self.path)


def scheme_of(address: str) -> str:
    """`https` of an address, in small letters; empty for `//host/path`."""
    return "" if address.startswith("//") else address.partition(":")[0].lower()


def is_web(scheme: str) -> bool:
    """Whether addresses of that scheme have a host and a path (`http`, `https`, none)."""
    return scheme in _WEB


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _folded(host: str) -> str:
    return unquote(host).casefold().rstrip(".")


def _path(parts: SplitResult) -> str:
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return unquote(f"{parts.path or '/'}{query}{fragment}")
