"""A stream of items cut into what is shown at once: an edit, rows of a report, another item."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from bot.diff import Hunk, hunks
from bot.plan import Edit, Item, Numbered, Row
from bot.render.jsonlines import item_json
from bot.site import Site
from bot.titles import Title

_ROWS = 200  # rows that are lined up with each other; the next ones begin a table of their own


@dataclass(frozen=True, slots=True)
class Section:
    """What a template is given for one item, or for `rows` that follow on each other.

    `hunks` are an edit's, `facts` what else is known of an item of another kind.
    """

    kind: str
    number: int
    title: str = ""
    url: str = ""
    summary: str = ""
    minor: bool = False
    hunks: tuple[Hunk, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    report: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def sections(entries: Iterable[Numbered], site: Site | None = None) -> Iterator[Section]:
    """The sections of these items, in their order; with a site, with addresses to link to."""
    for report, group in groupby(entries, key=_report):
        if report is None:
            yield from (_single(one.number, one.item, site) for one in group)
            continue
        rows: list[Numbered] = []
        for one in group:
            rows.append(one)
            if len(rows) == _ROWS:
                yield _table(report, rows)
                rows = []
        if rows:
            yield _table(report, rows)


def address(title: Title, site: Site | None) -> str:
    """Where the page is read, if the wiki has told an address that a browser may follow."""
    url = site.page_url(title) if site else ""
    return url if url.startswith(("https://", "http://")) else ""


def _report(entry: Numbered) -> str | None:
    return entry.item.report if isinstance(entry.item, Row) else None


def _single(number: int, item: Item, site: Site | None) -> Section:
    title, url = item.title.text, address(item.title, site)
    if isinstance(item, Edit):
        found = tuple(hunks(item.before, item.after))
        return Section(item.kind, number, title, url, item.summary, item.minor, found)
    facts = tuple(
        (name, "" if value is None else str(value))
        for name, value in item_json(item).items()
        if name not in {"type", "title", "pageid"}
    )
    return Section(item.kind, number, title, url, facts=facts)


def _table(report: str, entries: list[Numbered]) -> Section:
    rows = [entry.item.columns for entry in entries if isinstance(entry.item, Row)]
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    cells = tuple(tuple(row.get(name, "") for name in columns) for row in rows)
    return Section(Row.kind, entries[0].number, report=report, columns=columns, rows=cells)
