"""The condition `any`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.page import NOTHING, Facets, Page
from bot.plugin import Condition, Conditions
from bot.site import Site


class Any(Condition):
    """At least one of these conditions is true of the edit.

    They are asked in their order, and no more of them than needed.

    ```yaml
    require:
      - any:
          - keeps: references
          - size_change: {at_most: 500}
    ```
    """

    main: ClassVar = "conditions"

    conditions: Annotated[Conditions, Field(min_length=1)]

    def needs(self, site: Site) -> Facets:
        """What the conditions in it need."""
        return NOTHING.union(*(one.needs(site) for one in self.conditions))

    def holds(self, page: Page, after: str) -> bool:
        """Whether one of them is true of the edit."""
        return any(one.holds(page, after) for one in self.conditions)
