"""The real wiki: answers the questions of `bot.wiki` by the API of MediaWiki 1.39 and later.

One request at a time, whichever thread asks; nothing is sent before the first question.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.errors import BotError, NotOffered
from bot.mediawiki.checkup import Checkup, checkup
from bot.mediawiki.consent import Consent
from bot.mediawiki.credentials import Credentials
from bot.mediawiki.facets import FETCHERS, effort
from bot.mediawiki.fetching import fetch_candidates, fetch_further, fetch_query
from bot.mediawiki.messages import post_section
from bot.mediawiki.questions import QUESTIONS
from bot.mediawiki.retry import Clock, Patience
from bot.mediawiki.saving import save
from bot.mediawiki.session import Session
from bot.mediawiki.standing import look
from bot.mediawiki.written import READINGS
from bot.page import INFO, NOTHING, AnyFacet, Facet, Facets
from bot.plan import Edit, Item, Notice, Outcome, Publish
from bot.site import Site
from bot.titles import Title
from bot.wiki import CandidateBatch, Known, PageBatch, Query, Standing
from bot.wiki.protocol import Effort


def _silent(_: str) -> None:
    """Keep what is said to oneself."""


class MediaWiki:
    """A wiki behind api.php.

    `wiki` is its name in the config, used in every message; `contact` names the operator in the
    user agent; `say` is given one line each time the wiki makes us wait, and each of its
    warnings once. Raises UsageError for an address or contact that cannot be used.
    """

    def __init__(
        self,
        wiki: str,
        api_url: str,
        contact: str,
        credentials: Credentials | None = None,
        *,
        patience: Patience | None = None,
        say: Callable[[str], None] = _silent,
        clock: Clock | None = None,
    ) -> None:
        self._session = Session(
            wiki,
            api_url,
            contact,
            credentials,
            patience=patience or Patience(),
            clock=clock or Clock(),
            say=say,
        )
        self._consent = Consent(self._session)

    @property
    def site(self) -> Site:
        """What the wiki says of itself and of us.

        The first use logs in, and raises BotError where the wiki refuses that.
        """
        return self._session.site

    @property
    def requests(self) -> int:
        """How many requests were made so far, login and retries included."""
        return self._session.requests

    @property
    def slowed(self) -> int:
        """How often the wiki made us wait so far: lag, rate limits, too many requests."""
        return self._session.slowed

    @property
    def notices(self) -> Sequence[Notice]:
        """What is worth knowing of the answers so far; each was said, too."""
        return self._session.notices

    def offers(self, question: Query | AnyFacet | type[Item]) -> bool:
        """Whether the query can be answered, the facet fetched, such an item written."""
        if isinstance(question, type):
            return question in {Edit, Publish}
        if isinstance(question, Known):
            return self.offers(question.query)
        if isinstance(question, Facet):
            return type(question) in FETCHERS
        return type(question) in QUESTIONS or type(question) in READINGS

    def enumerate(self, query: Query) -> Iterator[CandidateBatch]:
        """The query's candidates in batches as the wiki gives them, to the end."""
        if reading := READINGS.get(type(query)):
            pages = reading(self._session, query, NOTHING)
            return ([page.candidate for page in batch] for batch in pages)
        self._refuse_unknown(query)
        return QUESTIONS[type(query)].candidates(self._session, query)

    def fetch(
        self, wanted: Query | Iterable[CandidateBatch], facets: Facets = frozenset({INFO})
    ) -> Iterator[PageBatch]:
        """Pages with these facets, in batches of at most `site.limits.titles`, in order.

        A page that the wiki does not show comes with the model `unreadable` and an empty text.
        """
        if isinstance(wanted, Query):
            if reading := READINGS.get(type(wanted)):
                return reading(self._session, wanted, facets)
            self._refuse_unknown(wanted)
            return fetch_query(self._session, wanted, facets)
        return fetch_candidates(self._session, wanted, facets)

    def effort(self, facet: AnyFacet) -> Effort:
        """What a facet costs; raises NotOffered for one that no wiki tells."""
        return effort(facet)

    def further(self, wanted: Iterable[PageBatch], facets: Facets) -> Iterator[PageBatch]:
        """The same pages with facets that are asked for apart."""
        return fetch_further(self._session, wanted, facets)

    def write(self, item: Item) -> Outcome:
        """Carry out one item, at most once, never over an edit that came after its base."""
        if not isinstance(item, Edit | Publish):
            raise NotOffered(f"{self._session.wiki}: an item of kind {item.kind} is not written")
        return save(self._session, item, self._consent)

    def look(self, stop_page: Title | None = None) -> Standing:
        """How our account stands, and the stop page's text, in one request."""
        return look(self._session, stop_page)

    def checkup(self) -> Checkup:
        """What the wiki tells of its own state and of our account, for `wikisweep doctor`."""
        return checkup(self._session)

    def post_section(self, page: str, heading: str, text: str) -> int:
        """Write a notice as a new section of a talk page, once; gives the revision.

        No item of a plan goes this way. Raises UsageError for a page that is none for talk, and
        BotError where an abuse filter's warning would be overridden.
        """
        title = self.site.title(page)
        if withheld := self._consent.withheld(title):
            raise BotError(f"{self._session.wiki}: the message on {title.text}: {withheld}")
        revid = post_section(self._session, page, heading, text)
        self._consent.answered(title, Outcome(code="saved", revid=revid))
        return revid

    def end_waits(self) -> None:
        """Begin no further request and wait for none; the one under way is still answered."""
        self._session.end_waits()

    def close(self) -> None:
        """End the session and free what is held; also wakes a request that waits."""
        self._session.close()

    def _refuse_unknown(self, query: Query) -> None:
        if type(query) not in QUESTIONS:
            raise NotOffered(
                f"{self._session.wiki}: {type(query).__name__} is no question that a wiki "
                "answers; ask by RawList, or by the queries of bot.wiki"
            )
