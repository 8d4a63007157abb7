"""The row of a page as an edit summary names it: `{{ row.archive }}`."""

from collections.abc import Mapping


class Row:
    """Columns by their names alone: no method of a mapping takes the place of a column."""

    __slots__ = ("_columns",)

    def __init__(self, columns: Mapping[str, str] | None) -> None:
        self._columns = columns or {}

    def __getitem__(self, name: str) -> str:
        return self._columns[name]


# How Jinja speaks of an object that lacks something.
MISSING = f"'{Row.__module__}.{Row.__qualname__} object' has no attribute"
IN_WORDS = "the page's row has no column"
