"""Which facet is fetched by what: the table of what a real wiki tells about its pages.

A new facet of a page is one entry here, and a function that reads or asks for its value.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.mediawiki.answers import Entry
from bot.mediawiki.histories import since
from bot.mediawiki.session import Session
from bot.page import AnyFacet, Facets, Info, Page, Text
from bot.titles import Title
from bot.wiki import Categories, RedirectFlag, Sha1, Since


@dataclass(frozen=True, slots=True)
class Fetcher:
    """The `prop` modules of a facet, their parameters, and its value out of a page's entry.

    `prop=info` is asked for every page. `read` is asked for missing pages, too, with what little
    their entry has; it is None for the text, which makes a page's revision with it. `ask` is for
    what can be asked for one page at a time only: it is called after the page was read.
    """

    prop: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    read: Callable[[Entry], Any] | None = None
    ask: Callable[[Session, Page, Any], Any] | None = None


def categories(entry: Entry) -> frozenset[Title]:
    """The categories that a page is in."""
    return frozenset(Title(one["ns"], one["title"]) for one in entry.get("categories", ()))


def redirect_flag(entry: Entry) -> bool:
    """Whether a page is a redirect; a missing one is none."""
    return bool(entry.get("redirect"))


def sha1(entry: Entry) -> str:
    """The digest of a page's text; empty where that is hidden, lost, or was never there.

    That of the main slot, as the one of the revision covers its other slots, too.
    """
    try:
        digest: str = entry["revisions"][0]["slots"]["main"].get("sha1", "")
    except (KeyError, IndexError):
        return ""
    return digest


FETCHERS: Final[Mapping[type[AnyFacet], Fetcher]] = {
    Categories: Fetcher(("categories",), {"cllimit": "max"}, categories),
    Info: Fetcher(read=lambda _: None),
    RedirectFlag: Fetcher(read=redirect_flag),
    Sha1: Fetcher(
        ("revisions",), {"rvprop": "ids|timestamp|size|slotsha1", "rvslots": "main"}, sha1
    ),
    Since: Fetcher(ask=since),
    # The size of this very revision: that of `info` may be of a newer one.
    Text: Fetcher(("revisions",), {"rvprop": "ids|timestamp|size|content", "rvslots": "main"}),
}


def prop_parameters(facets: Facets) -> dict[str, str]:
    """The parameters that fetch all these facets in one request."""
    fetchers = [FETCHERS[type(facet)] for facet in facets]
    prop = {"info"}.union(*(fetcher.prop for fetcher in fetchers))
    parameters = {"prop": "|".join(sorted(prop))}
    for fetcher in fetchers:
        for name, value in fetcher.parameters.items():
            values = f"{parameters[name]}|{value}" if name in parameters else value
            parameters[name] = "|".join(dict.fromkeys(values.split("|")))
    return parameters
