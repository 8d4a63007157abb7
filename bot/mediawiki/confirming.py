"""Asks the wiki whether pages that a copy of it names still link, use, belong to a target.

In batches, and in the request that fetches the pages anyway. The evidence is that of the tables
which the copy was asked by: `prop=links`, `prop=templates`, `prop=images`, `prop=categories`; for
orphans it is the links to each page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from bot.mediawiki.fetching import fetch_candidates
from bot.mediawiki.session import Session
from bot.page import Candidate, Facet, Facets, Page
from bot.site import CATEGORY, FILE
from bot.titles import Title
from bot.wiki import (
    Backlinks,
    Categories,
    CategoryMembers,
    Confirmed,
    FileUsage,
    Incoming,
    LinkedPages,
    MemberType,
    Orphans,
    PageBatch,
    ShownFiles,
    Transclusions,
    UsedTemplates,
)

Question = Backlinks | Transclusions | FileUsage | CategoryMembers | Orphans


def confirmed(session: Session, query: Confirmed, facets: Facets) -> Iterator[PageBatch]:
    """The pages of which the wiki says what the copy says, each with the ways that it confirms."""
    stream = chain.from_iterable(query.found())
    while part := list(islice(stream, session.site.limits.titles)):
        proof = _proof(query.question, part)
        batches = fetch_candidates(session, [part], facets | {proof.evidence})
        kept = [
            replace(page, candidate=one)
            for page in chain.from_iterable(batches)
            if _wanted(query.question, page) and (one := proof.agreed(page))
        ]
        if kept:
            yield kept


@dataclass(frozen=True, slots=True)
class _Proof:
    """The facet that tells which targets and ways a page has; `targets` are those themselves.

    `either` is where a page with a way is not direct, as the tables do not tell whether it is.
    """

    evidence: Facet[frozenset[Title]]
    targets: frozenset[Title]
    either: bool = False

    def agreed(self, page: Page) -> Candidate | None:
        """The page with the ways that the wiki knows, or None where it knows none."""
        has = page[self.evidence]
        via = tuple(way for way in page.candidate.via if way.title in has)
        direct = (page.candidate.direct or self.either) and not self.targets.isdisjoint(has)
        if not (direct or via):
            return None
        return replace(
            page.candidate,
            pageid=page.pageid,
            redirect=page.redirect,
            direct=direct and not (self.either and via),
            via=via,
        )


@dataclass(frozen=True, slots=True)
class _Counted:
    """The facet that tells how many pages link to a page; there are no ways to an orphan."""

    evidence: Incoming

    def agreed(self, page: Page) -> Candidate | None:
        """The page, or None where enough others link to it."""
        if page[self.evidence].more:
            return None
        return replace(page.candidate, pageid=page.pageid, redirect=page.redirect)


def _proof(question: Question, part: Sequence[Candidate]) -> _Proof | _Counted:
    if isinstance(question, Orphans):
        return _Counted(question.links)
    between = {way.title for one in part for way in one.via}
    if isinstance(question, CategoryMembers):
        return _Proof(Categories(), frozenset({question.category}))
    if isinstance(question, Transclusions):
        targets = frozenset(question.of)
        return _Proof(UsedTemplates(targets | between), targets, either=True)
    if isinstance(question, FileUsage):
        targets = frozenset(question.of)
        return _Proof(ShownFiles(targets | between), targets, either=True)
    targets = frozenset({question.to}) if isinstance(question.to, Title) else frozenset()
    return _Proof(LinkedPages(targets | between), targets)


def _wanted(question: Question, page: Page) -> bool:
    """Whether the page is there, and what else the question asks of it holds (still)."""
    if not page.exists:
        return False
    if question.namespaces is not None and page.title.namespace not in question.namespaces:
        return False
    if isinstance(question, CategoryMembers):
        return member_type(page.title) in question.types
    return question.redirects == "include" or (question.redirects == "only") == page.redirect


def member_type(title: Title) -> MemberType:
    """What kind of member of a category a page is, by its namespace."""
    kinds: dict[int, MemberType] = {CATEGORY: "subcat", FILE: "file"}
    return kinds.get(title.namespace, "page")
