"""The source `log_events`: pages that a log names."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot import wiki
from bot.plugin import QuerySource, Reach
from bot.site import Site
from bot.sources.namespaces import ALL, NamespaceOption, numbers
from bot.sources.request_size import RequestSizeOption
from bot.sources.times import SinceOption, UntilOption, since, until
from bot.sources.users import UserNames, user_names
from bot.sources.words import Words
from bot.wiki import Query


class LogEvents(QuerySource):
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
    user: Annotated[UserNames, Field(description="Only entries made by these.")] = ()
    tag: Annotated[Words, Field(description="Only entries with one of these tags.")] = ()
    since: SinceOption = None
    until: UntilOption = None
    namespace: NamespaceOption = (ALL,)
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise UsageError for a namespace or a name that cannot be."""
        numbers(self.namespace, site)
        user_names(self.user, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        site = reach.wiki.site
        return wiki.LogEvents(
            since=since(self.since, reach),
            until=until(self.until, reach),
            namespaces=numbers(self.namespace, site),
            users=user_names(self.user, site),
            tags=self.tag,
            types=self.type,
            request_size=self.request_size,
        )
