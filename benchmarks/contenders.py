"""Who does which job by which command. Data; runs nothing."""

import sys
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

from benchmarks.instance import Instance

Job = Literal[
    "titles",
    "dry run",
    "redirects",
    "help",
    "category tree",
    "filters",
    "orphans",
    "edits",
    "difference",
]
# Jobs whose answer are some of the pages: a sample answers fewer than it does.
FINDING: Final[tuple[Job, ...]] = ("category tree", "filters", "orphans", "difference")
BARE: Final = "bare"
OURS: Final = "wikisweep"
WARMING: Final = "nobody"  # edits first, to warm the wiki's caches, and does not count
EDITORS: Final = (WARMING, BARE, OURS, "pywikibot")

TARGET: Final = "Bench target"
HUB: Final = "Bench hub"
FIND: Final = "colour"
REPLACEMENT: Final = "color"

_RIVALS: Final = Path(__file__).resolve().parent / "rivals"
_BIN: Final = Path(sys.executable).parent

_TASK: Final = f"""\
about: One word in every page that links to {TARGET}.
wiki: devwiki
for_each:
  backlinks: {TARGET}
do:
  - replace: {{find: {FIND}, with: {REPLACEMENT}}}
edit:
  summary: "Bot: {FIND} is spelled {REPLACEMENT} here"
"""

_EDITING: Final = f"""\
about: One word in every page of a set.
wiki: devwiki
for_each:
  all_pages: {{prefix: {{prefix}}}}
do:
  - replace: {{find: {FIND}, with: {REPLACEMENT}}}
edit:
  summary: "Bot: {FIND} is spelled {REPLACEMENT} here"
"""

# The two pauses are pywikibot's manners, not its cost: without them it shows its best.
_PYWIKIBOT_CONFIG: Final = """\
family_files['devwiki'] = '{api}'
family = mylang = 'devwiki'
usernames['devwiki']['*'] = '{account}'
password_file = 'user-password.py'
put_throttle = 0
minthrottle = 0
"""


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to do one job.

    `pages` is how many pages it does: fewer than all where a request a page makes all of them too
    slow to wait for, and the table then says what all would take; 0 for a job without pages.
    `note` explains it in the table.
    """

    job: Job
    name: str
    command: tuple[str, ...]
    pages: int
    environment: dict[str, str] = field(default_factory=dict)
    note: str = ""


def contenders(instance: Instance, scratch: Path, sample: int) -> list[Contender]:
    """All of them, in the order of the tables; writes the files that they read to `scratch`."""
    task = scratch / "task.yaml"
    task.write_text(_TASK, encoding="utf-8")
    return [
        *_bare(instance),
        *_wikisweep(instance, task),
        *_mwclient(instance, sample),
        *(_pywikibot(instance, scratch, sample) if not missing() else ()),
    ]


def editors(instance: Instance, scratch: Path) -> list[Contender]:
    """Those that edit, each a set of pages of its own; writes the files that they read."""
    summary = f"Bot: {FIND} is spelled {REPLACEMENT} here"
    account = instance.login[0].partition("@")[0]
    words = (FIND, REPLACEMENT, summary)

    def bare(name: str, note: str) -> Contender:
        told = ("edits", instance.api, *instance.login, edit_set(name), account, *words)
        return Contender("edits", name, _script("bare.py", *told), instance.pages, note=note)

    task = scratch / "editing.yaml"
    task.write_text(_EDITING.replace("{prefix}", edit_set(OURS)), encoding="utf-8")
    config = str(instance.folder / "user-config.yaml")
    run = (str(_BIN / "wikisweep"), "run", str(task), "--config", config, "--state", "state")
    found = [
        bare(BARE, "texts at hand, one POST after the other; keeps nothing"),
        Contender("edits", OURS, run, instance.pages, note="`wikisweep run`, ledger on disk"),
    ]
    if not missing():
        command = _script("with_pywikibot.py", "edits", edit_set("pywikibot"), *words)
        environment = pywikibot_environment(instance, scratch)
        note = "`PreloadingGenerator`, `Page.save`"
        rival = Contender("edits", "pywikibot", command, instance.pages, environment, note)
        found.append(rival)
    return [replace(bare(WARMING, ""), pages=0), *found]


def edit_set(name: str) -> str:
    """How the titles of a contender's own pages begin."""
    return f"Edited by {name}"


def missing() -> tuple[str, ...]:
    """The rivals that are not installed; they come with `pip install -e .[bench]`."""
    rivals = {"pywikibot": "pywikibot", "pywikibot-scripts": "pywikibot_scripts"}
    return tuple(name for name, module in rivals.items() if find_spec(module) is None)


