"""The source `intersection`: what several sources have in common."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Annotated, ClassVar

from pydantic import Field, SerializeAsAny

from bot.plugin import NarrowedSource, Reach, Source
from bot.sources.gathered import Gathered, joined
from bot.wiki import CandidateBatch


class Intersection(Source):
    """The pages that every one of these sources finds, in the order of the first.

    Each page has the ways of all of them. The other sources are read first, one after the other,
    and of them only what all have in common is kept; where that is nothing, the rest is not asked
    for. The first source is then a stream: make it the one with the most pages. A million kept
    pages take some 70 MiB.

    ```yaml
    for_each:
      intersection:
        - category: {category: Astronomy, depth: all}
        - backlinks: Mercury
    ```
    """

    main: ClassVar = "sources"

    sources: Annotated[
        tuple[SerializeAsAny[Source], ...],
        Field(min_length=2, description="The sources, the one with the most pages first."),
    ]

    def narrowed(self, narrow: Callable[[Source], NarrowedSource]) -> NarrowedSource:
        """Each source as narrow as it can be; what one of them leaves out is left out."""
        parts = [narrow(one) for one in self.sources]
        answered = (one for part in parts for one in part.answered)
        narrower = self.model_copy(update={"sources": tuple(one.source for one in parts)})
        return NarrowedSource.made_of(narrower, parts, answered)

    def find(self, reach: Reach) -> Iterator[CandidateBatch]:
        """The batches of the first source, without what any other lacks."""
        first, second, *others = self.sources
        common = Gathered(chain.from_iterable(second.candidates(reach)))
        for source in others:
            if not common:
                return
            common.keep_common(chain.from_iterable(source.candidates(reach)))
        if not common:
            return
        for batch in first.candidates(reach):
            both = [
                joined(one, known)
                for one in batch
                if (known := common.known(one.title)) is not None
            ]
            if both:
                yield both
