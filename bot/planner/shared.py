"""What a task as a whole asks a wiki for: facets of the scope `task`, each asked once.

Reads; judges nothing.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from bot.page import Facets, FacetValues, Page
from bot.titles import Title
from bot.wiki import Backlinks, Known, Query, RedirectsTo, Wiki


def shared_facets(asked: Facets, wiki: Wiki) -> FacetValues:
    """The values of those of these facets that the whole task shares."""
    return {
        facet: tuple(chain.from_iterable(wiki.enumerate(facet.query)))
        for facet in asked
        if isinstance(facet, Known)
    }


def with_shared(pages: Iterable[Page], shared: FacetValues) -> list[Page]:
    """The pages, each with what the task shares."""
    return [replace(page, shared=shared) for page in pages] if shared else list(pages)


def with_known(query: Query, shared: FacetValues) -> Query:
    """The question with what the task asked for already: the redirects to its target."""
    if isinstance(query, Backlinks) and query.through_redirects and isinstance(query.to, Title):
        known = shared.get(Known(RedirectsTo(to=query.to, double=True)))
        return query if known is None else replace(query, known=known)
    return query
