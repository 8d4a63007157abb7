"""The whole examination, from the config to the last stop page, check by check as they come.

Writes nothing to a wiki but the test notices that are asked for. A fault ends only what cannot be
looked at without what it broke.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.config import ApiWiki, Config, WikiSettings, find_config
from bot.errors import BotError, InvalidFile
from bot.ledger import Ledger
from bot.loading import load_task
from bot.loading.installed import installed_tables
from bot.loading.schedule import toolforge_fault
from bot.services.doctor.asking import PATIENCE, ask_wiki
from bot.services.doctor.check import Check
from bot.services.doctor.configuration import check_config
from bot.services.doctor.keeping import check_ledger
from bot.services.doctor.notifying import check_notify, send_tests
from bot.services.state import state_folder
from bot.services.wikis import open_wiki
from bot.site import Site
from bot.task import Task


@dataclass(kw_only=True)
class Examination:
    """What to look at, as the command line names it; `files` are tasks.

    Without `wiki_name` the wikis of the tasks are looked at, without files all of the config.
    """

    config_path: str | None = None
    wiki_name: str | None = None
    state_path: str | None = None
    files: Sequence[Path] = ()
    send_test: bool = False
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    _tasks: list[Task] = field(default_factory=list)
    _sites: dict[str, Site] = field(default_factory=dict)

    def checks(self) -> Iterator[Check]:
        """Each check as soon as it is made. Raises nothing that a check can tell."""
        try:
            config = find_config(self.config_path)
        except BotError as error:
            yield from _faults("config", error)
            return
        yield from self._load(config)
        wikis: dict[str, WikiSettings] = {}
        yield from self._choose(config, wikis)
        yield from check_config(config, wikis.values())
        try:
            state = state_folder(self.state_path)
        except BotError as error:
            yield from _faults("state", error)
            return
        with ExitStack() as held:
            ledger = None
            try:
                ledger = held.enter_context(Ledger(config.ledger or state / "ledger.sqlite"))
                yield from check_ledger(ledger)
            except BotError as error:
                yield from _faults("ledger", error)
            for settings in wikis.values():
                for check in self._wiki(config, settings, state, ledger):
                    message = check.message.removeprefix(f"{settings.name}: ")  # it is said
                    yield replace(check, wiki=settings.name, message=message)
        about = next((name for name, one in wikis.items() if isinstance(one, ApiWiki)), "")
        scheduled = any(task.schedule for task in self._tasks)
        yield from check_notify(config, about, self._sites, scheduled=scheduled)
        if self.send_test:
            yield from send_tests(config, about)

    def _load(self, config: Config) -> Iterator[Check]:
        """Read the tasks; each that is valid, and what is wrong with the others."""
        try:
            tables = installed_tables(config.plugins)
        except BotError as error:
            yield from _faults("plugins", error)
            return
        for file in self.files:
            try:
                task = load_task(file, tables)
            except BotError as error:
                yield from _faults("task", error, task=file.stem)
                continue
            self._tasks.append(task)
            yield Check("task", "ok", f"{file} is valid", task=task.name)
            yield self._schedule(task)

    def _schedule(self, task: Task) -> Check:
        if not task.schedule:
            return Check("schedule", "ok", "none: somebody calls it", task=task.name)
        fault = toolforge_fault(task.schedule)
        if fault and "TOOL_DATA_DIR" in self.environment:
            return Check("schedule", "warning", fault, task=task.name)
        return Check("schedule", "ok", task.schedule, task=task.name)

    def _choose(self, config: Config, wikis: dict[str, WikiSettings]) -> Iterator[Check]:
        """The wikis to look at, by name; one that is not known is a check."""
        names: Iterable[str] = config.wikis or [""]
        if self.files:
            names = [task.wiki for task in self._tasks]
        for name in [self.wiki_name] if self.wiki_name else names:
            try:
                found = config.settings(name)
            except BotError as error:
                yield Check("wiki", "wrong", str(error), wiki=name)
            else:
                wikis[found.name] = found

    def _wiki(
        self, config: Config, settings: WikiSettings, state: Path, ledger: Ledger | None
    ) -> Iterator[Check]:
        """One wiki, with the tasks that are for it."""
        try:
            config.wiki(settings.name)
        except BotError:
            yield Check("reach", "wrong", "not asked, since the contact is wrong")
            return
        try:
            wiki = open_wiki(settings, config.contact, state, _silent, PATIENCE)
        except BotError as error:
            yield Check("reach", "wrong", f"not asked: {error}")
            return
        tasks = [
            task
            for task in self._tasks
            if config.settings(self.wiki_name or task.wiki).name == settings.name
        ]
        try:
            yield from ask_wiki(settings, wiki, tasks, ledger)
            with suppress(BotError):
                self._sites[settings.name] = wiki.site
        finally:
            wiki.close()


def _faults(check: str, error: BotError, task: str = "") -> Iterator[Check]:
    """What is wrong, each problem of a file as a check of its own."""
    if isinstance(error, InvalidFile):
        for problem in error.problems:
            message = f"{problem.place}: {problem.message}"
            yield Check(check, "wrong", message, problem.hint, task=task)
    else:
        yield Check(check, "wrong", str(error), task=task)


def _silent(_: str) -> None:
    """Waits are short, and end in a check that tells why."""
