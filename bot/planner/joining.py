"""Facets of several pages that one request fetches: those alike become one that tells it all.

A row may name a template of its own for each page. Asked of each page for each of them, a batch
would take as many answers as it has pages, squared. Asks nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.page import AnyFacet, Facets, FacetValues
from bot.titles import Title
from bot.wiki import LinkedPages, ShownFiles, UsedTemplates

_AMONG = (LinkedPages, ShownFiles, UsedTemplates)


def joined(wanted: Iterable[Facets]) -> Mapping[AnyFacet, AnyFacet]:
    """For each facet what is asked for instead: itself, or one about all titles of those alike."""
    every: dict[AnyFacet, None] = {facet: None for facets in wanted for facet in facets}
    among: dict[AnyFacet, frozenset[Title] | None] = {}
    for facet in every:
        if isinstance(facet, _AMONG):
            alike = replace(facet, among=None)
            known, more = among.get(alike, frozenset()), facet.among
            among[alike] = None if known is None or more is None else known | more
    return {
        facet: replace(facet, among=among[replace(facet, among=None)])
        if isinstance(facet, _AMONG)
        else facet
        for facet in every
    }


def own(values: FacetValues, wanted: Facets, asked: Mapping[AnyFacet, AnyFacet]) -> FacetValues:
    """The values of these facets of a page, out of those that were asked for instead.

    What the page lacks, as one that does not exist has no text, is left out.
    """
    return {
        facet: values[asked[facet]] & facet.among
        if isinstance(facet, _AMONG) and facet.among is not None
        else values[asked[facet]]
        for facet in wanted
        if asked[facet] in values
    }
