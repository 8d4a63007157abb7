"""The source `new_pages`: pages that were made lately."""

from typing import Annotated

from pydantic import Field

from bot import wiki
from bot.plugin import QuerySource, Reach
from bot.site import Site
from bot.sources.namespaces import ALL, NamespaceOption, numbers
from bot.sources.request_size import RequestSizeOption
from bot.sources.times import SinceOption, UntilOption, since, until
from bot.sources.users import UserNames, user_names
from bot.wiki import Query, Shown


class NewPages(QuerySource):
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

    since: SinceOption = None
    until: UntilOption = None
    namespace: NamespaceOption = (ALL,)
    user: Annotated[UserNames, Field(description="Only pages made by these.")] = ()
    bots: Annotated[Shown, Field(description="Pages made by bots.")] = "include"
    patrolled: Annotated[
        Shown, Field(description="Pages that somebody patrolled; takes a right to know that.")
    ] = "include"
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise UsageError for a namespace or a name that cannot be."""
        numbers(self.namespace, site)
        user_names(self.user, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        site = reach.wiki.site
        return wiki.RecentChanges(
            since=since(self.since, reach),
            until=until(self.until, reach),
            namespaces=numbers(self.namespace, site),
            types=("new",),
            users=user_names(self.user, site),
            bots=self.bots,
            patrolled=self.patrolled,
            request_size=self.request_size,
        )
