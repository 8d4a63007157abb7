"""The wiki that edits are measured on: a set of equal pages for each contender, fresh each round.

It is made once and kept; each round works on a copy, so that all begin with the same pages and the
same tables, however often is measured.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from benchmarks.contenders import EDITORS, FIND, REPLACEMENT, WARMING, edit_set
from benchmarks.instance import Instance, alone, free_port
from devwiki import devwiki, load, seed
from devwiki.build_corpus import export_xml
from devwiki.corpus import page

SIZE: Final = 5500  # bytes of a page, about
WARMING_PAGES: Final = 50


@contextmanager
def fresh(home: Path, pages: int) -> Iterator[Instance]:
    """A running wiki on which nobody has edited anything yet.

    Raises DevwikiError where no wiki can be started.
    """
    kept, copy = home / f"edits-{pages}", home / "edits-now"
    with alone(home):
        if (left_over := devwiki.find(copy)) is not None:
            left_over.stop()
        if not _is_made(kept, pages):
            _make(kept, pages)
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(kept, copy)
        wiki = devwiki.Devwiki(copy, free_port())
        wiki.start()
        try:
            yield Instance(wiki, pages)
        finally:
            wiki.stop()
            shutil.rmtree(copy)


def edited(folder: Path, name: str, pages: int) -> frozenset[str]:
    """The numbers of the pages of this contender's set that were edited once, as they should be."""
    with closing(seed.database(folder)) as database:
        rows = database.execute(
            "SELECT page_title, page_len, count(*) FROM page JOIN revision ON rev_page = page_id "
            "WHERE page_namespace = 0 AND page_title LIKE ? GROUP BY page_id",
            (f"{edit_set(name).replace(' ', '_')}_%",),
        ).fetchall()
    should = {
        _title(name, number): len(_text(number).replace(FIND, REPLACEMENT).encode())
        for number in range(1, pages + 1)
    }
    return frozenset(
        title.rpartition("_")[2]
        for title, length, revisions in rows
        if revisions == 2 and should.get(title.replace("_", " ")) == length  # noqa: PLR2004 - the import's and ours
    )


def _is_made(folder: Path, pages: int) -> bool:
    mark = folder / "edits.json"
    made = mark.exists() and json.loads(mark.read_text(encoding="utf-8")) == _mark(pages)
    return made and seed.is_planted(folder)


def _make(folder: Path, pages: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    wiki = devwiki.Devwiki(folder, free_port())
    wiki.reset()
    every = [
        page(_title(name, number), _text(number))
        for name in EDITORS
        for number in range(1, (WARMING_PAGES if name == WARMING else pages) + 1)
    ]
    wiki.maintenance("importDump", "--no-updates", stdin="".join(export_xml(every)))
    wiki.maintenance("refreshLinks")  # else the first edit of a page would write all its links
    wiki.maintenance("initSiteStats", "--update")
    (folder / "edits.json").write_text(json.dumps(_mark(pages)), encoding="utf-8")


def _mark(pages: int) -> list[object]:
    return [list(EDITORS), pages, WARMING_PAGES, SIZE]


def _title(name: str, number: int) -> str:
    return f"{edit_set(name)} {number:04}"


def _text(number: int) -> str:
    return load.article(number, SIZE).text
