"""A stream of items cut into what is shown at once: an edit, rows of a report, another item."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from bot.diff import Hunk, hunks
from bot.plan import Numbered, Row, Written
from bot.render.jsonlines import item_json
from bot.site import Site
from bot.titles import Title

_ROWS = 200  # rows that are lined up with each other; the next ones begin a table of their own


@dataclass(frozen=True, slots=True)
class Note:
    """What was decided about an item, or became of it: a word, details, an address to look at.

    `style` names how the word is painted: `good`, `bad`, `warning` or `dim`.
    """

    word: str = ""
    style: str = "dim"
    detail: str = ""
    url: str = ""


NO_NOTE = Note()
Notes = Callable[[int], Note]


def no_notes(_number: int) -> Note:
    """Nothing is to be said of any item."""
    return NO_NOTE


@dataclass(frozen=True, slots=True)
class Section:
    """What a template is given for one item, or for `rows` that follow on each other.

    `hunks` are an edit's, `facts` what else is known of an item of another kind; `new` tells that
    the page is to be created.
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
    note: Note = NO_NOTE
    new: bool = False


def sections(
    entries: Iterable[Numbered], site: Site | None = None, notes: Notes = no_notes
) -> Iterator[Section]:
    """The sections of these items, in their order; with a site, with addresses to link to.

    `notes` is asked for the note of each item by its number, rows excepted.
    """
    for report, group in groupby(entries, key=_report):
        if report is None:
            yield from (_single(one, site, notes(one.number)) for one in group)
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


def _single(entry: Numbered, site: Site | None, note: Note) -> Section:
    number, item = entry.number, entry.item
    title, url = item.title.text, address(item.title, site)
    if isinstance(item, Written):
        found = tuple(hunks(item.before, item.after))
        new = item.baserevid is None
        return Section(
            item.kind, number, title, url, item.summary, item.minor, found, note=note, new=new
        )
    facts = tuple(
        (name, "" if value is None else str(value))
        for name, value in item_json(item).items()
        if name not in {"type", "title", "pageid"}
    )
    return Section(item.kind, number, title, url, facts=facts, note=note)


def _table(report: str, entries: list[Numbered]) -> Section:
    rows = [entry.item.columns for entry in entries if isinstance(entry.item, Row)]
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    cells = tuple(tuple(row.get(name, "") for name in columns) for row in rows)
    return Section(Row.kind, entries[0].number, report=report, columns=columns, rows=cells)
