"""Judges what a wiki told of itself and of our account. Asks nothing.

The rules are those of API:Etiquette, Manual:Bot passwords, Manual:Maxlag parameter, and the grants
of MediaWiki's own GrantPermissions.
"""

import math
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

import regex

from bot.config import ApiWiki, BotPassword
from bot.config.address import on_this_machine
from bot.mediawiki import Checkup
from bot.services.doctor.check import Check
from bot.site import Limits, Site
from bot.titles import Title

OLDEST: Final = (1, 39)
MOST_LAG: Final = 5  # seconds; what every request of ours sends as maxlag
_SKEW: Final = 5.0  # seconds that nobody need care about
_VERSION: Final = regex.compile(r"\b(\d+)\.(\d+)")
_SPECIAL: Final = -1


def judge(wiki: ApiWiki, site: Site, told: Checkup) -> Iterator[Check]:
    """All that the answers of one wiki say."""
    yield Check("reach", "ok", f"{wiki.api} answered within {told.seconds:.2f} s")
    yield version(site)
    yield https(wiki)
    yield from account(wiki, site, told)
    yield rate(wiki, told)
    yield _limits(site.limits)
    yield lag(told.lag)
    yield clock(told)
    yield Check("user_agent", "ok", told.user_agent)


def version(site: Site) -> Check:
    """Whether the wiki is new enough; the oldest that is tested is 1.39."""
    found = _VERSION.search(site.version)
    if not found or (int(found[1]), int(found[2])) < OLDEST:
        remedy = "wikisweep wants MediaWiki 1.39 or later; ask who runs the wiki for an upgrade"
        return Check("version", "wrong", site.version or "not told", remedy)
    return Check("version", "ok", site.version)


def https(wiki: ApiWiki) -> Check:
    """Whether somebody on the way can read what is said."""
    parts = urlsplit(wiki.api)
    if parts.scheme == "https":
        return Check("https", "ok", "encrypted")
    if on_this_machine(parts.hostname or ""):
        return Check("https", "ok", "http://, but on this machine")
    message = "http:// is not encrypted: others can read the login and act as the account"
    return Check("https", "warning", message, "write https:// in api:, if the wiki has it")


def account(wiki: ApiWiki, site: Site, told: Checkup) -> Iterator[Check]:
    """Who we are there, and what we may do."""
    ours = site.account
    if ours.anonymous:
        remedy = "give the wiki a bot_password, oauth1 or oauth2 in the config"
        message = "nobody is logged in: pages can be read, not edited"
        yield Check("login", "warning", message, remedy)
        return
    yield Check("login", "ok", f"as {ours.name}")
    yield _groups(site, told)
    if told.block:
        remedy = "ask the administrator who blocked it, before anything else"
        if told.partly:
            message = f"{ours.name} is blocked from some pages: {told.block}"
            yield Check("block", "warning", message, "those pages will be left")
        else:
            yield Check("block", "wrong", f"{ours.name} is blocked: {told.block}", remedy)
    yield rights(wiki, site)
    yield from grants(wiki, site)
    if told.read_only:
        message = f"the wiki takes no edits now: {told.read_only}"
        yield Check("read_only", "warning", message, "wait; the wiki's people end that")


def _groups(site: Site, told: Checkup) -> Check:
    ours = site.account
    groups = ", ".join(sorted(ours.groups - {"*", "user", "autoconfirmed"})) or "no special group"
    edits = "" if told.edits is None else f"; {told.edits:,} edits"
    message = f"{ours.name}: {groups}{edits}"
    if "bot" not in ours.groups:
        remedy = "ask the wiki's bureaucrats for the bot flag, before it edits by itself"
        return Check("account", "warning", f"{message}; everybody sees its edits", remedy)
    return Check("account", "ok", message)


def rights(wiki: ApiWiki, site: Site) -> Check:
    """Whether the account may edit at all, and create pages."""
    has = site.account.rights
    if "edit" not in has:
        return Check("rights", "wrong", "may not edit", _grant(wiki, site, "editpage"))
    if "createpage" not in has:
        message = "may edit, but not create pages, such as those of reports"
        remedy = _grant(wiki, site, "createeditmovepage")
        return Check("rights", "warning", message, remedy)
    return Check("rights", "ok", "may edit and create pages")


def grants(wiki: ApiWiki, site: Site) -> Iterator[Check]:
    """Whether the login gives away what the account's groups have.

    MediaWiki's grant `highvolume` holds `bot`, `apihighlimits`, `noratelimit` and `markbotedits`;
    groups are told in full all the same.
    """
    groups, has = site.account.groups, site.account.rights
    lost = []
    if "bot" in groups and "bot" not in has:
        lost.append("its edits are not marked as a bot's")
    if groups & {"bot", "sysop"} and "apihighlimits" not in has:
        lost.append("it reads 50 pages at a time instead of 500")
    if lost:
        message = f"the login has no grant highvolume, so {' and '.join(lost)}"
        yield Check("grants", "warning", message, _grant(wiki, site, "highvolume"))
    elif groups & {"bot", "sysop"}:
        yield Check("grants", "ok", "highvolume")


def _grant(wiki: ApiWiki, site: Site, grant: str) -> str:
    if isinstance(wiki.login, BotPassword):
        where = _address(site, "Special:BotPasswords")
        appid = wiki.login.name.partition("@")[2]
        return f"tick the grant {grant} of {appid} at {where}; the password stays as it is"
    where = _address(site, "Special:OAuthConsumerRegistration/propose")
    return f"make a consumer with the grant {grant} at {where}; consumers cannot be changed"


def _address(site: Site, page: str) -> str:
    return site.page_url(Title(_SPECIAL, page)) or page


def rate(wiki: ApiWiki, told: Checkup) -> Check:
    """Whether the edit interval keeps to the wiki's own limit (User::pingLimiter)."""
    ours = f"edit_interval is {wiki.edit_interval:g} s"
    if told.edit_rate is None:
        return Check("rate", "ok", f"no limit on edits; {ours}")
    hits, seconds = told.edit_rate
    message = f"{hits:,} edits in {seconds} s are allowed; {ours}"
    least = seconds / hits if hits else float(seconds)
    if wiki.edit_interval < least:
        enough = math.ceil(least * 10) / 10
        remedy = f"write `edit_interval: {enough:g}` or more under {wiki.name} in the config"
        return Check("rate", "warning", message, remedy)
    return Check("rate", "ok", message)


def _limits(limits: Limits) -> Check:
    message = f"{limits.titles:,} pages with text and {limits.listing:,} titles a request"
    return Check("limits", "ok", message)


def lag(seconds: float) -> Check:
    """Whether the wiki would make us wait just now."""
    if seconds > MOST_LAG:
        message = f"the wiki's replicas are {seconds:.0f} s behind; requests wait until it is less"
        return Check("lag", "warning", message, f"wait until it is {MOST_LAG} s or less")
    return Check("lag", "ok", f"{seconds:.0f} s")


def clock(told: Checkup) -> Check:
    """Whether our clock is right; signatures of OAuth 1 and ages of plans hang on it."""
    if abs(told.skew) <= _SKEW:
        return Check("clock", "ok", "as the wiki's")
    way = "behind" if told.skew > 0 else "ahead of"
    message = f"this machine's clock is {abs(told.skew):.0f} s {way} the wiki's"
    return Check("clock", "warning", message, "set it, best by NTP")
