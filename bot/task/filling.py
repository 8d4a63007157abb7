"""How the plugins of a task are made for a page whose row their options name. Data only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.errors import UsageError
from bot.plugin import Action, Condition, Filter, Plugin


class Plugins(NamedTuple):
    """The plugins of a task that judge and change a page, each kind in its order."""

    where: tuple[Filter, ...]
    do: tuple[Action, ...]
    skip_if: tuple[Condition, ...]
    require: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """The columns that options name, in the order of the file, and what makes plugins of them.

    `stand_ins` are the plugins, nested ones too, that a task has in place of those that only a row
    makes: of the same classes, with options such as a row might bring. They say what will be asked
    of a wiki, never what becomes of a page. `fill` raises UsageError for a value that an option
    does not take.
    """

    columns: tuple[str, ...]
    stand_ins: tuple[Plugin, ...]
    fill: Callable[[Mapping[str, str]], Plugins]

    def of(self, row: Mapping[str, str] | None) -> Mapping[str, str]:
        """What of a page's row the options name; raises UsageError for a column it lacks."""
        if row is None:
            raise UsageError(f"no source gave it a row, and options name `row.{self.columns[0]}`")
        for name in self.columns:
            if name not in row:
                raise UsageError(f"the page's row has no column '{name}'")
        return {name: row[name] for name in self.columns}
