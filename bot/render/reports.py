"""Reports: the rows of one report as a file, in the format that the file's ending asks for.

Each format is a template, `report.*`; cells are escaped here so that none can be more than text.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import NamedTuple

from bot.errors import UsageError
from bot.plan import Plan, Row
from bot.render.harmless import harmless, harmless_json, one_line
from bot.render.sections import address
from bot.render.templates import Templates
from bot.site import Site


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """How a report is written: the template, and the endings of the files that get it."""

    name: str
    template: str
    endings: tuple[str, ...]


FORMATS = (
    ReportFormat("HTML", "report.html", (".html", ".htm")),
    ReportFormat("CSV", "report.csv", (".csv",)),
    ReportFormat("JSON lines", "report.jsonl", (".jsonl", ".ndjson")),
    ReportFormat("JSON", "report.json", (".json",)),
    ReportFormat("Markdown", "report.md", (".md", ".markdown")),
    ReportFormat("wikitext", "report.wiki", (".wiki", ".mediawiki", ".wikitext", ".txt")),
)


class Cell(NamedTuple):
    """A cell; one that names its row's page has the page's title, and its address if known."""

    text: str
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a report's template is given besides its rows."""

    name: str
    columns: tuple[str, ...]
    plan: Plan | None = None


def report_format(path: str) -> ReportFormat:
    """The format for a file's name; raises UsageError with all endings that there are."""
    ending = PurePath(path).suffix.lower()
    for one in FORMATS:
        if ending in one.endings:
            return one
    known = ", ".join(ending for one in FORMATS for ending in one.endings)
    raise UsageError(f"{path}: a report is written by its file's ending, one of {known}")


def render_report(
    how: ReportFormat,
    report: Report,
    rows: Iterable[Row],
    site: Site | None = None,
    folder: Path | None = None,
) -> Iterator[str]:
    """The file's text in pieces, made while the rows are read.

    A row without one of the columns has an empty cell there. With a site, cells that name their
    row's page are links. `folder` holds the user's own templates; raises UsageError for a fault.
    """
    templates = Templates(
        folder,
        {
            "harmless": harmless,
            "one_line": one_line,
            "csv_line": csv_line,
            "json_object": json_object,
            "markdown": markdown,
            "wikitext": wikitext,
        },
    )
    cells = (_cells(row, report.columns, site) for row in rows)
    return templates.stream(how.template, {"report": report, "rows": cells})


def _cells(row: Row, columns: Sequence[str], site: Site | None) -> list[Cell]:
    title = row.title.text
    url = address(row.title, site)
    return [
        Cell(text, title, url) if text == title else Cell(text)
        for text in (row.columns.get(name, "") for name in columns)
    ]


class _Returning:
    """A file for `csv` whose `write` gives the line back instead of keeping it."""

    def write(self, text: str) -> str:
        """The text itself."""
        return text


_CSV = csv.writer(_Returning())
_NUMBER = re.compile(r"[-+]?[\d.,\u202f\u00a0 ]*\d%?")
_HALF = re.compile("[\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_line(cells: Iterable[Cell | str]) -> str:
    """A record as RFC 4180 has it.

    A spreadsheet would run a cell that begins like a formula; such a cell, unless it is a number,
    gets an apostrophe before it (OWASP, CSV injection).
    """
    texts = (cell if isinstance(cell, str) else cell.text for cell in cells)
    guarded = [
        f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text
        for text in map(_whole, texts)
    ]
    return str(_CSV.writerow(guarded))


def json_object(cells: Iterable[Cell], columns: Sequence[str]) -> str:
    """An object on one line, its keys the columns."""
    value: Mapping[str, str] = {name: cell.text for name, cell in zip(columns, cells, strict=True)}
    return harmless_json(json.dumps(value, ensure_ascii=False))


_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~&$]|:(?=//)")
# What begins markup in the middle of a line of wikitext, and what MediaWiki makes a link of
# ($wgUrlProtocols, and the magic links of Parser.php).
_WIKITEXT = re.compile(
    r"[&<>\[\]{}|]|'(?=')|(?<=')'|~(?=~)|(?<=~)~|_(?=_)|!(?=!)|:(?=//)"
    r"|(?<=mailto):|(?<=news):|(?<=tel):|(?<=sms):|(?<=sip):|(?<=sips):|(?<=urn):|(?<=geo):"
    r"|(?<=magnet):|(?<=bitcoin):|(?<=xmpp):|(?<=matrix):|(?<=ISBN) |(?<=RFC) |(?<=PMID) ",
    re.IGNORECASE,
)


def markdown(cell: Cell | str) -> str:
    """A cell of a Markdown table, as text or, where it names the row's page, as a link."""
    text = _MARKDOWN.sub(r"\\\g<0>", harmless(_text(cell)))
    text = text.replace("\n", "<br>").replace("\t", " ")
    url = "" if isinstance(cell, str) else cell.url
    return f"[{text}](<{url}>)" if url and text else text


def wikitext(cell: Cell | str) -> str:
    """A cell of a wikitext table: text that is nothing but text, or a link to the row's page."""
    text = _text(cell)
    if not isinstance(cell, str) and cell.title and not re.search(r"[][{}|<>\n\x00-\x1f]", text):
        return f"[[:{text}]]"
    text = _WIKITEXT.sub(lambda match: f"&#{ord(match[0])};", harmless(text))
    return text.replace("\n", "<br>").replace("\t", " ")


def _text(cell: Cell | str) -> str:
    return cell if isinstance(cell, str) else cell.text


def _whole(text: str) -> str:
    """Half a surrogate pair cannot be written in UTF-8; in its place stands U+FFFD."""
    return _HALF.sub("\ufffd", text)
