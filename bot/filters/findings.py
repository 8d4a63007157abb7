"""How filters put into one short line what they saw."""

from collections.abc import Iterable

from bot.page import Page
from bot.plugin import Filter

_MOST = 5  # things that are named one by one
_LONGEST = 80  # letters of one thing


def listed(things: Iterable[object], *, total: int | None = None, more: bool = False) -> str:
    """`A, B, C and 4 more`; `more` says that there may be others that nobody counted."""
    every = [in_line(str(one)) for one in things]
    shown = ", ".join(every[:_MOST])
    left = (len(every) if total is None else total) - len(every[:_MOST])
    if more:
        return f"{shown} and more"
    return f"{shown} and {left} more" if left > 0 else shown


def in_line(text: str) -> str:
    """A text as one line that is not too long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def told(filters: Iterable[Filter], page: Page) -> str:
    """What those of these filters saw that keep the page, in their order."""
    return "; ".join(seen for one in filters if one.keep(page) and (seen := one.finding(page)))
