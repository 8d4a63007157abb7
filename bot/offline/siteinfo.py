"""What an offline wiki knows of itself: from the export's header, and a siteinfo JSON beside it.

The JSON is the answer to `action=query&meta=siteinfo&siprop=general|namespaces|namespacealiases|
magicwords|interwikimap|extensiontags`, in formatversion 1 or 2. Asks nobody.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import regex

from bot import siteinfo
from bot.errors import UsageError
from bot.offline.exported import Header
from bot.site import Account, Limits, Site, plain_site
from bot.titles import Namespace

OFFLINE_ACCOUNT: Final = Account(
    "Offline", anonymous=False, groups=frozenset({"bot"}), rights=frozenset({"bot", "edit"})
)
OFFLINE_LIMITS: Final = Limits(titles=500, listing=5000)
_MAIN_PAGE: Final = regex.compile(r"[^/?=]*$")


def offline_site(wiki: str, header: Header, query: Mapping[str, Any], identity: str = "") -> Site:
    """The site: names and case rules from `query` where it has them, else from the header.

    `query` is that part of the siteinfo JSON, or empty. Without either, MediaWiki's English
    defaults hold. Raises UsageError where it is not made as MediaWiki makes it.
    """
    try:
        return _site(wiki, header, query, identity)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UsageError(
            f"the siteinfo JSON of {wiki} is not as MediaWiki writes it: "
            f"{type(error).__name__}: {error}"
        ) from error


def _site(wiki: str, header: Header, query: Mapping[str, Any], identity: str) -> Site:
    general = query.get("general", {})
    return Site(
        wiki,
        {one.id: one for one in _namespaces(header, query)},
        interwikis=siteinfo.interwikis(query, local=False),
        local_interwikis=siteinfo.interwikis(query, local=True),
        languages=siteinfo.languages(query),
        redirect_words=(*siteinfo.redirect_words(query), *header.redirect_words),
        link_trail=siteinfo.link_trail(query),
        language=general.get("lang", header.language),
        version=siteinfo.version(query, header.generator),
        article_url=_article_url(header.base, general),
        account=OFFLINE_ACCOUNT,
        limits=OFFLINE_LIMITS,
        extension_tags=siteinfo.extension_tags(query),
        identity=identity,
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


def _namespaces(header: Header, query: Mapping[str, Any]) -> Iterable[Namespace]:
    """Those of MediaWiki itself are always there, by its own names where nobody tells others."""
    known = plain_site().namespaces
    yield from known.values()
    if "namespaces" in query:
        yield from siteinfo.namespaces(query)
        return
    for line in header.namespaces:
        core = known.get(line.id, Namespace(line.id, line.name, line.name))
        yield Namespace(
            line.id, line.name, core.canonical, core.aliases, line.first_letter, core.content
        )


def _article_url(base: str, general: Mapping[str, Any]) -> str:
    """As the siteinfo says, else the export's address of the main page with `$1` for its title."""
    if "server" in general and "articlepath" in general:
        return f"{general['server']}{general['articlepath']}"
    return _MAIN_PAGE.sub("$1", base, count=1) if base.startswith(("http://", "https://")) else ""
