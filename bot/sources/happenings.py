"""What the sources of changes, log entries and contributions share: when, where and by whom."""

from typing import Annotated, Any

from pydantic import Field

from bot.plugin import QuerySource, Reach
from bot.site import Site
from bot.sources.namespaces import ALL, NamespaceOption, numbers
from bot.sources.request_size import RequestSizeOption
from bot.sources.times import SinceOption, UntilOption, since, until
from bot.sources.users import UserNames, user_names


class Happenings(QuerySource):
    """A source over one of the questions of `bot.wiki.changes`."""

    since: SinceOption = None
    until: UntilOption = None
    namespace: NamespaceOption = (ALL,)
    user: Annotated[UserNames, Field(description="Only by these users.")] = ()
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise UsageError for a namespace or a name that cannot be."""
        numbers(self.namespace, site)
        user_names(self.user, site)

    def shared(self, reach: Reach) -> dict[str, Any]:
        """The options of this class, as fields of the question."""
        site = reach.wiki.site
        return {
            "since": since(self.since, reach),
            "until": until(self.until, reach),
            "namespaces": numbers(self.namespace, site),
            "users": user_names(self.user, site),
            "request_size": self.request_size,
        }
