"""Walks over the tables in the order of an index, block by block: bounded memory, no OFFSET.

Every walk asks anew from the place where the last block ended, so nothing is held open between
two blocks and another process may write in between.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import groupby, islice, repeat
from typing import Final, TypeVar

from bot.offline.store import Key, Row
from bot.wiki import Namespaces, Redirects

T = TypeVar("T")
Ask = Callable[[str, Iterable[object]], list[Row]]
PAGE_ID, PAGE_NAMESPACE, PAGE_NAME, PAGE_REDIRECT = range(4)  # of every row that walks here give
_REDIRECT_VALUE: Final = {"exclude": 0, "only": 1}
_SMALLEST_BLOCK: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """Which of the pages with links of one kind to a target are wanted, and in which order."""

    kind: int
    namespaces: Namespaces = None
    redirects: Redirects = "include"
    descending: bool = False
    block: int = 500

    def walk(self, ask: Ask, target: Key) -> Iterator[Row]:
        """By page id; where several namespaces are named, by namespace and page id.

        That is the order of ApiQueryBacklinks.php.
        """
        if self.namespaces is None:
            yield from self._walk(ask, target, None, self.block)
            return
        for namespace in sorted(set(self.namespaces), reverse=self.descending):
            yield from self._walk(ask, target, (namespace,), self.block)

    def walk_all(self, ask: Ask, targets: list[Key]) -> Iterator[tuple[Row, list[int]]]:
        """Each page with a link to any of the targets once, by page id, with their numbers."""
        block = max(_SMALLEST_BLOCK, self.block // max(len(targets), 1))
        streams = (
            zip(self._walk(ask, target, self.namespaces, block), repeat(number), strict=False)
            for number, target in enumerate(targets)
        )
        found = merge(*streams, key=lambda pair: pair[0][PAGE_ID], reverse=self.descending)
        for _, group in groupby(found, key=lambda pair: pair[0][PAGE_ID]):
            pairs = list(group)
            yield pairs[0][0], [number for _, number in pairs]

    def _walk(self, ask: Ask, target: Key, namespaces: Namespaces, block: int) -> Iterator[Row]:
        conditions = ["l.kind = ?", "l.ns = ?", "l.name = ?"]
        values: list[object] = [self.kind, *target]
        if namespaces is not None:
            conditions.append(f"l.page_ns IN ({marks(namespaces)})")
            values += namespaces
        if self.redirects != "include":
            conditions.append("p.redirect = ?")
            values.append(_REDIRECT_VALUE[self.redirects])
        order, beyond = ("DESC", "<") if self.descending else ("ASC", ">")
        sql = (
            "SELECT p.id, p.ns, p.name, p.redirect "  # noqa: S608 - no value is in it
            "FROM links AS l CROSS JOIN pages AS p ON p.id = l.page "
            f"WHERE {' AND '.join(conditions)} AND l.page {beyond} ? "
            f"ORDER BY l.page {order} LIMIT ?"
        )
        last = 2**63 - 1 if self.descending else -1
        while rows := ask(sql, (*values, last, block)):
            yield from rows
            if len(rows) < block:
                return
            last = rows[-1][PAGE_ID]


def walk_names(
    ask: Ask,
    namespace: int,
    lowest: str,
    beyond: str,
    *,
    redirects: Redirects,
    descending: bool,
    block: int,
    smallest: int | None = None,
    largest: int | None = None,
) -> Iterator[Row]:
    """The pages of a namespace from `lowest` to before `beyond` (empty: to the end), by name.

    `smallest` and `largest` bound the length of the text in bytes, both included.
    """
    conditions = ["ns = ?"]
    values: list[object] = [namespace]
    for bound, sign in ((smallest, ">="), (largest, "<=")):
        if bound is not None:
            conditions.append(f"length {sign} ?")
            values.append(bound)
    if redirects != "include":
        conditions.append("redirect = ?")
        values.append(_REDIRECT_VALUE[redirects])
    order = "DESC" if descending else "ASC"
    while True:
        ends = ["name >= ?", *(["name < ?"] if beyond else [])]
        sql = (
            "SELECT id, ns, name, redirect FROM pages "  # noqa: S608 - no value is in it
            f"WHERE {' AND '.join((*conditions, *ends))} ORDER BY name {order} LIMIT ?"
        )
        rows = ask(sql, (*values, lowest, *([beyond] if beyond else []), block))
        yield from rows
        if len(rows) < block:
            return
        last: str = rows[-1][PAGE_NAME]
        if descending:
            beyond = last
        else:
            lowest = f"{last}\0"  # the very next text there could be


def walk_ids(
    ask: Ask, namespaces: Namespaces, *, redirects: Redirects, block: int
) -> Iterator[Row]:
    """All pages of these namespaces by page id."""
    conditions = ["id > ?"]
    values: list[object] = []
    if namespaces is not None:
        conditions.append(f"ns IN ({marks(namespaces)})")
        values += namespaces
    if redirects != "include":
        conditions.append("redirect = ?")
        values.append(_REDIRECT_VALUE[redirects])
    sql = (
        "SELECT id, ns, name, redirect FROM pages "  # noqa: S608 - no value is in it
        f"WHERE {' AND '.join(conditions)} ORDER BY id LIMIT ?"
    )
    last = -1
    while rows := ask(sql, (last, *values, block)):
        yield from rows
        if len(rows) < block:
            return
        last = rows[-1][PAGE_ID]


def batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of `size`, the last one shorter."""
    iterator = iter(things)
    while batch := list(islice(iterator, size)):
        yield batch


def marks(values: Iterable[object]) -> str:
    """One placeholder of SQL for each value."""
    return ", ".join("?" for _ in values)
