"""The source `recent_changes`: pages that changed lately."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from bot import wiki
from bot.plugin import QuerySource, Reach
from bot.site import Site
from bot.sources.namespaces import ALL, NamespaceOption, numbers
from bot.sources.request_size import RequestSizeOption
from bot.sources.times import SinceOption, UntilOption, since, until
from bot.sources.users import UserNames, user_names
from bot.sources.words import Words, as_tuple
from bot.wiki import ChangeType, Query, Shown


class RecentChanges(QuerySource):
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

    since: SinceOption = None
    until: UntilOption = None
    namespace: NamespaceOption = (ALL,)
    type: Annotated[
        tuple[ChangeType, ...],
        BeforeValidator(as_tuple),
        Field(
            min_length=1,
            description="Edits, new pages, log entries (moves, deletions, …), changes on Wikidata.",
        ),
    ] = ("edit", "new")
    user: Annotated[UserNames, Field(description="Only changes by these.")] = ()
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
            types=self.type,
            users=user_names(self.user, site),
            tags=self.tag,
            bots=self.bots,
            minor=self.minor,
            anonymous=self.anonymous,
            patrolled=self.patrolled,
            newest_only=self.newest_only,
            request_size=self.request_size,
        )
