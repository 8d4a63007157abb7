"""An offline wiki in bad weather: its own answers, with what a network and people do in between."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from bot.applier.settling import sha1
from bot.errors import Unreachable
from bot.offline import OfflineWiki
from bot.page import INFO, TEXT, AnyFacet, Candidate, Facets, FacetValues, Page
from bot.plan import Edit, Item, Notice, Outcome, Publish
from bot.site import Site
from bot.titles import Title
from bot.wiki import CandidateBatch, PageBatch, Query, Revision, Since, Standing
from bot.wiki.protocol import Effort

Fault = Callable[[OfflineWiki, Item], Outcome]


class Stormy:
    """Delegates to an offline wiki. `faults` are met one by one by the next writes.

    It keeps the history that an offline wiki forgets, so that `Since` is answered as a real wiki
    does; edits of other people come by `somebody`.
    """

    def __init__(self, wiki: OfflineWiki) -> None:
        self.wiki = wiki
        self.faults: deque[Fault] = deque()
        self.standing: Callable[[Standing], Standing] = lambda one: one
        self.looks = 0
        self.slowed = 0
        self.sent: list[Item] = []
        self.before_write: Callable[[Item], None] = lambda _: None
        self.history: dict[Title, list[Revision]] = {}
        self.behind: dict[Title, int] = {}  # the newest revision that a replica that lags knows of

    @property
    def site(self) -> Site:
        return self.wiki.site

    @property
    def requests(self) -> int:
        return self.wiki.requests

    def offers(self, question: object) -> bool:
        return isinstance(question, Since) or self.wiki.offers(question)  # type: ignore[arg-type]

    def enumerate(self, query: Query) -> Iterator[CandidateBatch]:
        return self.wiki.enumerate(query)

    def fetch(
        self, wanted: Query | Iterable[CandidateBatch], facets: Facets = frozenset({INFO})
    ) -> Iterator[PageBatch]:
        asked = {facet for facet in facets if isinstance(facet, Since)}
        for batch in self.wiki.fetch(wanted, facets - asked):
            yield [self._told(page, asked) for page in batch]

    def effort(self, facet: AnyFacet) -> Effort:
        return self.wiki.effort(facet)

    def further(self, wanted: Iterable[PageBatch], facets: Facets) -> Iterator[PageBatch]:
        return self.wiki.further(wanted, facets)

    def _told(self, page: Page, asked: set[Since]) -> Page:
        newest = self.behind.get(page.title, page.revid)
        lags = page.title in self.behind
        known = [one for one in self.history.get(page.title, []) if not lags or one.revid <= newest]
        told: FacetValues = {
            one: tuple(rev for rev in known if rev.revid > one.revid) for one in asked
        }
        return replace(page, revid=newest, facets={**page.facets, **told})

    def write(self, item: Item) -> Outcome:
        self.sent.append(item)
        self.before_write(item)
        return self.faults.popleft()(self.wiki, item) if self.faults else self.save(item)

    def save(self, item: Item, user: str = "") -> Outcome:
        """Save an item for good, into the history too."""
        outcome = self.wiki.write(item)
        if outcome.code == "saved":
            self._record(item, outcome, user or self.site.account.name)
        return outcome

    def save_fault(self, _: OfflineWiki, item: Item) -> Outcome:
        """No fault at all: for the places between faults."""
        return self.save(item)

    def _record(self, item: Item, outcome: Outcome, user: str) -> None:
        assert isinstance(item, Edit | Publish)
        assert outcome.revid
        assert outcome.timestamp
        text = self.page(item.title.text).text
        self.history.setdefault(item.title, []).append(
            Revision(
                revid=outcome.revid,
                parent=item.baserevid or 0,
                user=user,
                timestamp=outcome.timestamp,
                sha1=sha1(text),
                summary=item.summary,
                text=text,
            )
        )

    def somebody(self, title: str, text: str | Callable[[str], str], user: str = "Human") -> int:
        """Somebody else edits the page; gives the revision."""
        page = self.page(title)
        after = text(page.text) if callable(text) else text
        edit = Edit(
            title=page.title,
            pageid=page.pageid,
            baserevid=page.revid,
            read_at=page.read_at,
            before=page.text,
            after=after,
            summary="by hand",
        )
        outcome = self.save(edit, user)
        assert outcome.revid, outcome
        return outcome.revid

    def page(self, title: str) -> Page:
        """The page as it is."""
        [[page]] = self.wiki.fetch([[Candidate(self.site.title(title))]], frozenset({INFO, TEXT}))
        return page

    def look(self, stop_page: Title | None = None) -> Standing:
        self.looks += 1
        return self.standing(self.wiki.look(stop_page))

    @property
    def notices(self) -> Sequence[Notice]:
        return self.wiki.notices

    def end_waits(self) -> None:
        self.wiki.end_waits()

    def close(self) -> None:
        self.wiki.close()


def lost_reply(stormy: Stormy) -> Fault:
    """The wiki saves the edit, and its answer gets lost."""

    def fault(_: OfflineWiki, item: Item) -> Outcome:
        stormy.save(item)
        raise Unreachable("the connection broke off", unsettled=True)

    return fault


def lost_request(_: OfflineWiki, __: Item) -> Outcome:
    """The edit never reaches the wiki, but nobody can tell."""
    raise Unreachable("the connection broke off", unsettled=True)


def no_wiki(_: OfflineWiki, __: Item) -> Outcome:
    """The wiki is not there at all."""
    raise Unreachable("it refuses the connection")


def answering(outcome: Outcome) -> Fault:
    """The wiki says so, whatever it is asked."""
    return lambda _wiki, _item: outcome
