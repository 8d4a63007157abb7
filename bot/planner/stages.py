"""Which facets are fetched when, and which filters judge in between: the fewest requests.

What one request can fetch with the pages themselves is fetched at once, the text included: a
request of its own for a part of it would never save one. What costs requests of its own comes
when the filters that need less have dropped what they can; and before the pages are read, where
no filter reads them, since a source lists ten pages for the price of reading one. Asks nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.page import INFO, NOTHING, AnyFacet, Facets
from bot.plugin import Filter
from bot.site import Site
from bot.wiki.protocol import Effort

_RANKS: Final[dict[Effort, int]] = {"together": 0, "apart": 1, "each": 2}


@dataclass(frozen=True, slots=True)
class Stage:
    """One round of fetching and what judges the pages then.

    With `reads` the pages themselves are read, with these facets; else the facets are asked for
    apart. `filters` are in the order in which they judge.
    """

    facets: Facets
    filters: tuple[Filter, ...] = ()
    reads: bool = True


def stages(
    late: Sequence[Filter],
    wanted: Facets,
    site: Site,
    effort: Callable[[AnyFacet], Effort],
    *,
    read_first: bool = False,
) -> tuple[Stage, ...]:
    """The rounds for filters in the order of their cost, and all that the task wants of pages.

    With `read_first` the pages are read in the first one whatever the filters read.
    """
    ranks = {facet: _RANKS[effort(facet)] for facet in wanted}
    needs = {one: _of_pages(one.needs(site)) for one in late}
    tiers: dict[int, list[Filter]] = {0: [], 1: [], 2: []}
    for one, needed in needs.items():
        tiers[max((ranks[facet] for facet in needed), default=0)].append(one)
    together = frozenset(facet for facet, rank in ranks.items() if rank == 0)
    reading = Stage(together | {INFO}, tuple(tiers[0]))
    asking, asked = list[Stage](), set(together)
    for rank in (1, 2):
        facets = _all(needs[one] for one in tiers[rank]) - asked
        if tiers[rank]:
            asking.append(Stage(facets, tuple(tiers[rank]), reads=False))
        asked |= facets
    rest = wanted - asked
    last = [Stage(rest, reads=False)] if rest else []
    unread = not tiers[0] and all(needs[one].isdisjoint(together) for one in tiers[1] + tiers[2])
    if unread and not read_first:
        return (*asking, reading, *last)
    return (reading, *asking, *last)


def without_bare_reading(rounds: tuple[Stage, ...]) -> tuple[Stage, ...]:
    """The rounds without a last one that only sees whether the pages are there.

    For pages that are, and plugins that want to know no more of them.
    """
    *before, last = rounds
    bare = last.reads and last.facets == {INFO} and not last.filters
    return tuple(before) if before and bare else rounds


def _of_pages(facets: Facets) -> Facets:
    return frozenset(facet for facet in facets if facet.scope == "page")


def _all(several: Iterable[Facets]) -> Facets:
    return NOTHING.union(*several)
