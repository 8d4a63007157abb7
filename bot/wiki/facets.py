"""Questions about a page, or once about a whole task: the facets that a wiki can tell."""

from dataclasses import dataclass
from datetime import datetime

from bot.page import Candidate, Facet
from bot.titles import Title
from bot.wiki.query import Query


@dataclass(frozen=True, slots=True)
class RedirectFlag(Facet[bool]):
    """Whether the page is a redirect; most queries tell it for nothing."""


REDIRECT_FLAG = RedirectFlag()


@dataclass(frozen=True, slots=True)
class Categories(Facet[frozenset[Title]]):
    """The categories that the page itself is in, those that templates bring included."""


@dataclass(frozen=True, slots=True)
class Known(Facet[tuple[Candidate, ...]]):
    """All candidates of a query, asked once for the whole task (the redirects to a title, say)."""

    scope = "task"
    query: Query


@dataclass(frozen=True, slots=True)
class Sha1(Facet[str]):
    """SHA-1 of the newest revision's text as UTF-8, in hexadecimal. API:Revisions, `sha1`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One revision of a page. `sha1` is as in `Sha1`; hidden parts are empty.

    `text` is the wikitext as the wiki keeps it; None where it was not asked for, or is hidden.
    """

    revid: int
    parent: int
    user: str
    timestamp: datetime
    sha1: str
    summary: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Since(Facet[tuple[Revision, ...]]):
    """The revisions of one page after `revid`, the oldest first; asked for one page at a time.

    With `revid` 0 all of them. A page that does not exist has none. With `texts` each comes with
    its text, as far as the wiki still has it: an export has that of the newest revision alone.
    """

    revid: int
    texts: bool = False
