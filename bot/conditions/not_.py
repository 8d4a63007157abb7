"""The condition `not`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.page import NOTHING, Page
from bot.plugin import Condition, Conditions


class Not(Condition):
    """None of these conditions is true of the edit.

    Takes one condition or a list; a list means `none of them`.

    ```yaml
    require:
      - not: only_whitespace
    ```
    """

    main: ClassVar = "conditions"
    reads: ClassVar = NOTHING

    conditions: Annotated[Conditions, Field(min_length=1)]

    def holds(self, page: Page, after: str) -> bool:
        """Whether none of them is true of the edit."""
        return not any(one.holds(page, after) for one in self.conditions)
