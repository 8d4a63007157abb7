"""A real wiki that sends nothing, and tells what it would have sent: for `wikisweep explain`.

The very code that asks a wiki runs here, over a session that keeps the parameters and answers with
one page, so what is told is what is sent. Values of which only the wiki knows are told as `…`.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final

from bot.mediawiki.answers import Answer, Entry
from bot.mediawiki.mediawiki import MediaWiki
from bot.mediawiki.retry import Clock, Patience
from bot.mediawiki.session import Session
from bot.mediawiki.transport import Parameters
from bot.page import Facets
from bot.site import Site
from bot.wiki import CandidateBatch, PageBatch, Query
from bot.wiki.asked import Asked

UNKNOWN: Final = "…"
_NOWHERE: Final = "https://nowhere.invalid/w/api.php"  # RFC 6761: no such host can be
_MOST: Final = 20  # requests of one rehearsal: an answer that is too poor must not be asked forever
_NOW: Final = datetime(1990, 1, 1, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
_USUAL: Final = {  # values of options that are looked up, as a wiki without extensions has them
    "prtype": ("edit", "move", "upload"),
    "prlevel": ("autoconfirmed", "sysop"),
    "sort": ("relevance", "just_match", "none"),
}
_NAMING: Final = ("titles", "pageids")
_REVISION: Final[Entry] = {
    "revid": 1,
    "parentid": 0,
    "size": 1,
    "timestamp": _NOW,
    "user": UNKNOWN,
    "comment": "",
    "slots": {"main": {"contentmodel": "wikitext", "content": "", "sha1": ""}},
}


_FOUND: Final[Entry] = {
    "pageid": 1,
    "id": 1,
    "ns": 0,
    "title": UNKNOWN,
    "redirect": False,
    "type": "page",
    "timestamp": _NOW,
    "url": "",
}
_LINKING: Final[Entry] = {**_FOUND, "pageid": 2, "title": f"{UNKNOWN}{UNKNOWN}"}  # another page
_LINKS: Final = ("linkshere", "transcludedin", "fileusage", "links", "templates", "images")


class _Enough(Exception):
    """Ends a rehearsal that would go on and on."""


class _Session(Session):
    """Sends nothing: keeps what is asked."""

    def __init__(self, site: Site) -> None:
        super().__init__(
            site.wiki,
            _NOWHERE,
            "nobody",
            None,
            patience=Patience(),
            clock=Clock(),
            say=lambda _: None,
        )
        self._given = site
        self.titles_at_once = site.limits.titles
        self.asked: list[Parameters] = []
        self._numbers = count(2)

    @property
    def site(self) -> Site:
        """The wiki as it is assumed to be."""
        return self._given

    def ask(self, parameters: Parameters) -> Answer:
        """Keep the question, and answer with a page where pages are named."""
        self._keep(parameters)
        query: dict[str, Any] = {}
        if any(name in parameters for name in (*_NAMING, "generator")):
            query["pages"] = [self._page(parameters)]
        if module := parameters.get("list"):
            query[module] = {"results": [_FOUND]} if module == "querypage" else [_FOUND]
        if parameters.get("meta") == "siteinfo":
            query |= {"extensions": [{"name": "Disambiguator"}], "general": {"linter": {}}}
        return {"batchcomplete": True, "curtimestamp": _NOW, "query": query}

    def look_up(self, parameters: Parameters) -> Answer:
        """Keep the question; whatever module is looked up is there, and pages have no words."""
        self._keep(parameters)
        values = [{"name": name, "type": list(known)} for name, known in _USUAL.items()]
        module = {"prefix": "", "group": "list", "parameters": values}
        return {"paraminfo": {"modules": [module]}}

    def _keep(self, parameters: Parameters) -> None:
        if len(self.asked) >= _MOST:
            raise _Enough
        self.asked.append(dict(parameters))

    def _page(self, parameters: Parameters) -> Entry:
        """A page; one that was named by its title has a redirect to it, if that is asked for."""
        page: Entry = {
            "pageid": 1,
            "ns": 0,
            "title": parameters.get("titles", UNKNOWN).partition("|")[0],
            "lastrevid": 1,
            "length": 1,
            "contentmodel": "wikitext",
            "revisions": [_REVISION],
        }
        if "redirects" in parameters.get("prop", "") and "titles" in parameters:
            page["redirects"] = [{"pageid": next(self._numbers), "ns": 0, "title": UNKNOWN}]
        page |= {
            module: [_LINKING if module == "linkshere" else _FOUND]
            for module in parameters.get("prop", "").split("|")
            if module in _LINKS
        }
        return page


class RehearsedMediaWiki(MediaWiki):
    """A wiki of which only `site` is assumed; see the module."""

    def __init__(self, site: Site) -> None:
        super().__init__(site.wiki, _NOWHERE, "nobody")
        self._rehearsed = self._session = _Session(site)

    def enumerate(self, query: Query) -> Iterator[CandidateBatch]:
        """What would be asked to list the query's candidates; those are none, or one."""
        return _ended(super().enumerate(query))

    def fetch(self, wanted: Any, facets: Facets = frozenset()) -> Iterator[PageBatch]:
        """What would be asked to fetch pages."""
        return _ended(super().fetch(wanted, facets))

    def taken(self) -> list[Asked]:
        """What would have been asked since the last call, each kind once, in order."""
        asked, self._rehearsed.asked = self._rehearsed.asked, []
        kinds = [_asked(one, self.site) for one in asked]
        return [one for number, one in enumerate(kinds) if one not in kinds[:number]]


def _ended(batches: Iterator[Any]) -> Iterator[Any]:
    try:
        yield from batches
    except _Enough:
        return


def _asked(parameters: Parameters, site: Site) -> Asked:
    """The request, and how far it goes by its limits."""
    numbers = ("pageids", "oldid")
    shown = {name: UNKNOWN if name in numbers else value for name, value in parameters.items()}
    limits = [value for name, value in parameters.items() if name.endswith("limit")]
    if "list" in parameters or "generator" in parameters:
        own = "g" if "generator" in parameters else ""
        value = next(
            (
                value
                for name, value in parameters.items()
                if name.startswith(own) and name.endswith("limit")
            ),
            "max",
        )
        return Asked(shown, pages=int(value) if value.isdecimal() else site.limits.listing)
    if any(name in parameters for name in _NAMING):
        values = site.limits.listing if "max" in limits else None
        some = any(UNKNOWN in shown.get(name, "") for name in _NAMING)
        return Asked(shown, pages=site.limits.titles if some else None, values=values)
    return Asked(shown)
