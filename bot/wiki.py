"""The waist: what the project asks of a wiki, as frozen questions, and the Protocol that answers.

Both tenants, `mediawiki` and `offline`, answer the same questions in the same words; a source
is a few lines over a query, a filter over a facet.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal, Protocol

from bot.page import INFO, NOTHING, Candidate, Facet, Facets, Page
from bot.plan import Item, Outcome
from bot.site import Account, Site
from bot.titles import Title

Redirects = Literal["include", "exclude", "only"]
Order = Literal["ascending", "descending"]
RequestSize = int | Literal["max"]
Namespaces = tuple[int, ...] | None  # None: all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question whose answer is a stream of candidates.

    `request_size` is how many results one request asks for (at most the account's limit), never
    how many there are in all. `tells` names the facets that candidates of this query bring along
    for nothing.
    """

    tells: ClassVar[Facets] = NOTHING
    request_size: RequestSize = "max"


@dataclass(frozen=True, slots=True)
class RedirectFlag(Facet[bool]):
    """Whether the page is a redirect; most queries tell it for nothing."""


REDIRECT_FLAG = RedirectFlag()


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlinks(Query):
    """Pages that link to `to` (a title that need not exist, or a page id). API:Backlinks.

    `redirects` is about the linking page. With `through_redirects` also pages that link to a
    redirect to the target, however many redirects lie between, each page once and with every
    redirect in `via`; the order is then none.
    """

    tells: ClassVar[Facets] = frozenset({REDIRECT_FLAG})
    to: Title | int
    namespaces: Namespaces = None
    redirects: Redirects = "include"
    through_redirects: bool = False
    order: Order = "ascending"


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

    Pages that are redirects to elsewhere and merely mention the page are not among them.
    """

    tells: ClassVar[Facets] = frozenset({REDIRECT_FLAG})
    to: Title
    double: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles(Query):
    """These pages, in this order, whether they exist or not; the rows go with them where given."""

    titles: tuple[Title, ...]
    rows: tuple[Mapping[str, str], ...] = field(default=(), hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AllPages(Query):
    """Pages of one namespace in the order of their titles. API:Allpages.

    `start` and `end` are names without prefix, both included.
    """

    namespace: int = 0
    start: str = ""
    end: str = ""
    prefix: str = ""
    redirects: Redirects = "include"
    order: Order = "ascending"


MemberType = Literal["page", "subcat", "file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryMembers(Query):
    """Members of a category, and of its subcategories down to `depth`. API:Categorymembers.

    Each page once; `via` names every category of the tree through which it was found, `direct`
    whether it is in the category itself. `depth` None is without end, with a loop guard.
    """

    category: Title
    depth: int | None = 0
    types: tuple[MemberType, ...] = ("page", "subcat", "file")
    namespaces: Namespaces = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawList(Query):
    """Any `list=` module by its own name and parameters; only a real wiki answers it.

    `result` is the key of the answer whose entries have `pageid`, `ns` and `title`; empty, it is
    the module's name.
    """

    module: str
    parameters: tuple[tuple[str, str], ...] = ()
    result: str = ""


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
    """One revision of a page. `sha1` is as in `Sha1`; hidden parts are empty."""

    revid: int
    parent: int
    user: str
    timestamp: datetime
    sha1: str
    summary: str


@dataclass(frozen=True, slots=True)
class Since(Facet[tuple[Revision, ...]]):
    """The revisions of one page after `revid`, the oldest first; asked for one page at a time.

    With `revid` 0 all of them. A page that does not exist has none.
    """

    revid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How our account stands with the wiki just now, and what the stop page says.

    `block` is the reason of a block of the whole account, and empty where there is none (a
    partial block is none). `messages` tells that the account has unread ones on its talk page,
    of which `talk` is the newest revision, 0 where there is no such page. `stop_page` has `INFO`
    and `TEXT`, and is None where none was asked for.
    """

    account: Account
    block: str = ""
    messages: bool = False
    talk: int = 0
    stop_page: Page | None = None


CandidateBatch = list[Candidate]
PageBatch = list[Page]


class Wiki(Protocol):
    """Where pages live. One request at a time; safe to hand from one thread to another."""

    @property
    def site(self) -> Site:
        """What the wiki says of itself; first use may raise ApiError, Unreachable."""

    @property
    def requests(self) -> int:
        """How many requests were made so far, login and retries included."""

    @property
    def slowed(self) -> int:
        """How often the wiki made us wait so far: lag, rate limits, too many requests."""

    def offers(self, question: Query | Facet[object] | type[Item]) -> bool:
        """Whether this wiki can answer the query, fetch the facet or write such an item."""

    def enumerate(self, query: Query) -> Iterator[CandidateBatch]:
        """The query's candidates in batches as the wiki gives them, to the end.

        A page comes once, whatever the continuation. Raises NotOffered, ApiError, Unreachable.
        """

    def fetch(
        self, wanted: Query | Iterable[CandidateBatch], facets: Facets = frozenset({INFO})
    ) -> Iterator[PageBatch]:
        """Pages with these facets, in batches of at most `site.limits.titles`, in order.

        Given a query the wiki may find and fetch in one request; given batches of candidates it
        regroups them to full requests. A page that does not exist comes with `exists` false and
        no text. Only facets of scope `page`. Raises NotOffered, ApiError, Unreachable.
        """

    def write(self, item: Item) -> Outcome:
        """Carry out one item, at most once, never over an edit that came after its base.

        Only the applier calls this. Raises Stopped where no further item may be tried (a
        block, say), SessionLost, ApiError for a request that was wrong, and Unreachable, which
        is `unsettled` where only the page's history can tell what became of the item.
        """

    def look(self, stop_page: Title | None = None) -> Standing:
        """How our account stands, and the stop page's text, in one request.

        Raises ApiError, SessionLost, Unreachable.
        """

    def end_waits(self) -> None:
        """Begin no further request and wait for none; the one under way is still answered.

        May be called from a signal handler or another thread. What would have been asked raises
        Unreachable, never `unsettled` where nothing was sent.
        """

    def close(self) -> None:
        """End the session and free what is held."""
