"""What an offline wiki knows of itself: from the export's header, and a siteinfo JSON beside it.

The JSON is the answer to `action=query&meta=siteinfo&siprop=general|namespaces|namespacealiases|
magicwords|interwikimap|extensiontags`, in formatversion 1 or 2. Asks nobody.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import regex

from bot.errors import UsageError
from bot.offline.exported import Header
from bot.site import Account, Limits, Site, plain_site
from bot.titles import Namespace

OFFLINE_ACCOUNT: Final = Account(
    "Offline", anonymous=False, groups=frozenset({"bot"}), rights=frozenset({"bot", "edit"})
)
OFFLINE_LIMITS: Final = Limits(titles=500, listing=5000)
_LINK_TRAIL: Final = regex.compile(r"/\^\((?P<letters>.*)\)\(\.\*\)\$/(?P<flags>[a-zA-Z]*)")
_HEXADECIMAL: Final = regex.compile(r"\\x\{([0-9A-Fa-f]{1,6})\}")
_MAIN_PAGE: Final = regex.compile(r"[^/?=]*$")


def offline_site(wiki: str, header: Header, siteinfo: Mapping[str, Any]) -> Site:
    """The site: names and case rules from `siteinfo` where it has them, else from the header.

    `siteinfo` is the `query` part of the JSON, or empty. Without either, MediaWiki's English
    defaults hold. Raises UsageError where it is not made as MediaWiki makes it.
    """
    try:
        return _site(wiki, header, siteinfo)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UsageError(
            f"the siteinfo JSON of {wiki} is not as MediaWiki writes it: "
            f"{type(error).__name__}: {error}"
        ) from error


def _site(wiki: str, header: Header, siteinfo: Mapping[str, Any]) -> Site:
    general = siteinfo.get("general", {})
    return Site(
        wiki,
        {one.id: one for one in _namespaces(header, siteinfo)},
        interwikis=frozenset(_interwikis(siteinfo, local=False)),
        local_interwikis=frozenset(_interwikis(siteinfo, local=True)),
        languages=frozenset(_languages(siteinfo)),
        redirect_words=_redirect_words(siteinfo) or ("#REDIRECT",),
        link_trail=_link_trail(general.get("linktrail", "")),
        language=general.get("lang", header.language),
        version=general.get("generator", header.generator).removeprefix("MediaWiki "),
        article_url=_article_url(header.base, general),
        account=OFFLINE_ACCOUNT,
        limits=OFFLINE_LIMITS,
        extension_tags=_extension_tags(siteinfo.get("extensiontags")),
    )


def read_siteinfo(path: Path) -> Mapping[str, Any]:
    """The `query` part of a siteinfo JSON file; raises UsageError for anything else."""
    try:
        answer = json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: cannot read it: {error.strerror}") from error
    except ValueError as error:
        raise UsageError(f"{path}: it is no JSON: {error}") from error
    query = answer.get("query", answer) if isinstance(answer, dict) else None
    if not isinstance(query, dict) or "namespaces" not in query:
        raise UsageError(f"{path}: it is no siteinfo: it has no namespaces")
    return query


def _namespaces(header: Header, siteinfo: Mapping[str, Any]) -> Iterable[Namespace]:
    """Those of MediaWiki itself are always there, by its own names where nobody tells others."""
    known = plain_site().namespaces
    yield from known.values()
    told = siteinfo.get("namespaces")
    if told is None:
        for line in header.namespaces:
            core = known.get(line.id, Namespace(line.id, line.name, line.name))
            yield Namespace(
                line.id, line.name, core.canonical, core.aliases, line.first_letter, core.content
            )
    else:
        aliases: dict[int, list[str]] = {}
        for entry in siteinfo.get("namespacealiases", ()):
            aliases.setdefault(int(entry["id"]), []).append(entry.get("alias", entry.get("*", "")))
        for key, entry in told.items():
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


def _flag(entry: Mapping[str, Any], key: str) -> bool:
    """Formatversion 1 says yes by the key's being there, 2 by true."""
    return entry.get(key, False) is not False


def _interwikis(siteinfo: Mapping[str, Any], *, local: bool) -> Iterable[str]:
    """The prefixes of other wikis, or those that lead back to this one."""
    for entry in siteinfo.get("interwikimap", ()):
        if _flag(entry, "localinterwiki") == local:
            yield entry["prefix"].casefold()


def _languages(siteinfo: Mapping[str, Any]) -> Iterable[str]:
    for entry in siteinfo.get("interwikimap", ()):
        if "language" in entry:
            yield entry["prefix"].casefold()


def _redirect_words(siteinfo: Mapping[str, Any]) -> tuple[str, ...]:
    for word in siteinfo.get("magicwords", ()):
        if word["name"] == "redirect":
            return tuple(word["aliases"])
    return ()


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


def _article_url(base: str, general: Mapping[str, Any]) -> str:
    """As the siteinfo says, else the export's address of the main page with `$1` for its title."""
    if "server" in general and "articlepath" in general:
        return f"{general['server']}{general['articlepath']}"
    return _MAIN_PAGE.sub("$1", base, count=1) if base.startswith(("http://", "https://")) else ""


def _extension_tags(tags: Iterable[str] | None) -> frozenset[str] | None:
    """`ref` of `<ref>`."""
    return None if tags is None else frozenset(tag.strip("</>").casefold() for tag in tags)
