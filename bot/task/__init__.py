"""The task: one YAML file, loaded and valid. Data only; `loading` makes it, others follow it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.plugin import Action, Condition, Filter, Source
from bot.task.settings import BotSettings, EditSettings, LimitSettings, Publication, Settings
from bot.task.testing import Expect, Given, TaskTest, TestSettings

__all__ = [
    "LAST_RUN",
    "BotSettings",
    "EditSettings",
    "Expect",
    "Given",
    "LimitSettings",
    "Publication",
    "Settings",
    "Task",
    "TaskTest",
    "TestSettings",
]

LAST_RUN = "last_run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A whole task. `file` is as the user named it, `text` the file's source.

    `skip_if` holds the conditions that guard every task by default, too, unless the task gives a
    reason against them. `let` holds texts, and tuples of texts for lists.
    """

    name: str
    file: str
    text: str
    source: Source
    do: tuple[Action, ...]
    about: str = ""
    wiki: str = ""
    let: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    where: tuple[Filter, ...] = ()
    skip_if: tuple[Condition, ...] = ()
    require: tuple[Condition, ...] = ()
    edit: EditSettings = field(default_factory=EditSettings)
    limits: LimitSettings = field(default_factory=LimitSettings)
    bots: BotSettings = field(default_factory=BotSettings)
    publish: tuple[Publication, ...] = ()
    schedule: str = ""
    since: str = ""
    tests: tuple[TaskTest, ...] = ()
