"""The source `log_events`: pages that a log names."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot import wiki
from bot.plugin import Reach
from bot.sources.happenings import Happenings
from bot.sources.words import Words
from bot.wiki import Query


class LogEvents(Happenings):
    """Pages that the wiki's logs name, each once, the newest entry first.

    `type` is a log, as in the address of Special:Log (`move`, `delete`, `protect`, `upload`, …),
    or an action in one (`move/move_redir`, `delete/restore`). A move names the old title. Logs
    reach back to the wiki's beginning: without `since` all of them is read. Entries about a whole
    wiki, which name no page, are passed over.

    ```yaml
    for_each:
      log_events:
        type: move
        since: 7 days
        namespace: 0
    ```
    """

    main: ClassVar = "type"

    type: Annotated[Words, Field(description="Logs, or actions in them; all if not said.")] = ()
    tag: Annotated[Words, Field(description="Only entries with one of these tags.")] = ()

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        return wiki.LogEvents(
            **self.shared(reach),
            tags=self.tag,
            types=self.type,
        )
