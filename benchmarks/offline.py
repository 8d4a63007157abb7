"""A plan over a small offline wiki and over a large one: whether its memory grows with them.

Each wiki is a generated export. The first process imports it, the second one plans over all its
pages with the import at hand and a ledger that is empty; the kernel tells what each of them took.
"""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.contenders import FIND, REPLACEMENT, TARGET
from benchmarks.measuring import OUTPUT, Failed, Took, launch
from benchmarks.targets import PEAK_GROWTH, Target
from devwiki import load
from devwiki.build_corpus import export_xml
from devwiki.corpus import CorpusPage

SIZE: Final = 5500  # bytes of a page, about
HEAD: Final = "A plan over an offline wiki"  # over its table
COLUMNS: Final = ("", "pages", "seconds", "MiB", "remarks")
_WORDS: Final = {
    "import": "once for an export: reads it, finds every link, sorts them into tables",
    "plan": "the import is there: texts, replacement, diffs, plan kept, JSON out",
}
_WIKI: Final = "bench"
_LAST_LINE: Final = 1 << 16  # bytes; the summary of a plan is far shorter
_CONFIG: Final = """\
contact: the benchmarks, which ask no wiki
wikis:
  {wiki}: {{export: {export}}}
"""
_TASK: Final = f"""\
about: One word in every page that links to {TARGET}.
for_each:
  backlinks: {TARGET}
do:
  - replace: {{find: {FIND}, with: {REPLACEMENT}}}
edit:
  summary: "Bot: {FIND} is spelled {REPLACEMENT} here"
"""


@dataclass(frozen=True, slots=True)
class Planned:
    """What the import of so many articles took, and then a plan that edits all of them."""

    pages: int
    imported: Took
    planned: Took


@dataclass(frozen=True, slots=True)
class Offline:
    """What was measured of a small wiki and of a large one."""

    small: Planned
    large: Planned

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The lines of the table whose heads are `COLUMNS`."""
        for one in (self.small, self.large):
            for name, took in (("import", one.imported), ("plan", one.planned)):
                figures = (f"{one.pages:,}", f"{took.seconds:.1f}", f"{took.peak_mib:.0f}")
                yield name, *figures, _WORDS[name]

    def targets(self) -> Iterator[Target]:
        """Whether the memory of a plan stays the same."""
        large = self.large.planned.peak_mib
        growth = large / self.small.planned.peak_mib
        yield Target(
            f"offline plan: peak memory at {self.large.pages:,} pages at most 10 % over that at "
            f"{self.small.pages:,}",
            f"{large:.0f} MiB, {growth - 1:+.1%}",
            growth <= PEAK_GROWTH,
        )


def offline(home: Path, scratch: Path, small: int, large: int) -> Offline:
    """Measure two offline wikis of so many articles; their exports are kept in `home`.

    What the processes write is in `scratch`, and goes. Raises Failed where one of them fails, or
    the plan does not edit every article.
    """
    return Offline(_planned(home, scratch, small), _planned(home, scratch, large))


def _planned(home: Path, scratch: Path, pages: int) -> Planned:
    export = exported(home, pages)
    folder = scratch / "offline"
    folder.mkdir()
    config, task = folder / "user-config.yaml", folder / "offline.yaml"
    config.write_text(_CONFIG.format(wiki=_WIKI, export=json.dumps(str(export))), encoding="utf-8")
    task.write_text(_TASK, encoding="utf-8")
    program = str(Path(sys.executable).parent / "wikisweep")
    common = ("--wiki", _WIKI, "--config", str(config), "--state", "state", "--format", "json")

    def took(*arguments: str) -> Took:
        print(f"offline, {pages:,} pages: wikisweep {arguments[0]}", file=sys.stderr)
        name = f"wikisweep {arguments[0]} over {pages:,} offline pages"
        return launch(name, (program, *arguments, *common), folder, scratch)

    imported = took("list", "titles", TARGET)  # any use of the wiki imports it
    planned = took("plan", str(task))
    _check(scratch / OUTPUT, pages)
    shutil.rmtree(folder)
    return Planned(pages, imported, planned)


def _check(output: Path, pages: int) -> None:
    """Raise Failed unless the plan's last line says that every page is edited."""
    with output.open("rb") as file:
        file.seek(-min(_LAST_LINE, output.stat().st_size), os.SEEK_END)
        last = file.read().splitlines()[-1:]
    summary: dict[str, Any] = json.loads(last[0]) if last else {}
    edits = summary.get("items", {}).get("edit", 0)
    if (summary.get("seen"), edits) != (pages, pages):
        raise Failed(
            f"bench: the plan over {pages:,} offline pages saw {summary.get('seen')} "
            f"and edits {edits}"
        )


def exported(home: Path, pages: int) -> Path:
    """An export of so many articles; written where there is none like what would be written now.

    460 MB for 100,000 articles. Others of the same number are taken away.
    """
    first = "".join(export_xml([load.article(1, SIZE)])).encode()
    made_as = hashlib.sha256(first).hexdigest()[:8]
    export = home / f"offline-{pages}-{made_as}.xml"
    if not export.exists():
        for old in home.glob(f"offline-{pages}-*.xml*"):
            old.unlink()
        print(f"offline: writing an export of {pages:,} pages", file=sys.stderr)
        draft = export.with_name(f"{export.name}.draft")
        with draft.open("w", encoding="utf-8") as file:
            file.writelines(export_xml(_articles(pages)))
        draft.replace(export)
    return export


def _articles(pages: int) -> Iterator[CorpusPage]:
    yield from load.framework()
    yield from (load.article(number, SIZE) for number in range(1, pages + 1))
