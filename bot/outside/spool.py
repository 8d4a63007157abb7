"""Rows put aside, so that whoever gave them need not wait for whoever works on them.

A plan may take hours, and a database that is read that slowly ends the query: its time counts
until the last row. In memory while they are few, then in a file without a name.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import Any, Final

_IN_MEMORY: Final = 4 << 20  # bytes


class Spool:
    """Rows of what JSON knows, in the order in which they were put in; read once, at the end."""

    def __init__(self, file: "SpooledTemporaryFile[str]") -> None:
        self._file = file

    def put(self, rows: Iterable[Any]) -> None:
        """Read all these rows, and keep them."""
        self._file.writelines(f"{json.dumps(row, separators=(',', ':'))}\n" for row in rows)

    def __iter__(self) -> Iterator[Any]:
        self._file.seek(0)
        for line in self._file:
            yield json.loads(line)


@contextmanager
def spool() -> Iterator[Spool]:
    """A spool for as long as the block lasts."""
    with SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="\n") as file:
        yield Spool(file)
