"""What a task as a whole asks a wiki for: facets of the scope `task`, each asked once.

Reads; judges nothing.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from bot.page import AnyFacet, Candidate, Facets, FacetValues, Page
from bot.titles import Title
from bot.wiki import Backlinks, Known, Query, RedirectsTo, Wiki


def shared_facets(asked: Facets, wiki: Wiki) -> FacetValues:
    """The values of those of these facets that the whole task shares."""
    return Asking(wiki)(asked)


class Asking:
    """Asks for what a task shares when it is first wanted, and keeps it.

    Where rows make options, each of their values has a question of its own; the answers to the
    last `kept` questions are at hand.
    """

    def __init__(self, wiki: Wiki, kept: int = 10_000) -> None:
        self._wiki = wiki
        self._kept = kept
        self._known: dict[AnyFacet, tuple[Candidate, ...]] = {}

    def __call__(self, asked: Facets) -> FacetValues:
        """The values of those of these facets that a task shares; may ask the wiki."""
        known = [facet for facet in asked if isinstance(facet, Known)]
        values: dict[AnyFacet, tuple[Candidate, ...]] = {one: self._value(one) for one in known}
        while len(self._known) > self._kept:
            del self._known[next(iter(self._known))]
        return values

    def _value(self, facet: Known) -> tuple[Candidate, ...]:
        if facet not in self._known:
            self._known[facet] = tuple(chain.from_iterable(self._wiki.enumerate(facet.query)))
        return self._known[facet]


def with_shared(pages: Iterable[Page], shared: FacetValues) -> list[Page]:
    """The pages, each with what the task shares."""
    return [replace(page, shared=shared) for page in pages] if shared else list(pages)


def with_known(query: Query, shared: FacetValues) -> Query:
    """The question with what the task asked for already: the redirects to its target."""
    if isinstance(query, Backlinks) and query.through_redirects and isinstance(query.to, Title):
        known = shared.get(Known(RedirectsTo(to=query.to, double=True)))
        return query if known is None else replace(query, known=known)
    return query
