"""The condition `size_change`."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from bot.page import Page
from bot.plugin import Condition, Word


def _checked(text: str) -> str:
    number = text.strip().removesuffix("%").strip()
    if not number.replace(".", "", 1).isdecimal() or not number.isascii():
        raise ValueError(f"should be bytes such as 500, or a percentage such as 20%, not {text!r}")
    if "." in number and not text.strip().endswith("%"):
        raise ValueError(f"should be a whole number of bytes, not {text!r}")
    return text.strip()


Size = Annotated[str, Word("a number of bytes, or a percentage"), AfterValidator(_checked)]


class SizeChange(Condition):
    """The edit changes the size of the page by so much.

    Sizes are bytes (`500`) or a share of the page before the edit (`20%`). `growth` and `shrink`
    look one way only: a page that shrank has not grown at all.

    ```yaml
    require:
      - size_change: {at_most: 20%, direction: shrink}
    skip_if:
      - size_change: {at_least: 5000}
    ```
    """

    at_least: Annotated[Size | None, Field(description="The change is so large or larger.")] = None
    at_most: Annotated[Size | None, Field(description="The change is so large or smaller.")] = None
    direction: Annotated[
        Literal["any", "growth", "shrink"], Field(description="Which changes of size count.")
    ] = "any"

    @model_validator(mode="after")
    def _has_something(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("say how much: `at_least`, `at_most` or both")
        return self

    def holds(self, page: Page, after: str) -> bool:
        """Whether the change of size is within the bounds."""
        before = len(page.text.encode())
        growth = len(after.encode()) - before
        change = {"any": abs(growth), "growth": max(growth, 0), "shrink": max(-growth, 0)}[
            self.direction
        ]
        return (self.at_least is None or change >= _bytes(self.at_least, before)) and (
            self.at_most is None or change <= _bytes(self.at_most, before)
        )


def _bytes(size: str, whole: int) -> float:
    if size.endswith("%"):
        return float(size.removesuffix("%")) / 100 * whole
    return float(size)
