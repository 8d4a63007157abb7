"""The source `difference`: what one source finds and others do not."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Annotated, ClassVar

from pydantic import Field, SerializeAsAny

from bot.plugin import NarrowedSource, Reach, Source
from bot.sources.gathered import page_key
from bot.sources.keys import Keys
from bot.wiki import CandidateBatch


class Difference(Source):
    """The pages that the first source finds and none of the others, as the first found them.

    The others are read first, and only the names of their pages are kept, some 60 MiB for a
    million; the first source is then a stream.

    ```yaml
    for_each:
      difference:
        - category: {category: Planets, depth: all}
        - backlinks: List of planets
    ```
    """

    main: ClassVar = "sources"

    sources: Annotated[
        tuple[SerializeAsAny[Source], ...],
        Field(min_length=2, description="The source, and those whose pages are left out."),
    ]

    def narrowed(self, narrow: Callable[[Source], NarrowedSource]) -> NarrowedSource:
        """The first source as narrow as it can be.

        The others stay whole: a page that a filter drops when they are listed, and keeps when the
        first one is, would else come although it is to be left out.
        """
        first = narrow(self.sources[0])
        narrower = self.model_copy(update={"sources": (first.source, *self.sources[1:])})
        return NarrowedSource.made_of(narrower, [first], first.answered)

    def gives_rows(self) -> bool:
        """Whether the first one does: nothing comes of the others."""
        return self.sources[0].gives_rows()

    def find(self, reach: Reach) -> Iterator[CandidateBatch]:
        """The batches of the first source, without what any other has."""
        first, *others = self.sources
        streams = (source.candidates(reach) for source in others)
        without = Keys()
        for one in chain.from_iterable(chain.from_iterable(streams)):
            without.add(page_key(one.title))
        for batch in first.candidates(reach):
            left = [one for one in batch if page_key(one.title) not in without]
            if left:
                yield left
