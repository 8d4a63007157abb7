"""The Protocol that every wiki answers, and how an account stands with one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.page import INFO, AnyFacet, Candidate, Facet, Facets, Page
from bot.plan import Item, Notice, Outcome
from bot.site import Account, Site
from bot.titles import Title
from bot.wiki.query import Query


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
Effort = Literal["together", "apart", "each"]


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

    @property
    def notices(self) -> Sequence[Notice]:
        """What is worth knowing of the answers so far (that a list is of yesterday), in order."""

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

    def effort(self, facet: AnyFacet) -> Effort:
        """What a facet of pages costs.

        `together`: one request with the pages themselves and others of its kind. `apart`: requests
        of its own for a whole batch of pages. `each`: a request or more for each page.
        """

    def further(self, wanted: Iterable[PageBatch], facets: Facets) -> Iterator[PageBatch]:
        """The same pages in the same order with these facets, too, regrouped to full requests.

        For facets that are not fetched `together`. A page that was not read yet is looked up
        first where the facet needs that. Raises what `fetch` raises.
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
