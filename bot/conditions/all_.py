"""The condition `all`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.page import NOTHING, Page
from bot.plugin import Condition, Conditions


class All(Condition):
    """Every one of these conditions is true of the edit.

    Under `require` that is so anyway; `all` is for `skip_if`, where one condition is enough.

    ```yaml
    skip_if:
      - all:
          - only_cosmetic
          - size_change: {at_most: 100}
    ```
    """

    main: ClassVar = "conditions"
    reads: ClassVar = NOTHING

    conditions: Annotated[Conditions, Field(min_length=1)]

    def holds(self, page: Page, after: str) -> bool:
        """Whether each of them is true of the edit."""
        return all(one.holds(page, after) for one in self.conditions)
