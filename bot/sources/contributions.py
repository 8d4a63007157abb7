"""The source `contributions`: pages that somebody edited."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot import wiki
from bot.plugin import Reach
from bot.sources.happenings import Happenings
from bot.sources.users import UserNames
from bot.sources.words import Words
from bot.wiki import Query, Shown


class Contributions(Happenings):
    """Pages that a user edited, each once, the newest edit first.

    Of several users one after the other. They may be named with or without `User:`, and by their
    address where they have no account. Pages that were deleted since are not among them.

    ```yaml
    for_each:
      contributions:
        user: SweepBot
        since: 30 days
        namespace: 0
        newest: only
    ```
    """

    main: ClassVar = "user"

    user: Annotated[UserNames, Field(min_length=1, description="The user, or several.")]
    tag: Annotated[Words, Field(description="Only edits with one of these tags.")] = ()
    minor: Annotated[Shown, Field(description="Minor edits.")] = "include"
    created: Annotated[Shown, Field(description="Edits that made the page.")] = "include"
    newest: Annotated[Shown, Field(description="Edits after which nobody edited the page.")] = (
        "include"
    )

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        return wiki.Contributions(
            **self.shared(reach),
            tags=self.tag,
            minor=self.minor,
            created=self.created,
            newest=self.newest,
        )
