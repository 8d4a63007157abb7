"""The source `new_pages`: pages that were made lately."""

from typing import Annotated

from pydantic import Field

from bot import wiki
from bot.plugin import Reach
from bot.sources.happenings import Happenings
from bot.wiki import Query, Shown


class NewPages(Happenings):
    """Pages that were made lately, the newest first.

    From the recent changes, so as far back as the wiki remembers these (90 days, Wikimedia's 30).
    Pages that were deleted since are among them, as pages that do not exist.

    ```yaml
    for_each:
      new_pages:
        since: 7 days
        namespace: 0
    ```
    """

    bots: Annotated[Shown, Field(description="Pages made by bots.")] = "include"
    patrolled: Annotated[
        Shown, Field(description="Pages that somebody patrolled; takes a right to know that.")
    ] = "include"

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        return wiki.RecentChanges(
            **self.shared(reach),
            types=("new",),
            bots=self.bots,
            patrolled=self.patrolled,
        )
