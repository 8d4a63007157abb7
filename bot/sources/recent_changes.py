"""The source `recent_changes`: pages that changed lately."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from bot import wiki
from bot.plugin import Reach
from bot.sources.happenings import Happenings
from bot.sources.words import Words, as_tuple
from bot.wiki import ChangeType, Query, Shown


class RecentChanges(Happenings):
    """Pages that changed lately, each once, the newest change first.

    A wiki remembers the changes of the last 90 days (Wikimedia's wikis of 30); without `since` all
    of them are read. A page has the name and the namespace that it had when it changed; one that
    was moved since is read under its new name. Whether a page is a redirect is for the filter
    `redirect`.

    ```yaml
    for_each:
      recent_changes:
        since: 2 days
        namespace: 0
        tag: mobile edit
        bots: exclude
    ```
    """

    type: Annotated[
        tuple[ChangeType, ...],
        BeforeValidator(as_tuple),
        Field(
            min_length=1,
            description="Edits, new pages, log entries (moves, deletions, …), changes on Wikidata.",
        ),
    ] = ("edit", "new")
    tag: Annotated[Words, Field(description="Only changes with one of these tags.")] = ()
    bots: Annotated[Shown, Field(description="Changes by bots.")] = "include"
    minor: Annotated[Shown, Field(description="Minor edits.")] = "include"
    anonymous: Annotated[Shown, Field(description="Changes by people without an account.")] = (
        "include"
    )
    patrolled: Annotated[
        Shown, Field(description="Changes that somebody patrolled; takes a right to know that.")
    ] = "include"
    newest_only: Annotated[
        bool, Field(description="Only where nobody edited the page after that change.")
    ] = False

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        return wiki.RecentChanges(
            **self.shared(reach),
            types=self.type,
            tags=self.tag,
            bots=self.bots,
            minor=self.minor,
            anonymous=self.anonymous,
            patrolled=self.patrolled,
            newest_only=self.newest_only,
        )
