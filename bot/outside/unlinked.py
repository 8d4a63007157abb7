"""The SQL that finds pages to which too few pages link, for a stretch of page ids at a time.

Where the tables leave it open whether a link counts, it does not: more pages may be found than are
orphans, never fewer. Makes text and values; asks nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.outside.linktables import PAGE, PAGELINKS, LinkTable, Sql, key
from bot.outside.replica import Value
from bot.titles import Title
from bot.wiki import Namespaces, Redirects

_STEPS: Final = 2  # redirects between a link and the page; longer chains are left to the wiki
_NOT_ELSEWHERE: Final = "(r{0}.rd_interwiki IS NULL OR r{0}.rd_interwiki = '')"
LAST_ID: Final = Sql("SELECT MAX(page_id) FROM page")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a linking page that does not count has: a row of its own in a table.

    `by` is the column with its number, `such` says which rows of it are meant: by what is no
    column, so that the server looks at the rows of one page, and never at all that are such.
    """

    table: str
    by: str
    such: Sql


DISAMBIGUATION: Final = Mark("page_props", "pp_page", Sql("CONCAT(pp_propname) = 'disambiguation'"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """Which pages count: in `namespaces`, with none of `marks`, and none of `but` by number.

    `enough` of them make a page none that is looked for. `old` is the shape of `pagelinks`.
    """

    old: bool
    namespaces: Namespaces = None
    enough: int = 1
    marks: tuple[Mark, ...] = ()
    but: tuple[int, ...] = ()


def numbers(titles: Sequence[Title]) -> Sql:
    """The rows of `linktarget` for titles that are all of one namespace."""
    marks = _marks(titles)
    return Sql(
        f"SELECT lt_id FROM linktarget WHERE lt_namespace = %s AND lt_title IN ({marks})",  # noqa: S608 - names only
        (titles[0].namespace, *map(key, titles)),
    )


def mark(table: LinkTable, titles: Sequence[Title], targets: Sequence[int] = ()) -> Mark:
    """That a page links so to one of these; `targets` are their numbers in the table's new shape.

    Without any the table has its old shape.
    """
    column = f"{table.prefix}_target_id + 0" if targets else f"CONCAT({table.old_title})"
    values: tuple[Value, ...] = tuple(targets or map(key, titles))
    such = f"{column} IN ({_marks(values)})"
    if table.old_namespace and not targets:
        such, values = f"{table.old_namespace} = %s AND {such}", (titles[0].namespace, *values)
    return Mark(table.name, f"{table.prefix}_from", Sql(such, values))


def pages(
    above: int, to: int, *, namespaces: Namespaces = None, redirects: Redirects = "include"
) -> Sql:
    """All pages with numbers above one and up to another, by these: `PAGE`."""
    where = "t.page_id > %s AND t.page_id <= %s"
    values: tuple[Value, ...] = (above, to)
    # `+ 0` keeps the server from an index over all pages of a namespace, stretch after stretch.
    if namespaces is not None:
        where += f" AND t.page_namespace + 0 IN ({_marks(namespaces)})"
        values += namespaces
    if redirects != "include":
        where += f" AND t.page_is_redirect + 0 = {int(redirects == 'only')}"
    columns = ", ".join(f"t.{one}" for one in PAGE.split(", "))
    return Sql(f"SELECT {columns} FROM page t WHERE {where}", values)  # noqa: S608 - names only


def unlinked(
    above: int, to: int, counting: Counting, *, namespaces: Namespaces, redirects: Redirects
) -> Sql:
    """Those of `pages` to which fewer than `enough` pages link at any number of steps.

    A subquery with LIMIT ends at the page that is enough, however many others link there; one
    that stands in EXISTS would be turned into a join with all links of the wiki.
    """
    found = pages(above, to, namespaces=namespaces, redirects=redirects)
    text, values = found.text, found.values
    for steps in range(_STEPS + 1):
        linking = _linking(steps, counting)
        text += f" AND ({linking.text}) IS NULL"
        values += linking.values
    return Sql(f"{text} ORDER BY t.page_id", values)


def _linking(steps: int, counting: Counting) -> Sql:
    """The page that is enough to link to `t`, or to a redirect that is so many steps away.

    The order of tables is laid down, as each is then one look into an index: of links by what
    they lead to, of pages by their numbers, which `+ 0` keeps from being looked for otherwise.
    """
    tables, conditions = _way(steps, old=counting.old)
    tables.append("JOIN page p ON p.page_id = pl_from")
    conditions += ["p.page_is_redirect + 0 = 0", "pl_from <> t.page_id"]
    values: tuple[Value, ...] = ()
    for one in counting.marks:
        such = f"{one.by} = pl_from AND {one.such.text}"
        tables.append(f"LEFT JOIN {one.table} ON {such}")
        conditions.append(f"{one.by} IS NULL")
        values += one.such.values
    if counting.namespaces is not None:  # as the API asks it: by the column of the link
        conditions.append(f"pl_from_namespace IN ({_marks(counting.namespaces)})")
        values += counting.namespaces
    if counting.but:
        conditions.append(f"pl_from NOT IN ({_marks(counting.but)})")
        values += counting.but
    distinct = "DISTINCT " if steps and counting.enough > 1 else ""
    return Sql(
        f"SELECT STRAIGHT_JOIN {distinct}pl_from FROM {' '.join(tables)} "  # noqa: S608 - names only
        f"WHERE {' AND '.join(conditions)} LIMIT 1 OFFSET {counting.enough - 1}",
        values,
    )


def _way(steps: int, *, old: bool) -> tuple[list[str], list[str]]:
    """The tables from `t` to the links, each by its index, and their conditions."""
    tables: list[str] = []
    conditions: list[str] = []

    def add(table: str, *on: str) -> None:
        """The first table has nothing to be joined to, so its conditions are the query's."""
        if tables:
            tables.append(f"JOIN {table} ON {' AND '.join(on)}")
        else:
            tables.append(table)
            conditions.extend(on)

    at = "t"
    for step in range(1, steps + 1):
        add(
            f"redirect r{step}",
            f"r{step}.rd_namespace = {at}.page_namespace",
            f"r{step}.rd_title = {at}.page_title",
            _NOT_ELSEWHERE.format(step),
        )
        at = f"q{step}"
        add(f"page {at}", f"{at}.page_id = r{step}.rd_from")
    if old:
        namespace, title = PAGELINKS.old_namespace, PAGELINKS.old_title
        add("pagelinks", f"{namespace} = {at}.page_namespace", f"{title} = {at}.page_title")
    else:
        add("linktarget", f"lt_namespace = {at}.page_namespace", f"lt_title = {at}.page_title")
        add("pagelinks", "pl_target_id = lt_id")
    return tables, conditions


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))
