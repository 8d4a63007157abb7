"""Plugins whose options name columns of a row: checked as far as they can be, made for each row.

As a task loads, a plugin is built with what a row might bring, so that everything else about it is
judged; that one stands for it wherever no page is at hand. With a page's row the very same builder
makes it from the very same nodes, so that each rule of an option holds for the row's values, too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from bot.errors import BotError, Problem, UsageError
from bot.loading.building import Builder, Built
from bot.loading.problems import Problems
from bot.loading.rows import VARIANTS, Sample, filled, row_texts
from bot.loading.tables import PluginTables
from bot.plugin import Action, Condition, Filter, Plugin
from bot.site import plain_site
from bot.task import Filling, Plugins
from bot.yamlfile import Node

P = TypeVar("P", bound=Plugin)
_SITE = plain_site("any wiki")


@dataclass(frozen=True, slots=True)
class _Template:
    """A plugin that rows make: what stands for it, its nodes, and what in it no row changes."""

    stand_in: Plugin
    node: Node
    kind: type[Plugin]
    built: Built

    def changing(self) -> Iterator[Plugin]:
        """What stands for a plugin that rows make, of this one and those nested in it."""
        fixed = {id(plugin) for _, plugin in self.built.values()}
        return (part for part in self.stand_in.parts() if id(part) not in fixed)


class Filler:
    """Reads the plugins of one file that rows make, and makes them."""

    def __init__(self, tables: PluginTables, problems: Problems) -> None:
        self._tables = tables
        self._problems = problems
        self._templates: list[_Template] = []

    def try_plugin(self, node: Node, kind: type[Plugin]) -> Any:
        """What stands for the plugin, or None where it has problems."""
        made: list[_Template] = []
        faults: list[list[Problem]] = []
        for variant in VARIANTS:
            problems = Problems()
            builder = Builder(self._tables, problems, sample=Sample(variant))
            plugin = builder.try_plugin(node, kind)
            if found := list(problems):
                faults.append(found)
                continue
            fixed = {key: one for key, one in builder.built.items() if not any(row_texts(one[0]))}
            made.append(_Template(plugin, node, kind, fixed))
            if _asks(plugin):
                self._templates.append(made[-1])
                return plugin
        if not made:
            fewest = min(faults, key=len)
            self._problems.extend(fewest)
            return None
        self._templates.append(made[0])
        return made[0].stand_in

    def filling(
        self,
        where: tuple[Filter, ...],
        do: tuple[Action, ...],
        skip_if: tuple[Condition, ...],
        require: tuple[Condition, ...],
    ) -> Filling | None:
        """How these plugins, stand-ins among them, are made for a row; None where no row matters.

        To be called when nothing is wrong with the file.
        """
        if not self._templates:
            return None
        self._templates.sort(key=lambda one: one.node.place)
        texts = [text for one in self._templates for text in row_texts(one.node)]
        return Filling(
            columns=tuple(dict.fromkeys(name for text in texts for name in text.columns)),
            stand_ins=tuple(part for one in self._templates for part in one.changing()),
            fill=partial(self._fill, Plugins(where, do, skip_if, require)),
        )

    def _fill(self, plugins: Plugins, row: Mapping[str, str]) -> Plugins:
        made = {id(one.stand_in): self._made(one, row) for one in self._templates}

        def each(several: tuple[P, ...]) -> tuple[P, ...]:
            return tuple(made.get(id(one), one) for one in several)

        return Plugins(
            each(plugins.where), each(plugins.do), each(plugins.skip_if), each(plugins.require)
        )

    def _made(self, template: _Template, row: Mapping[str, str]) -> Any:
        problems = Problems()
        builder = Builder(self._tables, problems, built=template.built)
        plugin = builder.try_plugin(filled(template.node, row), template.kind)
        if plugin is None:
            raise UsageError("; ".join(one.words for one in problems))
        return plugin


def _asks(plugin: Plugin) -> bool:
    """Whether it can say what it asks for: a namespace, say, is one that every wiki has."""
    try:
        plugin.needs(_SITE)
    except BotError:
        return False
    return True
