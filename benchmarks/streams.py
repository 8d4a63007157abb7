"""Who finds the difference of two long lists by which command. Data; runs nothing.

The articles of a wiki, redirects left out, without the backlinks of the bench's target: two lists
that are each as long as the wiki has articles, and little is left.
"""

import sys
from pathlib import Path
from typing import Final

from benchmarks.contenders import (
    BARE,
    OURS,
    TARGET,
    Contender,
    missing,
    pywikibot_environment,
)
from benchmarks.instance import Instance

HEAD: Final = "The articles of a wiki without the backlinks of a page"  # over its table
_RIVALS: Final = Path(__file__).resolve().parent / "rivals"
_TASK: Final = f"""\
about: The articles that do not link to {TARGET}.
wiki: devwiki
for_each:
  difference:
    - all_pages: {{redirects: exclude}}
    - backlinks: {TARGET}
do: report
"""


def streams(wiki: Instance, scratch: Path) -> list[Contender]:
    """All of them, in the order of the table; writes the files that they read to `scratch`."""
    return [
        _bare(wiki, "together", "both lists in the same requests"),
        _wikisweep(wiki, scratch),
        _bare(wiki, "apart", "one list after the other"),
        *([_pywikibot(wiki, scratch)] if not missing() else ()),
    ]


def _bare(wiki: Instance, way: str, note: str) -> Contender:
    told = (way, wiki.api, *wiki.login, TARGET)
    command = (sys.executable, str(_RIVALS / "bare_difference.py"), *told)
    return Contender("difference", BARE, command, wiki.pages, note=f"{note}; keeps nothing")


def _wikisweep(wiki: Instance, scratch: Path) -> Contender:
    task = scratch / "difference.yaml"
    task.write_text(_TASK, encoding="utf-8")
    program = str(Path(sys.executable).parent / "wikisweep")
    config = str(wiki.folder / "user-config.yaml")
    common = ("--format", "json", "--config", config, "--state", "state")
    note = "`difference` in a task; asks of each page left whether it is there, keeps a report"
    return Contender(
        "difference", OURS, (program, "plan", str(task), *common), wiki.pages, note=note
    )


def _pywikibot(wiki: Instance, scratch: Path) -> Contender:
    command = (sys.executable, str(_RIVALS / "difference_with_pywikibot.py"), TARGET)
    environment = pywikibot_environment(wiki, scratch)
    note = "`Site.allpages`, `Page.backlinks`, `filter_unique` over a set of pages"
    return Contender("difference", "pywikibot", command, wiki.pages, environment, note)
