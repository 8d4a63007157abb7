"""Lists of pages in a text: lines, links, CSV or JSON, with a row for each page where there is one.

Reads what it is handed; where that comes from is its sources' business (`file`, `stdin`).
"""

import csv
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from bot.errors import InvalidFile, InvalidTitle, Place, Problem
from bot.page import Candidate
from bot.plugin import Source, Word
from bot.site import Site
from bot.sources.lines import names
from bot.titles import Title
from bot.wiki import CandidateBatch
from bot.yamlfile import did_you_mean

Form = Literal["lines", "csv", "json", "jsonl"]
_TITLE: Final = "title"
_BATCH: Final = 500
_SEPARATORS: Final = ",;\t"
_SPACE: Final = " \t\r\n"
_NO_JSON: Final = "this is no JSON"
_BEYOND: Final = (ValueError, RecursionError)  # a number of thousands of digits; as many brackets
_TOO_MUCH: Final = "this is more than can be read as JSON"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as a list names it, with the columns of its row, and where it stands from 1."""

    name: str
    line: int
    column: int
    row: Mapping[str, str] | None = None


class Fault(Exception):
    """What is wrong with a list at one spot."""

    def __init__(self, line: int, column: int, message: str, hint: str = "") -> None:
        self.line, self.column, self.message, self.hint = line, column, message, hint
        super().__init__(message)


class WorkList(Source):
    """What sources share that read a list of pages from a text."""

    read_as: Annotated[
        Form | None,
        Field(description="Lines of titles and links, a table, or JSON; mostly seen by itself."),
    ] = None
    column: Annotated[
        str | None,
        Word("a column"),
        Field(
            min_length=1,
            description="The column with the page's title; else `title`, else the first one.",
        ),
    ] = None

    def gives_rows(self) -> bool:
        """Unless it is told to read lines of titles; what else comes shows when it is read."""
        return self.read_as != "lines"

    def listed(
        self, lines: Sequence[str], form: Form, place: str, site: Site
    ) -> Iterator[CandidateBatch]:
        """The pages of a list, each once; raises InvalidFile with all that is wrong with it."""
        read = _READERS[form]
        problems = []
        try:
            for entry in read(lines, self.column):
                try:
                    site.title(entry.name)
                except InvalidTitle as error:
                    problems.append(Problem(Place(place, entry.line, entry.column), str(error)))
        except Fault as fault:
            at = Place(place, fault.line, fault.column)
            problems.append(Problem(at, fault.message, fault.hint))
        if problems:
            raise InvalidFile(problems)
        # Read twice, so that the pages of a long list need not all be in memory as such.
        seen: set[Title] = set()
        entries = iter(read(lines, self.column))
        while part := list(islice(entries, _BATCH)):
            batch = []
            for entry in part:
                title = site.title(entry.name)
                if title not in seen:
                    seen.add(title)
                    batch.append(Candidate(title, row=entry.row))
            if batch:
                yield batch


def read_lines(lines: Iterable[str], _: str | None) -> Iterator[Entry]:
    """A title a line, or the `[[links]]` of a line of other text."""
    for number, line in enumerate(lines, start=1):
        for column, name in names(line):
            yield Entry(name, number, column)


def read_csv(lines: Sequence[str], column: str | None) -> Iterator[Entry]:
    """A table whose first line names the columns, parted by commas, semicolons or tabs."""
    head = next((line for line in lines if line.strip()), "")
    separator = max(_SEPARATORS, key=head.count)
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=separator, strict=True)
    columns: list[str] = []
    chosen = 0
    try:
        for fields in reader:
            if not any(field.strip() for field in fields):
                continue
            if not columns:
                columns = [_composed(field.strip()) for field in fields]
                chosen = _chosen(columns, column, reader.line_num)
                continue
            if len(fields) > len(columns):
                message = f"there are {len(fields)} fields and {len(columns)} columns"
                raise Fault(reader.line_num, 1, message, "put a field with a separator in quotes")
            row = dict(zip(columns, [*fields, *[""] * len(columns)], strict=False))
            yield Entry(row[columns[chosen]].strip(), reader.line_num, 1, row)
    except csv.Error as error:
        raise Fault(max(reader.line_num, 1), 1, f"this is no CSV: {error}") from error


def read_json(lines: Sequence[str], column: str | None) -> Iterator[Entry]:
    """A JSON array of titles, or of objects with a title in each."""
    text = "\n".join(lines)
    decoder, spots = json.JSONDecoder(), _Spots(text)
    at = _after_blanks(text, 0)
    if text[at : at + 1] != "[":
        raise Fault(*spots.of(at), "a JSON array of titles or objects should begin here")
    at = _after_blanks(text, at + 1)
    while text[at : at + 1] != "]":
        spot = spots.of(at)
        try:
            value, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise Fault(*spots.of(max(at, error.pos)), f"{_NO_JSON}: {error.msg}") from error
        except _BEYOND as error:
            raise Fault(*spot, _TOO_MUCH) from error
        yield _entry(value, column, *spot)
        at = _after_blanks(text, end)
        if text[at : at + 1] == ",":
            at = _after_blanks(text, at + 1)
        elif text[at : at + 1] != "]":
            raise Fault(*spots.of(at), "a comma or the end of the array should stand here")
    if (rest := _after_blanks(text, at + 1)) < len(text):
        raise Fault(*spots.of(rest), "something follows the end of the array")


def read_jsonl(lines: Sequence[str], column: str | None) -> Iterator[Entry]:
    """A JSON object, or a title in quotes, in each line."""
    for number, line in enumerate(lines, start=1):
        if not line.strip(_SPACE):
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise Fault(number, error.colno, f"{_NO_JSON}: {error.msg}") from error
        except _BEYOND as error:
            raise Fault(number, 1, _TOO_MUCH) from error
        yield _entry(value, column, number, 1)


_READERS: Final[Mapping[Form, Callable[[Sequence[str], str | None], Iterator[Entry]]]] = {
    "lines": read_lines,
    "csv": read_csv,
    "json": read_json,
    "jsonl": read_jsonl,
}


def _composed(name: str) -> str:
    """A column's name in Unicode's form C, as which a task has it however it was typed."""
    return unicodedata.normalize("NFC", name)


def _chosen(columns: Sequence[str], column: str | None, line: int) -> int:
    """The number of the column with the title; raises Fault."""
    for number, name in enumerate(columns):
        if not name or name in columns[:number]:
            what = f"two columns are called {name!r}" if name else "a column has no name"
            raise Fault(line, 1, what, "the first line names the columns, each by its own name")
    if column is None:
        folded = [name.casefold() for name in columns]
        return folded.index(_TITLE) if _TITLE in folded else 0
    column = _composed(column)
    if column not in columns:
        raise Fault(line, 1, f"there is no column {column!r}", did_you_mean(column, columns))
    return columns.index(column)


def _entry(value: Any, column: str | None, line: int, at: int) -> Entry:
    """A title, or an object with a title in it, as an entry; raises Fault."""
    if isinstance(value, str):
        return Entry(value.strip(), line, at)
    if not isinstance(value, dict) or not value:
        raise Fault(line, at, "a title in quotes, or an object with one, should stand here")
    row = {_composed(name): _text(field) for name, field in value.items()}
    try:
        name = list(row)[_chosen(list(row), column, line)]
    except Fault as fault:
        raise Fault(line, at, fault.message, fault.hint) from fault
    return Entry(row[name].strip(), line, at, row)


def _text(value: Any) -> str:
    """A value of JSON as the text of a column; what is no letter is a question mark."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode(errors="replace").decode()


def _after_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


class _Spots:
    """Lines and columns of places in a text, asked for from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line, self._line_start, self._at = 1, 0, 0

    def of(self, at: int) -> tuple[int, int]:
        """The line and the column of a place, which is not before the last one."""
        self._line += self._text.count("\n", self._at, at)
        self._line_start = self._text.rfind("\n", self._at, at) + 1 or self._line_start
        self._at = at
        return self._line, at - self._line_start + 1
