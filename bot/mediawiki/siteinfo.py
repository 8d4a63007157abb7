"""Reads what a wiki says of itself and of us: `meta=siteinfo|userinfo` to `Site`. Asks nothing."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import regex

from bot.mediawiki.answers import Entry
from bot.site import Account, Limits, Site, plain_site
from bot.titles import Namespace

SITEINFO: Final = {
    "meta": "siteinfo|userinfo",
    "siprop": "general|namespaces|namespacealiases|interwikimap|magicwords|extensiontags",
    "uiprop": "groups|rights",
}
_HIGH_LIMITS: Final = Limits(titles=500, listing=5000)
_LINK_TRAIL: Final = regex.compile(r"/\^\((?P<letters>.*)\)\(\.\*\)\$/(?P<flags>[a-zA-Z]*)")
_HEXADECIMAL: Final = regex.compile(r"\\x\{([0-9A-Fa-f]{1,6})\}")


def read_site(wiki: str, scheme: str, query: Entry) -> Site:
    """The site out of the `query` part of an answer to `SITEINFO`, in formatversion 2.

    `scheme` is that of api.php, for a wiki that gives its own address without one.
    """
    general = query["general"]
    interwikis = query.get("interwikimap", ())
    account = _account(query["userinfo"])
    return Site(
        wiki,
        {one.id: one for one in _namespaces(query)},
        interwikis=frozenset(
            entry["prefix"].casefold() for entry in interwikis if not entry.get("localinterwiki")
        ),
        local_interwikis=frozenset(
            entry["prefix"].casefold() for entry in interwikis if entry.get("localinterwiki")
        ),
        languages=frozenset(
            entry["prefix"].casefold() for entry in interwikis if "language" in entry
        ),
        redirect_words=_redirect_words(query.get("magicwords", ())),
        link_trail=_link_trail(general.get("linktrail", "")),
        language=general.get("lang", "en"),
        version=general.get("generator", "").removeprefix("MediaWiki "),
        article_url=_article_url(scheme, general),
        account=account,
        limits=_HIGH_LIMITS if "apihighlimits" in account.rights else Limits(),
        extension_tags=_extension_tags(query.get("extensiontags")),
    )


def _account(userinfo: Entry) -> Account:
    return Account(
        userinfo.get("name", ""),
        anonymous=bool(userinfo.get("anon")),
        groups=frozenset(userinfo.get("groups", ())),
        rights=frozenset(userinfo.get("rights", ())),
    )


def _namespaces(query: Entry) -> Iterable[Namespace]:
    aliases: dict[int, list[str]] = {}
    for entry in query.get("namespacealiases", ()):
        aliases.setdefault(entry["id"], []).append(entry["alias"])
    for entry in query["namespaces"].values():
        yield Namespace(
            entry["id"],
            entry["name"],
            entry.get("canonical", entry["name"]),
            tuple(aliases.get(entry["id"], ())),
            first_letter=entry.get("case", "first-letter") == "first-letter",
            content=bool(entry.get("content")),
            subpages=bool(entry.get("subpages")),
        )


def _redirect_words(words: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    for word in words:
        if word["name"] == "redirect":
            return tuple(word["aliases"])
    return plain_site().redirect_words


def _link_trail(pattern: str) -> str:
    """`[a-z]+` of the PHP pattern `/^([a-z]+)(.*)$/sD`; MediaWiki's own for one past reading."""
    usual = plain_site().link_trail
    match = _LINK_TRAIL.fullmatch(pattern)
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


def _article_url(scheme: str, general: Entry) -> str:
    server = general.get("server", "")
    path = general.get("articlepath", "")
    return f"{scheme}:{server}{path}" if server.startswith("//") else f"{server}{path}"


def _extension_tags(tags: Iterable[str] | None) -> frozenset[str] | None:
    """`ref` of `<ref>`."""
    return None if tags is None else frozenset(tag.strip("</>").casefold() for tag in tags)
