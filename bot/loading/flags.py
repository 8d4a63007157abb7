"""Options from a command line to a plugin: the same rules as in a task file, without places."""

from collections.abc import Mapping
from typing import Any, TypeVar

from bot.errors import Place, UsageError
from bot.loading.building import Builder
from bot.loading.options import Bad
from bot.loading.problems import Problems
from bot.loading.shapes import options
from bot.loading.tables import PluginTables
from bot.plugin import Plugin
from bot.yamlfile import Mapping as MappingNode
from bot.yamlfile import Node, Scalar, Sequence

P = TypeVar("P", bound=Plugin)
_NOWHERE = Place("", 1, 1)
_NO_TABLES = PluginTables({}, {}, {}, {})


def plugin_from_options(cls: type[P], given: Mapping[str, Any]) -> P:
    """The plugin with these options, by field name or YAML name; texts, numbers, truths, lists.

    Raises UsageError with everything that is wrong.
    """
    problems = Problems()
    aliases = {
        name: alias
        for alias, field in options(cls).items()
        for name, own in cls.model_fields.items()
        if own is field
    }
    entries = tuple(
        (Scalar(aliases.get(name, name), _NOWHERE), _node(value)) for name, value in given.items()
    )
    builder = Builder(_NO_TABLES, problems)
    try:
        return builder.options.model(MappingNode(entries, _NOWHERE), cls, cls.yaml_name, _NOWHERE)
    except Bad:
        lines = [problem.words for problem in problems]
        raise UsageError("\n".join(lines)) from None


def _node(value: object) -> Node:
    if isinstance(value, list | tuple):
        return Sequence(tuple(_node(one) for one in value), _NOWHERE)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return Scalar(text, _NOWHERE, quoted=True)
