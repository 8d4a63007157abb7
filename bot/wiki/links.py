"""Questions that follow links: backlinks, and the redirects to a page."""

from dataclasses import dataclass, field
from typing import ClassVar

from bot.page import Candidate, Facets
from bot.titles import Title
from bot.wiki.facets import REDIRECT_FLAG
from bot.wiki.query import Namespaces, Order, Query, Redirects


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlinks(Query):
    """Pages that link to `to` (a title that need not exist, or a page id). API:Backlinks.

    `redirects` is about the linking page. With `through_redirects` also pages that link to a
    redirect to the target, however many redirects lie between, each page once and with every
    redirect in `via`; the order is then none. `known` are all redirects to the target, double ones
    too, where they were asked for already; they are then not asked for again.
    """

    tells: ClassVar[Facets] = frozenset({REDIRECT_FLAG})
    to: Title | int
    namespaces: Namespaces = None
    redirects: Redirects = "include"
    through_redirects: bool = False
    order: Order = "ascending"
    known: tuple[Candidate, ...] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BacklinkLevels(Query):
    """What API:Backlinks itself says with `blredirect`, as two levels.

    Every first-level page comes, and right behind a redirect the pages that link to it, with
    that redirect as their one `via`. Known to differ from the exact answer, see the docs; for
    looking, not for editing.
    """

    tells: ClassVar[Facets] = frozenset({REDIRECT_FLAG})
    to: Title | int
    namespaces: Namespaces = None
    redirects: Redirects = "include"
    order: Order = "ascending"


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectsTo(Query):
    """The redirects to a page, and with `double` the redirects to those, with a loop guard.

    Pages that are redirects to elsewhere and merely mention the page are not among them. The
    namespaces are those of the redirects that are told; what lies between may be anywhere.
    """

    tells: ClassVar[Facets] = frozenset({REDIRECT_FLAG})
    to: Title | tuple[Title, ...]
    double: bool = True
    namespaces: Namespaces = None
