"""The source `union`: several sources as one. A list under `for_each:` is one, too."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field, SerializeAsAny

from bot.plugin import Reach, Source
from bot.titles import Title
from bot.wiki import CandidateBatch


class Union(Source):
    """The pages of several sources, one source after the other, each page once.

    A page that several sources find comes as the first of them found it.

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

    def find(self, reach: Reach) -> Iterator[CandidateBatch]:
        """The batches of each source, without the pages that came before."""
        seen: set[Title] = set()
        for source in self.sources:
            for batch in source.candidates(reach):
                fresh = [one for one in batch if one.title not in seen]
                seen.update(one.title for one in fresh)
                if fresh:
                    yield fresh
