"""The filter `edited_by`."""

import ipaddress
from typing import Annotated, ClassVar

from pydantic import Field

from bot.errors import UsageError
from bot.filters.findings import listed
from bot.filters.naming import user_name
from bot.options import Texts
from bot.page import Page
from bot.plugin import Filter
from bot.site import Site
from bot.wiki import Contributors

CONTRIBUTORS = Contributors()


class EditedBy(Filter):
    """Keep pages that one of these users ever edited, or with `only` nobody else did.

    Users are named without `User:`, and are accounts: the wiki does not list addresses here, though
    it counts them. Names that were hidden are not known.

    ```yaml
    where:
      - edited_by: [Ann, Ben]
      - not: {edited_by: {user: SweepBot, only: true}}
    ```
    """

    main: ClassVar = "user"
    reads: ClassVar = frozenset({CONTRIBUTORS})

    user: Annotated[Texts, Field(min_length=1, description="Users; any of them.")]
    only: Annotated[bool, Field(description="Nobody but these users edited the page.")] = False

    def fits(self, site: Site) -> None:
        """Raise InvalidTitle for a name that no user can have, UsageError for an address."""
        for name in self.user:
            if _is_address(user_name(name, site)):
                raise UsageError(f"{name!r} is an address; the wiki lists accounts here alone")

    def keep(self, page: Page) -> bool:
        """Whether they are among those who worked on the page, or are all of them."""
        editors = page[CONTRIBUTORS]
        wanted = {user_name(one, page.site) for one in self.user}
        if not editors.users & wanted:
            return False
        return not self.only or (not editors.anonymous and editors.users <= wanted)

    def finding(self, page: Page) -> str:
        """Who worked on the page."""
        editors = page[CONTRIBUTORS]
        others = [f"{editors.anonymous} without an account"] if editors.anonymous else []
        return listed([*sorted(editors.users), *others])


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
