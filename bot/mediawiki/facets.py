"""Which facet is fetched by what: the table of what a real wiki tells about its pages.

A new facet of a page is one entry here, and a function that reads or asks for its value.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.mediawiki import uses
from bot.mediawiki.ambiguous import disambiguation
from bot.mediawiki.answers import Entry
from bot.mediawiki.histories import first_revision, last_revision, saved_at, since
from bot.mediawiki.incoming import incoming
from bot.mediawiki.rendered import rendered
from bot.mediawiki.session import Session
from bot.page import AnyFacet, Facets, Info, Page, Text
from bot.site import Site
from bot.titles import Title
from bot.wiki import (
    Categories,
    Contributors,
    Disambiguation,
    Edited,
    Editors,
    ExternalLinks,
    FirstRevision,
    Incoming,
    Language,
    LastRevision,
    LinkedPages,
    Property,
    Protection,
    RedirectFlag,
    Restriction,
    Sha1,
    ShownFiles,
    Since,
    UsedTemplates,
)
from bot.wiki.facts import Rendered
from bot.wiki.protocol import Effort

_NEWEST: Final = {"rvprop": "ids|timestamp|size|user|comment|slotsha1", "rvslots": "main"}


@dataclass(frozen=True, slots=True)
class Fetcher:
    """The `prop` modules of a facet, their parameters, and its value out of a page's entry.

    `prop=info` is asked for every page. `narrow` gives further parameters that leave out what the
    facet does not want; of several facets of one module they hold only where all have the same
    ones. `read` is asked for missing pages, too, with what little their entry has; it is None for
    the text, which makes a page's revision with it.

    What no `prop` module tells of a batch is asked for after its pages were read: by `batch` for
    all of them at once, by `ask` where the API knows one page at a time only.
    """

    prop: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    read: Callable[[Entry, Any], Any] | None = None
    narrow: Callable[[Any, Site], Mapping[str, str]] = lambda _facet, _site: {}
    batch: Callable[[Session, Sequence[Page], Any], Sequence[Any]] | None = None
    ask: Callable[[Session, Page, Any], Any] | None = None


def categories(entry: Entry, _: Categories) -> frozenset[Title]:
    """The categories that a page is in."""
    return frozenset(Title(one["ns"], one["title"]) for one in entry.get("categories", ()))


def redirect_flag(entry: Entry, _: RedirectFlag) -> bool:
    """Whether a page is a redirect; a missing one is none."""
    return bool(entry.get("redirect"))


def sha1(entry: Entry, _: Sha1) -> str:
    """The digest of a page's text; empty where that is hidden, lost, or was never there.

    That of the main slot, as the one of the revision covers its other slots, too.
    """
    try:
        digest: str = entry["revisions"][0]["slots"]["main"].get("sha1", "")
    except (KeyError, IndexError):
        return ""
    return digest


def page_property(entry: Entry, facet: Property) -> str | None:
    """The value of a property, which may be an empty text."""
    value: str | None = entry.get("pageprops", {}).get(facet.name)
    return value


def language(entry: Entry, _: Language) -> str:
    """The language that the text is in."""
    return "" if entry.get("missing") else str(entry.get("pagelanguage", ""))


def contributors(entry: Entry, _: Contributors) -> Editors:
    """Who worked on a page."""
    users = frozenset(one["name"] for one in entry.get("contributors", ()) if "name" in one)
    return Editors(users, entry.get("anoncontributors", 0))


def protection(entry: Entry, _: Protection) -> tuple[Restriction, ...]:
    """What is protected; against creation, too, where there is no page."""
    return tuple(
        Restriction(one["type"], one["level"], bool(one.get("cascade")), one.get("source", ""))
        for one in entry.get("protection", ())
    )


FETCHERS: Final[Mapping[type[AnyFacet], Fetcher]] = {
    Categories: Fetcher(("categories",), {"cllimit": "max"}, categories),
    Contributors: Fetcher(("contributors",), {"pclimit": "max"}, contributors),
    Disambiguation: Fetcher(batch=disambiguation),
    Edited: Fetcher(
        ("revisions",), {"rvprop": "ids|timestamp|size"}, lambda entry, _: saved_at(entry)
    ),
    ExternalLinks: Fetcher(("extlinks",), {"ellimit": "max"}, uses.addresses),
    FirstRevision: Fetcher(ask=first_revision),
    Incoming: Fetcher(batch=incoming),
    Info: Fetcher(read=lambda _entry, _facet: None),
    Language: Fetcher(read=language),
    LastRevision: Fetcher(("revisions",), _NEWEST, lambda entry, _: last_revision(entry)),
    LinkedPages: Fetcher(("links",), {"pllimit": "max"}, uses.links, uses.narrow_links),
    Property: Fetcher(("pageprops",), {}, page_property, lambda facet, _: {"ppprop": facet.name}),
    Protection: Fetcher((), {"inprop": "protection"}, protection),
    RedirectFlag: Fetcher(read=redirect_flag),
    Rendered: Fetcher(ask=rendered),
    Sha1: Fetcher(
        ("revisions",), {"rvprop": "ids|timestamp|size|slotsha1", "rvslots": "main"}, sha1
    ),
    ShownFiles: Fetcher(("images",), {"imlimit": "max"}, uses.files, uses.narrow_files),
    Since: Fetcher(ask=since),
    # The size of this very revision: that of `info` may be of a newer one.
    Text: Fetcher(("revisions",), {"rvprop": "ids|timestamp|size|content", "rvslots": "main"}),
    UsedTemplates: Fetcher(
        ("templates",), {"tllimit": "max"}, uses.templates, uses.narrow_templates
    ),
}


def effort(facet: AnyFacet) -> Effort:
    """What a facet costs, as `Wiki.effort` has it."""
    fetcher = FETCHERS[type(facet)]
    if fetcher.ask:
        return "each"
    return "apart" if fetcher.batch else "together"


def prop_parameters(facets: Facets, site: Site, most: int) -> dict[str, str]:
    """The parameters that fetch all these facets in one request, each of `most` values at most."""
    fetchers = [FETCHERS[type(facet)] for facet in facets]
    prop = {"info"}.union(*(fetcher.prop for fetcher in fetchers))
    parameters = {"prop": "|".join(sorted(prop))}
    for fetcher in fetchers:
        for name, value in fetcher.parameters.items():
            values = f"{parameters[name]}|{value}" if name in parameters else value
            parameters[name] = "|".join(dict.fromkeys(values.split("|")))
    for module in sorted(prop):
        asking = [facet for facet in facets if module in FETCHERS[type(facet)].prop]
        parameters |= _narrowing([FETCHERS[type(one)].narrow(one, site) for one in asking], most)
    return parameters


def _narrowing(wanted: Sequence[Mapping[str, str]], most: int) -> dict[str, str]:
    """What leaves out only what none of a module's facets wants, within the API's limit."""
    if not wanted or any(one.keys() != wanted[0].keys() for one in wanted):
        return {}
    joined = {
        name: sorted({value for one in wanted for value in one[name].split("|")})
        for name in wanted[0]
    }
    return {name: "|".join(values) for name, values in joined.items() if len(values) <= most}
