"""The SQL that finds pages by MediaWiki's link tables, in their old shape and in their new one.

What a link leads to once stood in each row of a link table (`pl_namespace`, `pl_title`); newer
versions keep it once for all, in the table `linktarget` (tables.json of MediaWiki 1.39 to 1.43,
https://www.mediawiki.org/wiki/Manual:Pagelinks_table). Makes text and values; asks nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from bot.outside.replica import Value
from bot.titles import Title
from bot.wiki import Namespaces, Order, Redirects

_REDIRECT: Final = {"include": "", "exclude": " AND page_is_redirect = 0"} | {
    "only": " AND page_is_redirect = 1"
}
PAGE: Final = "page_id, page_namespace, page_title, page_is_redirect"


@dataclass(frozen=True, slots=True)
class Sql:
    """A query, and the values for its `%s`."""

    text: str
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkTable:
    """A link table: its name, the prefix of its columns, and its old columns for the target.

    Without `old_namespace` all targets are in `namespace` (categories, files).
    """

    name: str
    prefix: str
    old_title: str
    old_namespace: str = ""
    namespace: int = 0

    @property
    def question(self) -> Sql:
        """The names of its columns, in the first column of the answer."""
        return Sql(f"SHOW COLUMNS FROM {self.name}")

    def is_old(self, columns: Iterable[str]) -> bool:
        """Whether the targets stand in the table itself.

        For a while both shapes are filled, and only the old one surely is whole.
        """
        return self.old_title in columns


PAGELINKS: Final = LinkTable("pagelinks", "pl", "pl_title", "pl_namespace")
TEMPLATELINKS: Final = LinkTable("templatelinks", "tl", "tl_title", "tl_namespace")
IMAGELINKS: Final = LinkTable("imagelinks", "il", "il_to", namespace=6)
CATEGORYLINKS: Final = LinkTable("categorylinks", "cl", "cl_to", namespace=14)


def linking(
    table: LinkTable,
    targets: Sequence[Title],
    *,
    old: bool,
    namespaces: Namespaces = None,
    redirects: Redirects = "include",
    order: Order = "ascending",
) -> Sql:
    """The pages with a link to one of the targets: `PAGE`, and the target's namespace and name.

    One row for each link, the rows of a page one after the other: by page id, or, of several
    namespaces, by namespace and page id, as the API has it.
    """
    source, where = _source(table, targets, old=old)
    among = Sql("")
    keys = ["page_id"]
    if namespaces is not None:
        marks = ", ".join(["%s"] * len(namespaces))
        among = Sql(f" AND page_namespace IN ({marks})", tuple(namespaces))
        keys = ["page_namespace", "page_id"] if len(namespaces) > 1 else keys
    falling = " DESC" if order == "descending" else ""
    by = ", ".join(f"{key}{falling}" for key in keys)
    return Sql(
        f"SELECT {PAGE}, {_target_columns(table, old=old)} FROM {source} "  # noqa: S608 - names only
        f"JOIN page ON page_id = {table.prefix}_from "
        f"WHERE ({where.text}){among.text}{_REDIRECT[redirects]} ORDER BY {by}",
        (*where.values, *among.values),
    )


def _source(table: LinkTable, targets: Sequence[Title], *, old: bool) -> tuple[str, Sql]:
    if old:
        return table.name, _named(table.old_namespace, table.old_title, targets)
    joined = f"linktarget JOIN {table.name} ON {table.prefix}_target_id = lt_id"
    return joined, _named("lt_namespace", "lt_title", targets)


def _target_columns(table: LinkTable, *, old: bool) -> str:
    if not old:
        return "lt_namespace, lt_title"
    return f"{table.old_namespace or table.namespace}, {table.old_title}"


def _named(namespace: str, title: str, targets: Sequence[Title]) -> Sql:
    """A condition that an index answers: MariaDB takes no index for pairs in a list."""
    parts: list[str] = []
    values: list[Value] = []
    for number, some in groupby(sorted(targets), key=lambda target: target.namespace):
        names = [key(target) for target in some]
        marks = ", ".join(["%s"] * len(names))
        within = f"{title} IN ({marks})"
        parts.append(f"({namespace} = %s AND {within})" if namespace else within)
        values += [number, *names] if namespace else names
    return Sql(" OR ".join(parts), tuple(values))


def key(title: Title) -> bytes:
    """A title's name as the database has it: bytes, underscores, no namespace."""
    return title.name.replace(" ", "_").encode()
