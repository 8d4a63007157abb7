"""Who finds pages by more than one listing, and by which command. Data; runs nothing.

Three jobs over all articles: a tree of categories whose texts are searched, filters by category
and template, and orphans. Nobody edits; the answers are titles.
"""

import sys
from pathlib import Path
from typing import Final

from benchmarks.contenders import BARE, OURS, Contender, Job, missing, pywikibot_environment
from benchmarks.furniture import ARTICLES, LIBRARY
from benchmarks.instance import Instance

PATTERN: Final = "narrow (bridge|tower)"
TEMPLATE: Final = "Cite book"
CATEGORIES: Final = tuple(f"Bench shelf {number}" for number in (1, 2, 3, 4))
ONE_BY_ONE: Final = "one by one"

_RIVALS: Final = Path(__file__).resolve().parent / "rivals"
_TASK: Final = """\
about: Pages to be looked at.
wiki: devwiki
for_each:
  {source}
where:
  {filters}
do: report
"""
_ARTICLES: Final = f"all_pages: {{prefix: {ARTICLES.strip()}}}"
_TASKS: Final[dict[Job, tuple[str, str]]] = {
    "category tree": (
        f"category: {{category: {LIBRARY}, depth: all, type: page}}",
        f"- text: {{matches: '{PATTERN}'}}",
    ),
    "filters": (
        _ARTICLES,
        f"- in_category: [{', '.join(CATEGORIES)}]\n  - has_template: {TEMPLATE}",
    ),
    "orphans": (_ARTICLES, "- orphan"),
}
_ASKED: Final[dict[Job, tuple[str, ...]]] = {
    "category tree": (LIBRARY, PATTERN),
    "filters": (ARTICLES.strip(), TEMPLATE, *CATEGORIES),
    "orphans": (ARTICLES.strip(),),
}


def finders(wiki: Instance, scratch: Path, sample: int) -> list[Contender]:
    """All of them, in the order of the tables; writes the files that they read to `scratch`."""
    found: list[Contender] = []
    for job, (source, filters) in _TASKS.items():
        task = scratch / f"{job.replace(' ', '-')}.yaml"
        task.write_text(_TASK.format(source=source, filters=filters), encoding="utf-8")
        found += (_bare(wiki, job), _wikisweep(wiki, job, task))
    found += (*_one_request_a_page(wiki, sample),)
    if not missing():
        found += _pywikibot(wiki, scratch, sample)
    return found


def _bare(wiki: Instance, job: Job) -> Contender:
    told = (job, wiki.api, *wiki.login, *_ASKED[job])
    notes: dict[Job, str] = {
        "category tree": "the tree, then the texts 500 at a time",
        "filters": "5,000 pages at a time, with no other categories and templates than those",
        "orphans": "`prop=redirects|linkshere`, 500 pages at a time; then the redirects of all",
    }
    note = f"{notes[job]}; keeps nothing"
    return Contender(job, BARE, _script("bare_finding.py", *told), wiki.pages, note=note)


def _wikisweep(wiki: Instance, job: Job, task: Path) -> Contender:
    program = str(Path(sys.executable).parent / "wikisweep")
    config = str(wiki.folder / "user-config.yaml")
    common = ("--format", "json", "--config", config, "--state", "state")
    notes: dict[Job, str] = {
        "category tree": "`category: {depth: all}`, `text: {matches: …}`",
        "filters": "`all_pages`, `in_category`, `has_template`",
        "orphans": "`all_pages`, `orphan`",
    }
    note = f"{notes[job]}; keeps a report"
    return Contender(job, OURS, (program, "plan", str(task), *common), wiki.pages, note=note)


def _one_request_a_page(wiki: Instance, sample: int) -> list[Contender]:
    def mwclient(job: Job, note: str) -> Contender:
        told = (job, wiki.api, *wiki.login, str(sample), *_ASKED[job])
        command = _script("finding_with_mwclient.py", *told)
        return Contender(job, "mwclient", command, sample, note=note)

    told = (ONE_BY_ONE, wiki.api, *wiki.login, *_ASKED["orphans"], str(sample))
    return [
        mwclient("category tree", "`Site.categories`, `Page.text`"),
        mwclient("filters", "`Page.categories`, `Page.templates`"),
        Contender(
            "orphans", ONE_BY_ONE, _script("bare_finding.py", *told), sample,
            note="`list=backlinks` with `blredirect` for each page, by `requests`",
        ),
    ]  # fmt: skip


def _pywikibot(wiki: Instance, scratch: Path, sample: int) -> list[Contender]:
    environment = pywikibot_environment(wiki, scratch)

    def one(job: Job, note: str, pages: int) -> Contender:
        told = (job, str(pages), *_ASKED[job])
        command = _script("finding_with_pywikibot.py", *told)
        return Contender(job, "pywikibot", command, pages, environment, note)

    return [
        one("category tree", "`Category.articles`, `PreloadingGenerator`", wiki.pages),
        one("filters", "`Site.preloadpages` with categories and templates", wiki.pages),
        one("orphans", "`Page.backlinks`", sample),
    ]


def _script(name: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, str(_RIVALS / name), *arguments)
