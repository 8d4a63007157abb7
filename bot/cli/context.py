"""What the commands share: common options, and the config, tasks and wikis they lead to."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click

from bot.cli.endings import Several, Terminated
from bot.cli.log import FORMS, Form, Log
from bot.cli.status import Status
from bot.config import ApiWiki, Config, WikiSettings, find_config
from bot.errors import BotError, UsageError
from bot.loading import PluginTables, load_task
from bot.loading.installed import installed_tables
from bot.outside import Outside
from bot.outside.replica import Replica
from bot.outside.web import Web
from bot.plugin import Reach
from bot.services.state import state_folder
from bot.services.wikis import open_wiki
from bot.task import Task
from bot.wiki import Wiki

Command = TypeVar("Command", bound=Callable[..., Any])


class Closing(Protocol):
    """Whatever is open until it is closed."""

    def close(self) -> None:
        """Free what is held."""


Held = TypeVar("Held", bound=Closing)


@dataclass
class Context:
    """The common options of one call, and what they open.

    `written` says what this call has written to a wiki so far, for the words of an end by a
    signal; it is empty while that is nothing.
    """

    config_path: str | None = None
    wiki_name: str | None = None
    state_path: str | None = None
    quiet: bool = False
    log: Form | None = None
    written: str = ""
    _open: ExitStack = field(default_factory=ExitStack)
    _wikis: dict[str, Wiki] = field(default_factory=dict)

    @cached_property
    def status(self) -> Status:
        """Where progress and notices go."""
        return Status(quiet=self.quiet, log=Log(self.log) if self.log else None)

    @cached_property
    def config(self) -> Config:
        """The user's config; one that knows no wiki but the demo's where there is no file."""
        return find_config(self.config_path)

    @cached_property
    def tables(self) -> PluginTables:
        """All plugins that are here, those of the config's Python files included."""
        return installed_tables(self.config.plugins)

    @cached_property
    def state(self) -> Path:
        """The state folder."""
        return state_folder(self.state_path)

    def hold(self, held: Held) -> Held:
        """Something that is closed when the command ends."""
        self._open.callback(held.close)
        return held

    def settings(self, wanted: str = "") -> WikiSettings:
        """What the config says of the wiki of `--wiki`, else of the one wanted (a task's)."""
        return self.config.wiki(self.wiki_name or wanted)

    def check_wiki(self, task: Task) -> None:
        """Raise UsageError for a wiki that the config does not know, before any task is begun."""
        try:
            self.settings(task.wiki)
        except UsageError as error:
            if self.wiki_name is None and task.wiki:
                raise UsageError(f"{task.file}: {error}") from error
            raise

    def wiki(self, wanted: str = "") -> Wiki:
        """That wiki; opened, and logged in to, once in a call."""
        settings = self.settings(wanted)
        if settings.name not in self._wikis:
            wiki = open_wiki(settings, self.config.contact, self.state, self.status.say)
            self._wikis[settings.name] = self.hold(wiki)
        return self._wikis[settings.name]

    def load(self, files: Iterable[Path]) -> tuple[list[Task], list[tuple[Path, BotError]]]:
        """The tasks of these files, and what is wrong with those that give none."""
        tasks: list[Task] = []
        faults: list[tuple[Path, BotError]] = []
        for file in files:
            try:
                tasks.append(load_task(file, self.tables))
            except BotError as error:
                faults.append((file, error))
        return tasks, faults

    def tasks(self, files: Iterable[Path]) -> list[Task]:
        """The tasks of these files; raises with the faults of all files before any is used."""
        tasks, faults = self.load(files)
        if faults:
            raise Several([error for _, error in faults])
        return tasks

    def reach(self, wanted: str = "") -> Reach:
        """What a source may ask: that wiki and its replica, files, and the web in our name."""
        settings = self.settings(wanted)
        address = settings.replica if isinstance(settings, ApiWiki) else None
        web = Web(self.config.contact, say=self.status.say)
        outside = Outside(web=web, replica=Replica(settings.name, address))
        return Reach(self.wiki(wanted), outside)


@contextmanager
def opened(options: dict[str, Any]) -> Iterator[Context]:
    """A context from the common options, taken out of `options`; closes what it opened."""
    context = Context(
        config_path=options.pop("config", None),
        wiki_name=options.pop("wiki", None),
        state_path=options.pop("state", None),
        quiet=options.pop("quiet", False),
        log=options.pop("log", None),
    )
    options.pop("debug", None)
    try:
        with context._open:  # noqa: SLF001 - its own class's other half
            try:
                yield context
            finally:
                context.status.clear()
    except (KeyboardInterrupt, Terminated) as error:
        if context.written and not error.args:
            raise type(error)(context.written) from error
        raise


_COMMON: Mapping[str, tuple[tuple[str, ...], Mapping[str, Any]]] = {
    "format": (
        ("--format",),
        {
            "type": click.Choice(["text", "json"]),
            "default": "text",
            "show_default": True,
            "help": "JSON is one object a line; docs/json.md names the keys.",
        },
    ),
    "wiki": (
        ("--wiki",),
        {"metavar": "NAME", "help": "A wiki of user-config.yaml, or demo, which ships along."},
    ),
    "config": (("--config",), {"metavar": "FILE", "help": "Another user-config.yaml."}),
    "state": (("--state",), {"metavar": "DIR", "help": "Another folder for plans and caches."}),
    "quiet": (("--quiet", "-q"), {"is_flag": True, "help": "No progress and no notices."}),
    "log": (
        ("--log",),
        {
            "type": click.Choice(FORMS),
            "help": "Notices and errors with their time, as text or as one JSON object a line.",
        },
    ),
    "debug": (("--debug",), {"is_flag": True, "help": "Errors with a traceback."}),
}


def common_options(*names: str) -> list[click.Parameter]:
    """These common options, and always `--debug`: for a command that is made, not written."""
    chosen = (_COMMON[name] for name in (*names, "debug"))
    return [click.Option(flags, **told) for flags, told in chosen]


def common(*names: str) -> Callable[[Command], Command]:
    """Add these common options to a command's function; `--debug` always."""

    def decorate(function: Command) -> Command:
        for name in reversed((*names, "debug")):
            flags, told = _COMMON[name]
            function = click.option(*flags, **told)(function)
        return function

    return decorate
