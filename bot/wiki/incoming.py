"""The questions by which orphans are found: which other pages link to one, and to which too few."""

from dataclasses import dataclass

from bot.page import Facet
from bot.patterns import Pattern
from bot.titles import Title
from bot.wiki.query import Namespaces, Query, Redirects


@dataclass(frozen=True, slots=True)
class IncomingLinks:
    """Pages that link to a page, no more than was said to be enough, in the order of their titles.

    `more` tells that it was enough, so that there may be others.
    """

    titles: tuple[Title, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming(Facet[IncomingLinks]):
    """The other pages that link to a page, directly or by way of redirects to it, double ones too.

    Redirects themselves and the page itself do not count. All that count are in `namespaces`, have
    a title that none of `unlike` is found in, and are in none of the categories `not_in`. With
    `not_disambiguations` those of the facet `Disambiguation` do not count, with `written` only
    pages whose own text has the link. `enough` is how many need be known.
    """

    namespaces: Namespaces = None
    enough: int = 1
    unlike: tuple[Pattern, ...] = ()
    not_in: frozenset[Title] = frozenset()
    not_disambiguations: bool = False
    written: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Orphans(Query):
    """Pages of which `links` says that there are not `more`, namespace by namespace, by title."""

    links: Incoming
    namespaces: Namespaces = None
    redirects: Redirects = "exclude"
