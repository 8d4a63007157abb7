"""More questions about a page: what it uses, who worked on it, what is set for it."""

from dataclasses import dataclass
from datetime import datetime

from bot.page import Facet
from bot.titles import Title
from bot.wiki.facets import Revision
from bot.wiki.query import Namespaces

Among = frozenset[Title] | None  # None: all of them


@dataclass(frozen=True, slots=True)
class UsedTemplates(Facet[frozenset[Title]]):
    """What the page transcludes, itself or by another template. API:Templates.

    Of a template that is used by a redirect both are told. With `among` only those of them, which
    need less of the wiki.
    """

    among: Among = None


@dataclass(frozen=True, slots=True)
class ShownFiles(Facet[frozenset[Title]]):
    """The files that the page shows, those that templates bring included. API:Images."""

    among: Among = None


@dataclass(frozen=True, slots=True)
class LinkedPages(Facet[frozenset[Title]]):
    """The pages that the page links to, red links and those of templates included. API:Links.

    Told are those of `among` that are in `namespaces`.
    """

    among: Among = None
    namespaces: Namespaces = None


@dataclass(frozen=True, slots=True)
class ExternalLinks(Facet[frozenset[str]]):
    """The addresses outside the wiki that the page links to. API:Extlinks."""


@dataclass(frozen=True, slots=True)
class Property(Facet[str | None]):
    """The value of a page property such as `disambiguation`, None without it. API:Pageprops."""

    name: str


@dataclass(frozen=True, slots=True)
class Disambiguation(Facet[bool]):
    """Whether the page leads to several of one name; as the query `Disambiguations` has it."""


@dataclass(frozen=True, slots=True)
class Language(Facet[str]):
    """The code of the page's own language; empty for a page that does not exist. API:Info."""


@dataclass(frozen=True, slots=True)
class Edited(Facet[datetime | None]):
    """When the newest revision was saved; None for a page that does not exist."""


@dataclass(frozen=True, slots=True)
class LastRevision(Facet[Revision | None]):
    """The newest revision, by whom and when. API:Revisions."""


@dataclass(frozen=True, slots=True)
class FirstRevision(Facet[Revision | None]):
    """The oldest revision, by whom and when; asked for one page at a time, as the API has it."""


@dataclass(frozen=True, slots=True)
class Editors:
    """Who worked on a page: accounts by their names, and how many others without one."""

    users: frozenset[str] = frozenset()
    anonymous: int = 0


@dataclass(frozen=True, slots=True)
class Contributors(Facet[Editors]):
    """Everybody who ever edited the page, hidden names left out. API:Contributors."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """That an action (`edit`, `move`, …) on a page wants a level (`sysop`, …).

    `cascade` tells that it also holds for what the page transcludes; `source` names the page from
    which it comes, where it is not the page's own.
    """

    action: str
    level: str
    cascade: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Protection(Facet[tuple[Restriction, ...]]):
    """What the page is protected against just now. API:Info, `inprop=protection`."""


@dataclass(frozen=True, slots=True)
class Rendered(Facet[str | None]):
    """The plain words that readers of the page see, a line for each paragraph, item and cell.

    Those of the revision that was read; asked for one page at a time. None where the wiki does not
    show it, or has more of it than fits into an answer. API:Parsing wikitext.
    """
