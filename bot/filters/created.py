"""The filter `created`."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from bot.filters.naming import user_name
from bot.filters.times import Moment, is_between, surely_after, told
from bot.options import Texts
from bot.page import Page
from bot.plugin import Filter, Narrowed
from bot.site import Site
from bot.wiki import FirstRevision, Query
from bot.wiki.narrowing import by_creation

FIRST = FirstRevision()


class Created(Filter):
    """Keep pages by when, or by whom, they were created: by their oldest revision.

    `after` and `before` are dates (`2026-01-31`, in UTC), times, or ages: `after: 30 days` are
    pages that are not older than that. `after` includes its moment, `before` does not. Costs one
    request for every page, since the API knows no other way: put filters beside it that drop most
    pages, or take the source `new_pages`.

    ```yaml
    where:
      - created: {after: 30 days}
      - not: {created: {by: [Ann, OldBot]}}
    ```
    """

    main: ClassVar = None
    reads: ClassVar = frozenset({FIRST})

    after: Annotated[Moment | None, Field(description="At that time or later.")] = None
    before: Annotated[Moment | None, Field(description="Earlier than that.")] = None
    by: Annotated[Texts, Field(description="By one of these users.")] = ()

    @model_validator(mode="after")
    def _has_something(self) -> Self:
        if not (self.after or self.before or self.by):
            raise ValueError("say when or by whom: `after`, `before`, `by`")
        return self

    def fits(self, site: Site) -> None:
        """Raise InvalidTitle for a name that no user can have."""
        for name in self.by:
            user_name(name, site)

    def keep(self, page: Page) -> bool:
        """Whether the first revision is as wanted."""
        first = page[FIRST]
        if first is None or not is_between(first.timestamp, self.after, self.before, page):
            return False
        return not self.by or first.user in {user_name(name, page.site) for name in self.by}

    def finding(self, page: Page) -> str:
        """When and by whom."""
        first = page[FIRST]
        return "" if first is None else f"{told(first.timestamp)} {first.user}".rstrip()

    def narrowed(self, query: Query, site: Site) -> Narrowed | None:  # noqa: ARG002 - the base's
        """The question about pages that were made lately enough."""
        since = surely_after(self.after)
        asked = by_creation(query, since) if since else None
        return Narrowed(asked, whole=False) if asked else None
