"""The source `contributions`: pages that somebody edited."""

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
from bot.wiki import Query, Shown


class Contributions(QuerySource):
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
    since: SinceOption = None
    until: UntilOption = None
    namespace: NamespaceOption = (ALL,)
    tag: Annotated[Words, Field(description="Only edits with one of these tags.")] = ()
    minor: Annotated[Shown, Field(description="Minor edits.")] = "include"
    created: Annotated[Shown, Field(description="Edits that made the page.")] = "include"
    newest: Annotated[Shown, Field(description="Edits after which nobody edited the page.")] = (
        "include"
    )
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise UsageError for a namespace or a name that cannot be."""
        numbers(self.namespace, site)
        user_names(self.user, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        site = reach.wiki.site
        return wiki.Contributions(
            since=since(self.since, reach),
            until=until(self.until, reach),
            namespaces=numbers(self.namespace, site),
            users=user_names(self.user, site),
            tags=self.tag,
            minor=self.minor,
            created=self.created,
            newest=self.newest,
            request_size=self.request_size,
        )
