"""The condition `any`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.page import NOTHING, Page
from bot.plugin import Condition, Conditions


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
    reads: ClassVar = NOTHING

    conditions: Annotated[Conditions, Field(min_length=1)]

    def holds(self, page: Page, after: str) -> bool:
        """Whether one of them is true of the edit."""
        return any(one.holds(page, after) for one in self.conditions)
