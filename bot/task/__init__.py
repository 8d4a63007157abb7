"""The task: one YAML file, loaded and valid. Data only; `loading` makes it, others follow it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.plugin import Action, Condition, Filter, Source
from bot.task.filling import Filling, Plugins
from bot.task.settings import BotSettings, EditSettings, LimitSettings, Publication, Settings
from bot.task.testing import Expect, Given, TaskTest, TestSettings

__all__ = [
    "LAST_RUN",
    "BotSettings",
    "EditSettings",
    "Expect",
    "Filling",
    "Given",
    "LimitSettings",
    "Plugins",
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

    With a `filling` options name columns of the pages' rows, and the plugins that have such
    options only stand for those that a page is judged by: `filled` gives these. The task that it
    gives has in `row` the columns with which they were made.
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
    filling: Filling | None = field(default=None, compare=False, repr=False)
    row: Mapping[str, str] | None = None

    def filled(self, row: Mapping[str, str] | None) -> "Task":
        """The task for a page with this row; itself where no option names a column.

        Raises UsageError where the row lacks a column, or an option does not take its value.
        """
        if self.filling is None:
            return self
        columns = self.filling.of(row)
        made = self.filling.fill(columns)
        return replace(self, filling=None, row=columns, **made._asdict())
