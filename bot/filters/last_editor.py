"""The filter `last_editor`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.filters.naming import user_name
from bot.options import Texts
from bot.page import Page
from bot.plugin import Filter
from bot.site import Site
from bot.wiki import LastRevision

LAST = LastRevision()


class LastEditor(Filter):
    """Keep pages that one of these users was the last to edit.

    Users are named without `User:`; an address works, too.

    ```yaml
    where:
      - not: {last_editor: [SweepBot, OtherBot]}
    ```
    """

    main: ClassVar = "user"
    reads: ClassVar = frozenset({LAST})

    user: Annotated[Texts, Field(min_length=1, description="Users; any of them.")]

    def fits(self, site: Site) -> None:
        """Raise InvalidTitle for a name that no user can have."""
        for name in self.user:
            user_name(name, site)

    def keep(self, page: Page) -> bool:
        """Whether the newest revision is by one of them."""
        last = page[LAST]
        return last is not None and last.user in {user_name(one, page.site) for one in self.user}

    def finding(self, page: Page) -> str:
        """Who that was."""
        last = page[LAST]
        return "" if last is None else last.user
