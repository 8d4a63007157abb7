"""Addresses in options, and from the address of a page to its title.

The other way is `Site.page_url`.
"""

from typing import Annotated
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator

from bot.errors import InvalidTitle, UsageError
from bot.outside.web import checked_host
from bot.plugin import Word
from bot.site import Site
from bot.titles import Title


def _address(url: str) -> str:
    try:
        checked_host(url)
    except UsageError as error:
        raise ValueError(str(error)) from error
    return url


AddressOption = Annotated[str, AfterValidator(_address), Word("an address")]
# An item of Wikibase is named by its concept's address, whatever its page is called.
_ENTITY = "/entity/"


def title_at(site: Site, address: str) -> Title | None:
    """The page of this wiki that stands at an address, or None where that is no page of it.

    http:// and https:// are the same wiki, and so is the address of an entity of this wiki
    (`…/entity/Q42`). What follows `?` or `#` behind a title is not read.
    """
    try:
        parts, own = urlsplit(address), urlsplit(site.article_url)
        same = bool(own.hostname) and (parts.hostname, parts.port) == (own.hostname, own.port)
    except ValueError:
        return None
    if not same or parts.scheme not in {"http", "https"}:
        return None
    if parts.path.startswith(_ENTITY):
        return _title(site, _entity(parts.path.removeprefix(_ENTITY)))
    before, _, after = site.article_url.partition("://")[2].partition("$1")
    rest = address.partition("://")[2]
    host, own_host = rest.partition("/")[0], before.partition("/")[0]
    name = rest[len(host) :]
    start = before[len(own_host) :]
    if not name.startswith(start):
        return None
    name = name[len(start) :].partition("#")[0]
    name = name.partition("&" if "?" in start else "?")[0]
    if not name.endswith(after):
        return None
    return _title(site, unquote(name.removesuffix(after)))


def _entity(name: str) -> str:
    kind = {"P": "Property:", "L": "Lexeme:"}.get(name[:1], "")
    return f"{kind}{unquote(name)}"


def _title(site: Site, text: str) -> Title | None:
    try:
        return site.title(text) if text else None
    except InvalidTitle:
        return None
