"""The plugins that a task may name, by kind and YAML name. Data; `installed` fills it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from bot.plugin import Action, Condition, Filter, Plugin, Source

KINDS: Mapping[str, type[Plugin]] = {
    "sources": Source,
    "filters": Filter,
    "actions": Action,
    "conditions": Condition,
}
WHERE: Mapping[str, str] = {
    "source": "`for_each:`",
    "filter": "`where:`",
    "action": "`do:`",
    "condition": "`skip_if:` or `require:`",
}


@dataclass(frozen=True, slots=True)
class PluginTables:
    """Four tables from YAML name to class."""

    sources: Mapping[str, type[Source]]
    filters: Mapping[str, type[Filter]]
    actions: Mapping[str, type[Action]]
    conditions: Mapping[str, type[Condition]]

    def of(self, kind: type[Plugin]) -> Mapping[str, type[Any]]:
        """The table for a base class, or for any class derived from it."""
        for name, base in KINDS.items():
            if issubclass(kind, base):
                table: Mapping[str, type[Any]] = getattr(self, name)
                return table
        raise TypeError(f"{kind.__name__} is none of the four kinds of plugins")

    def kinds_with(self, name: str) -> tuple[str, ...]:
        """The kinds, in the singular, that have a plugin of this name."""
        return tuple(one.name[:-1] for one in fields(self) if name in getattr(self, one.name))
