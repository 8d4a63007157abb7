"""The source `union`: several sources as one. A list under `for_each:` is one, too."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Annotated, ClassVar, Literal

from pydantic import Field, SerializeAsAny

from bot.plugin import NarrowedSource, Reach, Source
from bot.sources.gathered import Gathered, page_key
from bot.sources.keys import Keys
from bot.wiki import CandidateBatch


class Union(Source):
    """The pages of several sources, one source after the other, each page once.

    A page that several sources find has every way by which any of them found it. So the first
    page comes after the last source was read to its end, and until then all of them are kept:
    some 70 MiB for a million. With `ways: first` pages come at once, each as the first source
    found it, and only their names are kept; say so where a list is long and nobody asks how a
    page got there. A page that a source names without knowing whether it exists is the same as
    one of that title that another source has found.

    ```yaml
    for_each:
      union:
        - backlinks: Mercury
        - category: Planets
    ```
    """

    main: ClassVar = "sources"

    sources: Annotated[
        tuple[SerializeAsAny[Source], ...], Field(min_length=1, description="The sources.")
    ]
    ways: Annotated[
        Literal["all", "first"],
        Field(description="Whether a page tells all its ways, or only the first source's."),
    ] = "all"

    def narrowed(self, narrow: Callable[[Source], NarrowedSource]) -> NarrowedSource:
        """Each source as narrow as it can be; one alone needs no union."""
        first, *others = parts = [narrow(one) for one in self.sources]
        if not others:
            return first
        answered = (one for one in first.answered if all(one in part.answered for part in others))
        narrower = self.model_copy(update={"sources": tuple(one.source for one in parts)})
        return NarrowedSource.made_of(narrower, parts, answered)

    def find(self, reach: Reach) -> Iterator[CandidateBatch]:
        """The pages of each source, without those that came before."""
        if len(self.sources) == 1:
            return self.sources[0].candidates(reach)
        return self._as_first_found(reach) if self.ways == "first" else self._gathered(reach)

    def _gathered(self, reach: Reach) -> Iterator[CandidateBatch]:
        streams = (source.candidates(reach) for source in self.sources)
        everything = Gathered(chain.from_iterable(chain.from_iterable(streams)))
        yield from everything.batches(reach.wiki.site.limits.listing)

    def _as_first_found(self, reach: Reach) -> Iterator[CandidateBatch]:
        seen = Keys()
        for source in self.sources:
            for batch in source.candidates(reach):
                new: CandidateBatch = []
                for one in batch:
                    before = len(seen)
                    if seen.add(page_key(one.title)) == before:
                        new.append(one)
                if new:
                    yield new
