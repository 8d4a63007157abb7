"""Writes `corpus.xml.bz2`, a MediaWiki XML export (0.11) of the pages in `corpus/`.

Deterministic: ids, times and authors follow from the order and the titles of the pages, so the
committed file is the proof that it is current. Ids are those that a fresh MediaWiki gives when it
imports the file, so pages and revisions have one number everywhere.

    python devwiki/build_corpus.py [--check]
"""

import bz2
import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

if not __package__:  # run as a script: the checkout belongs on the path, not this folder
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from devwiki.corpus import CorpusPage, Revision, read_folder, split_title
from devwiki.generated import generated_pages
from devwiki.settings import ACCOUNTS, CASE_SENSITIVE, DATABASE, NAMESPACES, SITE_NAME

EXPORT: Final = Path(__file__).resolve().parent / "corpus.xml.bz2"

_SCHEMA = "http://www.mediawiki.org/xml/export-0.11"
_FIRST_EDIT = datetime(2024, 1, 1, 6, 0, tzinfo=UTC)
_BETWEEN_EDITS = timedelta(hours=5, minutes=17, seconds=11)
_FORMATS = {
    "wikitext": "text/x-wiki",
    "css": "text/css",
    "javascript": "text/javascript",
    "json": "application/json",
    "text": "text/plain",
}
_REDIRECT = re.compile(
    r"\s*#redirect\s*:?\s*\[\[\s*:?([^\]|]+?)\s*(?:\|[^\]]*)?\]\]", re.IGNORECASE
)
# Numbers that the seeded wiki gives: 2 and 3 are MediaWiki's and AbuseFilter's own users.
_USER_IDS = {name: 1 if name == "Admin" else 3 + n for n, name in enumerate(ACCOUNTS)}


def corpus_pages() -> list[CorpusPage]:
    """All pages: of the files, then the generated ones. Raises ValueError on a double title."""
    pages = [*read_folder(), *generated_pages()]
    titles = [page.title for page in pages]
    if doubles := {title for title in titles if titles.count(title) > 1}:
        raise ValueError(f"pages written twice: {', '.join(sorted(doubles))}")
    return pages


def sha1_base36(text: str) -> str:
    """The SHA-1 of a text as MediaWiki writes it: base 36, 31 digits."""
    number = int(hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest(), 16)
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits.rjust(31, "0")


def export_xml(pages: Iterable[CorpusPage]) -> Iterator[str]:
    """The export, line by line; one page is in memory at a time."""
    yield (
        f'<mediawiki xmlns="{_SCHEMA}/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{_SCHEMA}/ {_SCHEMA}.xsd" version="0.11" xml:lang="en">\n'
    )
    yield from _site_info()
    revision_id = 0
    for page_id, page in enumerate(pages, 1):
        yield (
            f"  <page>\n    <title>{escape(page.title)}</title>\n"
            f"    <ns>{page.namespace}</ns>\n    <id>{page_id}</id>\n"
        )
        if target := redirect_target(page):
            yield f"    <redirect title={quoteattr(target)} />\n"
        parent = 0
        for revision in page.revisions:
            revision_id += 1
            yield _revision(page, revision, revision_id, parent)
            parent = revision_id
        yield "  </page>\n"
    yield "</mediawiki>\n"


def redirect_target(page: CorpusPage) -> str:
    """The title a redirect page leads to, in canonical form; empty for every other page."""
    match = _REDIRECT.match(page.text) if page.model == "wikitext" else None
    if not match:
        return ""
    target = re.sub(r"[ _]+", " ", match[1].partition("#")[0]).strip()
    namespace, rest = split_title(target)
    if namespace not in CASE_SENSITIVE:
        rest = rest[:1].upper() + rest[1:]
    return f"{NAMESPACES[namespace]}:{rest}" if namespace else rest


def _site_info() -> Iterator[str]:
    yield (
        f"  <siteinfo>\n    <sitename>{SITE_NAME}</sitename>\n    <dbname>{DATABASE}</dbname>\n"
        "    <base>http://127.0.0.1/index.php/Main_Page</base>\n"
        "    <generator>MediaWiki 1.39.17</generator>\n    <case>first-letter</case>\n"
        "    <namespaces>\n"
    )
    for key, name in NAMESPACES.items():
        case = "case-sensitive" if key in CASE_SENSITIVE else "first-letter"
        end = f">{escape(name)}</namespace>" if name else " />"
        yield f'      <namespace key="{key}" case="{case}"{end}\n'
    yield "    </namespaces>\n  </siteinfo>\n"


def _revision(page: CorpusPage, revision: Revision, revision_id: int, parent: int) -> str:
    moment = _FIRST_EDIT + revision_id * _BETWEEN_EDITS
    lines = [f"<id>{revision_id}</id>"]
    if parent:
        lines.append(f"<parentid>{parent}</parentid>")
    lines += [
        f"<timestamp>{moment:%Y-%m-%dT%H:%M:%SZ}</timestamp>",
        f"<contributor>{_contributor(revision.user)}</contributor>",
    ]
    if revision.minor:
        lines.append("<minor />")
    if revision.comment:
        lines.append(f"<comment>{escape(revision.comment)}</comment>")
    size, sha1 = len(revision.text.encode()), sha1_base36(revision.text)
    lines += [
        f"<origin>{revision_id}</origin>",
        f"<model>{page.model}</model>",
        f"<format>{_FORMATS[page.model]}</format>",
        f'<text bytes="{size}" sha1="{sha1}" xml:space="preserve">{escape(revision.text)}</text>'
        if revision.text
        else f'<text bytes="0" sha1="{sha1}" xml:space="preserve" />',
        f"<sha1>{sha1}</sha1>",
    ]
    return "    <revision>\n" + "".join(f"      {line}\n" for line in lines) + "    </revision>\n"


def _contributor(user: str) -> str:
    try:
        return f"<ip>{ip_address(user)}</ip>"
    except ValueError:
        return f"<username>{escape(user)}</username><id>{_USER_IDS[user]}</id>"


def build() -> bytes:
    """The compressed export."""
    return bz2.compress("".join(export_xml(corpus_pages())).encode(), 9)


def main() -> int:
    """Write the export, or with `--check` say whether the committed one is current."""
    data = build()
    if "--check" in sys.argv[1:]:
        return 0 if EXPORT.read_bytes() == data else 1
    EXPORT.write_bytes(data)
    print(f"{EXPORT.name}: {len(corpus_pages())} pages, {len(data)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
