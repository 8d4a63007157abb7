"""The filter `last_edited`."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from bot.filters.times import Moment, is_between, surely_after, told
from bot.page import Page
from bot.plugin import Filter, Narrowed
from bot.site import Site
from bot.wiki import Edited, Query
from bot.wiki.narrowing import by_last_edit

EDITED = Edited()


class LastEdited(Filter):
    """Keep pages by when they were last edited: by their newest revision.

    `after` and `before` are dates (`2026-01-31`, in UTC), times, or ages: `before: 2 years` are
    pages that nobody edited for so long. `after` includes its moment, `before` does not.

    ```yaml
    where:
      - last_edited: {before: 2 years}
      - last_edited: {after: 2024-01-01, before: 2024-07-01}
    ```
    """

    main: ClassVar = None
    reads: ClassVar = frozenset({EDITED})

    after: Annotated[Moment | None, Field(description="At that time or later.")] = None
    before: Annotated[Moment | None, Field(description="Earlier than that.")] = None

    @model_validator(mode="after")
    def _has_something(self) -> Self:
        if not (self.after or self.before):
            raise ValueError("say when: `after`, `before` or both")
        return self

    def keep(self, page: Page) -> bool:
        """Whether the last edit was then."""
        return is_between(page[EDITED], self.after, self.before, page)

    def finding(self, page: Page) -> str:
        """When that was."""
        return told(page[EDITED])

    def narrowed(self, query: Query, site: Site) -> Narrowed | None:  # noqa: ARG002 - the base's
        """The question about pages that were edited lately enough."""
        since = surely_after(self.after)
        asked = by_last_edit(query, since) if since else None
        return Narrowed(asked, whole=False) if asked else None
