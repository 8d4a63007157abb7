"""The source `new_files`: files that were uploaded."""

from typing import Annotated

from pydantic import Field

from bot import wiki
from bot.plugin import QuerySource, Reach
from bot.site import Site
from bot.sources.request_size import RequestSizeOption
from bot.sources.times import SinceOption, UntilOption, since, until
from bot.sources.users import UserNames, user_names
from bot.wiki import Query

_FIRST, _AGAIN = "upload/upload", "upload/overwrite"


class NewFiles(QuerySource):
    """Files that were uploaded, the newest first.

    From the log of uploads, which reaches back to the wiki's beginning: without `since` all of it
    is read.

    ```yaml
    for_each:
      new_files:
        since: 2026-11-01
    ```
    """

    since: SinceOption = None
    until: UntilOption = None
    user: Annotated[UserNames, Field(description="Only files uploaded by these.")] = ()
    new_versions: Annotated[bool, Field(description="Also files that only got a new version.")] = (
        False
    )
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise UsageError for a name that no user has."""
        user_names(self.user, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        return wiki.LogEvents(
            since=since(self.since, reach),
            until=until(self.until, reach),
            users=user_names(self.user, reach.wiki.site),
            types=(_FIRST, _AGAIN) if self.new_versions else (_FIRST,),
            request_size=self.request_size,
        )
