"""Reads the answer to `meta=siteinfo` (API:Siteinfo), as a wiki gives it or as it lies in a file.

Takes the `query` part in formatversion 1 or 2, and what it lacks as MediaWiki's own default.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import regex

from bot.site import plain_site
from bot.titles import Namespace

Answer = Mapping[str, Any]
PROPERTIES: Final = "general|namespaces|namespacealiases|interwikimap|magicwords|extensiontags"
_LINK_TRAIL: Final = regex.compile(r"/\^\((?P<letters>.*)\)\(\.\*\)\$/(?P<flags>[a-zA-Z]*)")
_PORTS: Final = {"http": 80, "https": 443}
_HEXADECIMAL: Final = regex.compile(r"\\x\{([0-9A-Fa-f]{1,6})\}")


def namespaces(query: Answer) -> Iterator[Namespace]:
    """Every namespace with all its names."""
    aliases: dict[int, list[str]] = {}
    for entry in query.get("namespacealiases", ()):
        aliases.setdefault(int(entry["id"]), []).append(entry.get("alias", entry.get("*", "")))
    for key, entry in query["namespaces"].items():
        number = int(key)
        name = entry.get("name", entry.get("*", ""))
        yield Namespace(
            number,
            name,
            entry.get("canonical", name),
            tuple(aliases.get(number, ())),
            first_letter=entry.get("case", "first-letter") == "first-letter",
            content=_flag(entry, "content"),
            subpages=_flag(entry, "subpages"),
        )


def interwikis(query: Answer, *, local: bool) -> frozenset[str]:
    """The prefixes of other wikis, or those that lead back to this one."""
    return frozenset(
        entry["prefix"].casefold()
        for entry in query.get("interwikimap", ())
        if _flag(entry, "localinterwiki") == local
    )


def languages(query: Answer) -> frozenset[str]:
    """The prefixes that make a link to the same page in another language."""
    return frozenset(
        entry["prefix"].casefold() for entry in query.get("interwikimap", ()) if "language" in entry
    )


def redirect_words(query: Answer) -> tuple[str, ...]:
    """`#REDIRECT` and what the wiki's language says for it."""
    for word in query.get("magicwords", ()):
        if word["name"] == "redirect":
            return tuple(word["aliases"])
    return plain_site().redirect_words


def link_trail(query: Answer) -> str:
    """`[a-z]+` of the PHP pattern `/^([a-z]+)(.*)$/sD`; MediaWiki's own for one past reading."""
    usual = plain_site().link_trail
    match = _LINK_TRAIL.fullmatch(query.get("general", {}).get("linktrail", ""))
    if not match:
        return usual
    trail = _HEXADECIMAL.sub(lambda code: chr(int(code[1], 16)), match["letters"])
    if "i" in match["flags"]:
        trail = f"(?i:{trail})"
    try:
        regex.compile(trail)
    except regex.error:
        return usual
    return trail


def extension_tags(query: Answer) -> frozenset[str] | None:
    """`ref` of `<ref>`; None where the answer does not tell."""
    tags: Iterable[str] | None = query.get("extensiontags")
    return None if tags is None else frozenset(tag.strip("</>").casefold() for tag in tags)


def version(query: Answer, otherwise: str = "") -> str:
    """`1.39.17`."""
    generator: str = query.get("general", {}).get("generator", otherwise)
    return generator.removeprefix("MediaWiki ")


def identity(query: Answer) -> str:
    """`en.wikipedia.org/w`: server and script path without scheme; empty where nobody tells."""
    general = query.get("general", {})
    try:
        server = urlsplit(general.get("server", ""))
        host, port = server.hostname, server.port
    except ValueError:
        return ""
    if not host:
        return ""
    usual = port is None or port == _PORTS.get(server.scheme)
    name = f"[{host}]" if ":" in host else host
    path = general.get("scriptpath", "").rstrip("/")
    return f"{name if usual else f'{name}:{port}'}{path}"


def _flag(entry: Answer, key: str) -> bool:
    """Formatversion 1 says yes by the key's being there, 2 by true."""
    return entry.get(key, False) is not False
