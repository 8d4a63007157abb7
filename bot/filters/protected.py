"""The filter `protected`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.options import Texts
from bot.page import Page
from bot.plugin import Filter
from bot.wiki import Protection, Restriction

PROTECTION = Protection()


class Protected(Filter):
    """Keep pages that are protected.

    `action` is what they are protected against (`edit`, `move`, `upload`, and `create` for a title
    without a page), `level` the right that it then takes (`autoconfirmed`, `sysop`, …). A page
    that is protected because another one with cascading protection transcludes it counts, too.

    ```yaml
    where:
      - not: {protected: {action: edit, level: sysop}}
    ```
    """

    main: ClassVar = "action"
    reads: ClassVar = frozenset({PROTECTION})

    action: Annotated[Texts, Field(description="Actions; any of them, all if not said.")] = ()
    level: Annotated[Texts, Field(description="Levels; any of them, all if not said.")] = ()

    def keep(self, page: Page) -> bool:
        """Whether the page is protected so."""
        restrictions = page[PROTECTION]
        return any(map(self._is_meant, restrictions))

    def finding(self, page: Page) -> str:
        """What the page is protected against."""
        return ", ".join(dict.fromkeys(f"{one.action}={one.level}" for one in page[PROTECTION]))

    def _is_meant(self, one: Restriction) -> bool:
        return (not self.action or one.action in self.action) and (
            not self.level or one.level in self.level
        )
