"""What a task as a whole asks a wiki for: facets of the scope `task`, each asked once.

Reads; judges nothing.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from bot.page import Facets, FacetValues, Page
from bot.wiki import Known, Wiki


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
