"""The source `sql`: pages that a query to the wiki's replica gives."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, ClassVar, Final

from pydantic import Field

from bot.errors import InvalidTitle, UsageError
from bot.outside.replica import SECONDS, Row, Rows
from bot.outside.spool import spool
from bot.page import Candidate
from bot.plugin import Prose, Reach, Source
from bot.site import Site
from bot.titles import Title
from bot.wiki import CandidateBatch

_NAMESPACE: Final = "page_namespace"
_TITLE: Final = "page_title"
_ID: Final = "page_id"
_BATCH: Final = 500


class Sql(Source):
    """The pages that an SQL query gives, each once, from a copy of the wiki's database.

    The copy is the wiki's `replica:` of user-config.yaml. The columns `page_namespace` and
    `page_title` name a page, as the table `page` does: a number, and a title without its
    namespace; `page_id` may stand beside them. All other columns are the page's row, to be used
    as `${row.name}`. Of a page that comes several times the first row counts.

    The query can only read: the server refuses one that would write. A copy lags behind its wiki,
    so a page may be gone or moved by now; it is read from the wiki before anything is done with
    it, but whether it is still what the query asked for is for filters to say. All rows are read
    before the first page is worked on, into a temporary file where they are many.

    ```yaml
    for_each:
      sql: |
        SELECT page_namespace, page_title, page_len
        FROM page WHERE page_namespace = 0 AND page_is_redirect = 0 AND page_len < 500
    ```
    """

    main: ClassVar = "query"

    query: Annotated[str, Prose(), Field(min_length=1, description="The query, a SELECT.")]
    timeout: Annotated[
        float, Field(gt=0, le=10_800, description="Seconds that the server may take for it.")
    ] = SECONDS

    def find(self, reach: Reach) -> Iterator[CandidateBatch]:
        """The pages of the rows; raises NotOffered without a replica, UsageError, BotError."""
        with spool() as kept:
            with reach.outside.replica.ask(self.query, seconds=self.timeout) as rows:
                kept.put(islice(_pages(rows, reach.wiki.site), self.limit))
            pages = iter(kept)
            while batch := [
                Candidate(Title(namespace, text), pageid, row=row or None)
                for namespace, text, pageid, row in islice(pages, _BATCH)
            ]:
                yield batch


def _pages(rows: Rows, site: Site) -> Iterator[tuple[int, str, int | None, dict[str, str]]]:
    """Namespace, text of the title, page id and row of each page, once."""
    columns = rows.columns
    places: dict[str, int] = {
        name: columns.index(name) for name in (_NAMESPACE, _TITLE, _ID) if name in columns
    }
    if missing := [name for name in (_NAMESPACE, _TITLE) if name not in places]:
        raise UsageError(
            f"the query gives no column {' and no '.join(missing)}; it gives {', '.join(columns)}. "
            "Name them so, as in `SELECT 14 AS page_namespace, cl_to AS page_title`"
        )
    others = [(name, place) for place, name in enumerate(columns) if name not in places]
    seen: set[bytes] = set()
    for number, row in enumerate(rows, start=1):
        namespace = _number(row, number, _NAMESPACE, places)
        name = _name(row, number, places[_TITLE])
        title = _title(namespace, name, number, site)
        key = title.text.encode()  # a million of them should fit into memory
        if key in seen:
            continue
        seen.add(key)
        pageid = _number(row, number, _ID, places) if _ID in places else None
        yield *title, pageid, {one: _text(row[place]) for one, place in others}


def _number(row: Row, number: int, column: str, places: dict[str, int]) -> int:
    text = _text(row[places[column]])
    try:
        return int(text)
    except ValueError as error:
        raise UsageError(
            f"row {number} of the query: {column} is {text or 'NULL'!r}, not a number"
        ) from error


def _name(row: Row, number: int, place: int) -> str:
    cell = row[place]
    try:
        name = cell.decode() if isinstance(cell, bytes) else cell
    except UnicodeDecodeError as error:
        raise UsageError(f"row {number} of the query: {_TITLE} is not UTF-8") from error
    if not name:
        raise UsageError(
            f"row {number} of the query: {_TITLE} is {'NULL' if cell is None else 'empty'}"
        )
    return name.replace("_", " ")


def _title(namespace: int, name: str, number: int, site: Site) -> Title:
    """The title that a page of the database has; it is checked, as a query may make up any."""
    home = site.namespaces.get(namespace)
    if home is None or namespace < 0:
        raise UsageError(
            f"row {number} of the query: {site.wiki} has no pages in a namespace {namespace}"
        )
    try:
        title = site.title(f"{home.name}:{name}" if home.name else name)
    except InvalidTitle as error:
        raise UsageError(f"row {number} of the query: {error}") from error
    if title.namespace != namespace:
        raise UsageError(
            f"row {number} of the query: {_TITLE} is {name!r} in namespace {namespace}, but "
            f"{title} is a page of namespace {title.namespace}; it should have no namespace in it"
        )
    return title


def _text(cell: str | bytes | None) -> str:
    if cell is None:
        return ""
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else cell
