"""What the commands share: common options, and the config, wikis and ledger they lead to."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import click

from bot.cli.status import Status
from bot.config import Config, find_config
from bot.ledger import Ledger
from bot.loading import PluginTables
from bot.loading.installed import installed_tables
from bot.outside import Outside
from bot.plugin import Reach
from bot.services.state import state_folder
from bot.services.wikis import open_wiki
from bot.wiki import Wiki

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass
class Context:
    """The common options of one call, and what they open."""

    config_path: str | None = None
    wiki_name: str | None = None
    state_path: str | None = None
    quiet: bool = False
    _open: ExitStack = field(default_factory=ExitStack)

    @cached_property
    def status(self) -> Status:
        """Where progress and notices go."""
        return Status(quiet=self.quiet)

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

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger of plans in the state folder."""
        ledger = Ledger(self.state / "ledger.sqlite")
        self._open.callback(ledger.close)
        return ledger

    def wiki(self, wanted: str = "") -> Wiki:
        """The wiki of `--wiki`, else the one wanted (a task's), else the config's default."""
        settings = self.config.wiki(self.wiki_name or wanted)
        wiki = open_wiki(settings, self.config.contact, self.state, self.status.say)
        self._open.callback(wiki.close)
        return wiki

    def reach(self, wanted: str = "") -> Reach:
        """What a source may ask, on that wiki."""
        return Reach(self.wiki(wanted), Outside())


@contextmanager
def opened(options: dict[str, Any]) -> Iterator[Context]:
    """A context from the common options, taken out of `options`; closes what it opened."""
    context = Context(
        config_path=options.pop("config", None),
        wiki_name=options.pop("wiki", None),
        state_path=options.pop("state", None),
        quiet=options.pop("quiet", False),
    )
    options.pop("debug", None)
    with context._open:  # noqa: SLF001 - its own class's other half
        try:
            yield context
        finally:
            context.status.clear()


_COMMON = {
    "config": click.option("--config", metavar="FILE", help="Another user-config.yaml."),
    "wiki": click.option("--wiki", metavar="NAME", help="A wiki of user-config.yaml, or `demo`."),
    "state": click.option("--state", metavar="DIR", help="Another folder for plans and caches."),
    "format": click.option(
        "--format",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="JSON is one object a line; docs/json.md names the keys.",
    ),
    "quiet": click.option("--quiet", "-q", is_flag=True, help="No progress, no notices."),
    "debug": click.option("--debug", is_flag=True, help="Errors with a traceback."),
}


def common(*names: str) -> Callable[[Command], Command]:
    """Add these common options to a command; `--debug` always."""

    def decorate(command: Command) -> Command:
        for name in reversed((*names, "debug")):
            command = _COMMON[name](command)
        return command

    return decorate
