"""Reads what a wiki says of itself and of us: `meta=siteinfo|userinfo` to `Site`. Asks nothing."""

from typing import Final

from bot import siteinfo
from bot.mediawiki.answers import Entry
from bot.site import Account, Limits, Site

SITEINFO: Final = {
    "meta": "siteinfo|userinfo",
    "siprop": siteinfo.PROPERTIES,
    "uiprop": "groups|rights",
}
_HIGH_LIMITS: Final = Limits(titles=500, listing=5000)


def read_site(wiki: str, scheme: str, query: Entry, address: str = "") -> Site:
    """The site out of the `query` part of an answer to `SITEINFO`, in formatversion 2.

    `scheme` and `address` are those of api.php, for a wiki that gives its own address without a
    scheme or not at all.
    """
    account = read_account(query["userinfo"])
    return Site(
        wiki,
        {one.id: one for one in siteinfo.namespaces(query)},
        interwikis=siteinfo.interwikis(query, local=False),
        local_interwikis=siteinfo.interwikis(query, local=True),
        languages=siteinfo.languages(query),
        redirect_words=siteinfo.redirect_words(query),
        link_trail=siteinfo.link_trail(query),
        language=query["general"].get("lang", "en"),
        version=siteinfo.version(query),
        article_url=_article_url(scheme, query["general"]),
        account=account,
        limits=_HIGH_LIMITS if "apihighlimits" in account.rights else Limits(),
        extension_tags=siteinfo.extension_tags(query),
        identity=siteinfo.identity(query) or address,
    )


def read_account(userinfo: Entry) -> Account:
    """Our account out of the answer to `meta=userinfo`."""
    return Account(
        userinfo.get("name", ""),
        anonymous=bool(userinfo.get("anon")),
        groups=frozenset(userinfo.get("groups", ())),
        rights=frozenset(userinfo.get("rights", ())),
    )


def _article_url(scheme: str, general: Entry) -> str:
    server = general.get("server", "")
    path = general.get("articlepath", "")
    return f"{scheme}:{server}{path}" if server.startswith("//") else f"{server}{path}"
