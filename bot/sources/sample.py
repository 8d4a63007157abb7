"""The source `sample`: some pages of another source, taken by chance."""

import hashlib
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Annotated, Self

from pydantic import AfterValidator, Field, SerializeAsAny, model_validator

from bot.page import Candidate
from bot.plugin import NarrowedSource, Reach, Source, Word
from bot.sources.drawn import Drawn
from bot.sources.gathered import page_key
from bot.wiki import CandidateBatch

_ALL = 1 << 64
_PERCENT = 100


def _share(text: str) -> str:
    number = text.strip().removesuffix("%").strip()
    if not (number.isascii() and number.replace(".", "", 1).isdecimal() and "%" in text):
        raise ValueError(f"should be a percentage such as 5%, not {text!r}")
    if not 0 < float(number) <= _PERCENT:
        raise ValueError(f"should be more than 0% and at most 100%, not {text!r}")
    return text.strip()


class Sample(Source):
    """Some pages of another source, each with the same chance: so many, or such a share.

    Which ones they are follows from `seed` and the titles alone: the same source and seed give the
    same sample tomorrow, and a list that has grown a little a sample that has changed a little.
    Another `seed` gives another sample. `share` gives pages as they come; `count` reads the source
    to its end and keeps little more than that many in memory. The order stays that of the source.

    ```yaml
    for_each:
      sample:
        of: {category: {category: Planets, depth: all}}
        count: 50
    ```
    """

    of: Annotated[SerializeAsAny[Source], Field(description="The source; of a list, their union.")]
    count: Annotated[int | None, Field(ge=1, description="How many pages.")] = None
    share: Annotated[
        str | None,
        Word("a percentage"),
        AfterValidator(lambda text: text and _share(text)),
        Field(description="Which part of the pages, such as `5%`."),
    ] = None
    seed: Annotated[int, Field(description="Another number gives another sample.")] = 0

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.count is None) == (self.share is None):
            raise ValueError("say how large: either `count` or `share`, one of them")
        return self

    def narrowed(self, narrow: Callable[[Source], NarrowedSource]) -> NarrowedSource | None:
        """Of a share each page has its own lot; how many are drawn of others is another matter."""
        if self.share is None:
            return None
        of = narrow(self.of)
        return NarrowedSource.made_of(self.model_copy(update={"of": of.source}), [of], of.answered)

    def find(self, reach: Reach) -> Iterator[CandidateBatch]:
        """The pages that the draw fell on."""
        if self.count is not None:
            return self._so_many(reach, self.count)
        return self._such_a_share(reach, float((self.share or "").removesuffix("%")) / _PERCENT)

    def _so_many(self, reach: Reach, count: int) -> Iterator[CandidateBatch]:
        """Those with the `count` lowest lots: a reservoir whose chances the titles decide."""
        drawn = Drawn(count)
        for one in chain.from_iterable(self.of.candidates(reach)):
            drawn.add(self._lot(one), one)
        return drawn.batches(reach.wiki.site.limits.listing)

    def _such_a_share(self, reach: Reach, share: float) -> Iterator[CandidateBatch]:
        for batch in self.of.candidates(reach):
            drawn = [one for one in batch if self._lot(one) < share * _ALL]
            if drawn:
                yield drawn

    def _lot(self, one: Candidate) -> int:
        """A number below 2**64 that nobody can foresee, and that is always the same."""
        salt = str(self.seed).encode()
        digest = hashlib.blake2b(page_key(one.title), digest_size=8, key=salt[:64])
        return int.from_bytes(digest.digest(), "big")