def pywikibot_environment(instance: Instance, scratch: Path) -> dict[str, str]:
    """What pywikibot wants in its environment; writes the files that it names to `scratch`."""
    return {"PYWIKIBOT_DIR": str(_pywikibot_folder(instance, scratch))}


def plan_only(instance: Instance, scratch: Path) -> Contender:
    """Our dry run alone, for its memory on a larger wiki."""
    task = scratch / "task.yaml"
    task.write_text(_TASK, encoding="utf-8")
    return replace(_wikisweep(instance, task)[1], name=f"{OURS}, {instance.pages:,} pages")


def _bare(instance: Instance) -> list[Contender]:
    notes = {"dry run": "downloads the texts and drops them: no replacement, no diff, nothing kept"}
    return [
        Contender(
            job,
            BARE,
            _script("bare.py", job, instance.api, *instance.login, target),
            instance.pages,
            note=notes.get(job, ""),
        )
        for job, target in _targets()
    ]


def _wikisweep(instance: Instance, task: Path) -> list[Contender]:
    program = str(_BIN / "wikisweep")
    common = ("--format", "json", "--config", str(instance.folder / "user-config.yaml"))
    listing = (program, "list", "backlinks", *common, "--state", "state")
    planning = (program, "plan", str(task), *common, "--state", "state")
    all_ = instance.pages
    return [
        Contender("titles", OURS, (*listing, TARGET), all_),
        Contender(
            "dry run", OURS, planning, all_,
            note="texts, replacement outside nowiki and comments, diffs, plan kept, JSON out",
        ),
        Contender("redirects", OURS, (*listing, "--through-redirects", HUB), all_),
        Contender("help", OURS, (program, "--help"), 0),
    ]  # fmt: skip


def _mwclient(instance: Instance, sample: int) -> list[Contender]:
    def one(job: Job, target: str, *more: str) -> Contender:
        arguments = (job, instance.api, *instance.login, target, *more)
        return Contender(job, "mwclient", _script("with_mwclient.py", *arguments), instance.pages)

    dry_run = one("dry run", TARGET, str(sample), FIND, REPLACEMENT)
    return [
        replace(one("titles", TARGET), note="`Page.backlinks`"),
        replace(dry_run, pages=sample, note="`Page.text` and `re.sub`; no diff, nothing kept"),
        replace(one("redirects", HUB), note="`redirect=True`; does not tell which redirect"),
    ]


def _pywikibot(instance: Instance, scratch: Path, sample: int) -> list[Contender]:
    environment = pywikibot_environment(instance, scratch)

    def one(job: Job, way: str, target: str, note: str, *more: str) -> Contender:
        command = _script("with_pywikibot.py", way, target, *more)
        return Contender(job, "pywikibot", command, instance.pages, environment, note)

    words = (FIND, REPLACEMENT)
    script = (
        *(str(_BIN / "pwb"), "replace", "-simulate", "-always", f"-ref:{TARGET}"),
        *("-summary:Bot", f"-limit:{sample}", *words),
    )
    return [
        one("titles", "titles", TARGET, "`Page.backlinks`"),
        one(
            *("dry run", "dry run", TARGET),
            *("`PreloadingGenerator`, `replaceExcept`; no diff, nothing kept", *words),
        ),
        one(
            *("dry run", "content", TARGET),
            *("`backlinks(content=True)`, `replaceExcept`; no diff, nothing kept", *words),
        ),
        Contender(
            "dry run", "pywikibot", script, sample, environment,
            note="`replace.py -simulate -always`: diffs, nothing kept",
        ),
        one("redirects", "redirects", HUB, "`getReferences`; leaves the redirects themselves out"),
    ]  # fmt: skip


def _targets() -> tuple[tuple[Job, str], ...]:
    return (("titles", TARGET), ("dry run", TARGET), ("redirects", HUB))


def _script(name: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, str(_RIVALS / name), *arguments)


def _pywikibot_folder(instance: Instance, scratch: Path) -> Path:
    """Where pywikibot finds its account, and keeps its session and what it knows of the wiki."""
    folder = scratch / "pywikibot"
    folder.mkdir(exist_ok=True)
    login, password = instance.login
    account, _, app = login.partition("@")
    files = {
        "user-config.py": _PYWIKIBOT_CONFIG.format(api=instance.api, account=account),
        "user-password.py": f"({account!r}, BotPassword({app!r}, {password!r}))\n",
    }
    for name, text in files.items():
        file = folder / name
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
    return folder
