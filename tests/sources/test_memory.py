"""What sources made of sources keep in memory for each page: bytes, which no machine changes.

Of two lists the longer one takes so much more; what two full batches take is in both.
"""

import gc
import tracemalloc
from collections.abc import Callable, Iterator

import pytest

from bot.page import Candidate, Via
from bot.plugin import Reach, Source
from bot.sources.difference import Difference
from bot.sources.intersection import Intersection
from bot.sources.sample import Sample
from bot.sources.union import Union
from bot.titles import Title
from bot.wiki import CandidateBatch
from tests.sources.conftest import made

FEW, MANY = 10_000, 20_000
VIA = (Via("category", Title(14, "Category:Planets")),)


class Pages(Source):
    """Pages with titles of some 24 letters, as those of wikis are; keeps nothing itself."""

    count: int
    begin: int = 0
    rows: bool = False

    def find(self, reach: Reach) -> Iterator[CandidateBatch]:
        size = reach.wiki.site.limits.titles
        for start in range(self.begin, self.begin + self.count, size):
            yield [
                Candidate(
                    Title(0, f"An article, number {number}"),
                    1_000_000_000 + number,
                    redirect=False,
                    direct=False,
                    via=VIA,
                    row={"name": f"value {number}"} if self.rows else None,
                )
                for number in range(start, min(start + size, self.begin + self.count))
            ]


def one(count: int) -> Source:
    return Pages(count=count)


def others(count: int) -> Source:
    return Pages(count=count, begin=MANY)


def union(count: int, **more: object) -> Source:
    return made(Union, sources=(one(count), one(count)), **more)


SOURCES: list[tuple[str, Callable[[int], Source], int]] = [
    ("the source itself", one, 1),
    ("union", union, 85),
    ("union, first ways", lambda count: union(count, ways="first"), 75),
    ("intersection of three", lambda n: made(Intersection, sources=(one(n), one(n), one(n))), 105),
    ("difference", lambda n: made(Difference, sources=(others(n), one(n))), 75),
    ("share", lambda n: made(Sample, of=one(n), share="50%"), 1),
    ("all of them", lambda n: made(Sample, of=one(n), count=n), 85),
    ("rows", lambda n: made(Union, sources=(Pages(count=n, rows=True), others(1))), 120),
]


@pytest.mark.parametrize(
    ("source", "most"), [row[1:] for row in SOURCES], ids=[row[0] for row in SOURCES]
)
def test_a_page_takes_so_many_bytes(reach, source, most):
    few, many = peak(source(FEW), reach), peak(source(MANY), reach)
    assert many - few < most * (MANY - FEW)


def peak(source: Source, reach: Reach) -> int:
    """The most bytes that were in use at once while the candidates were read."""
    assert reach.wiki.site
    gc.collect()
    tracemalloc.start()
    try:
        assert sum(len(batch) for batch in source.candidates(reach))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
