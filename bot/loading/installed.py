"""All plugins that are here: the built-in ones, those of other packages, those of the user's files.

Built-ins are in explicit tables; nobody can take the name of another's plugin.
"""

import importlib.util
import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.actions import ACTIONS
from bot.conditions import CONDITIONS
from bot.errors import UsageError
from bot.filters import FILTERS
from bot.loading.shapes import article
from bot.loading.tables import KINDS, PluginTables
from bot.plugin import Plugin
from bot.sources import SOURCES

_BUILT_IN: Mapping[str, Mapping[str, type[Plugin]]] = {
    "sources": SOURCES,
    "filters": FILTERS,
    "actions": ACTIONS,
    "conditions": CONDITIONS,
}


_GROUP = "wikisweep."


def installed_tables(
    files: Iterable[Path] = (), entries: Iterable[EntryPoint] | None = None
) -> PluginTables:
    """The tables with everything in them; `files` are Python files with plugins.

    Raises UsageError for a plugin that cannot be loaded, or whose name is taken.
    """
    tables: dict[str, dict[str, type[Any]]] = {
        kind: dict(table) for kind, table in _BUILT_IN.items()
    }
    for entry in _entries() if entries is None else entries:
        kind = entry.group.removeprefix(_GROUP)
        _add(tables[kind], entry.name, _loaded(entry, KINDS[kind]), _origin(entry))
    for path in files:
        for plugin in _plugins_in(path):
            kind = next(name for name, base in KINDS.items() if issubclass(plugin, base))
            _add(tables[kind], plugin.yaml_name, plugin, str(path))
    return PluginTables(**tables)


def _entries() -> Iterator[EntryPoint]:
    everything = entry_points()
    for kind in KINDS:
        yield from everything.select(group=_GROUP + kind)


def _add(table: dict[str, type[Any]], name: str, plugin: type[Plugin], origin: str) -> None:
    if name in table:
        other = table[name].__module__
        raise UsageError(f"{origin}: the name `{name}` is taken by {other}; rename the class")
    table[name] = plugin


def _origin(entry: EntryPoint) -> str:
    package = entry.dist.name if entry.dist else "a package"
    return f"{package}, entry point {entry.group}: {entry.name}"


def _loaded(entry: EntryPoint, base: type[Plugin]) -> type[Plugin]:
    try:
        plugin = entry.load()
    except Exception as error:
        kind = type(error).__name__
        raise UsageError(f"{_origin(entry)}: cannot be loaded: {kind}: {error}") from error
    word = base.__name__.lower()
    if not (inspect.isclass(plugin) and issubclass(plugin, base)):
        raise UsageError(f"{_origin(entry)}: {entry.value} is not {article(word)} {word}")
    if plugin.yaml_name != entry.name:
        raise UsageError(
            f"{_origin(entry)}: the plugin calls itself `{plugin.yaml_name}`; "
            "give the entry point that name"
        )
    return plugin


def _plugins_in(path: Path) -> list[type[Plugin]]:
    """The complete plugin classes that a Python file defines, in its order."""
    module = _module(path)
    found = [
        one
        for one in vars(module).values()
        if inspect.isclass(one)
        and one.__module__ == module.__name__
        and issubclass(one, Plugin)
        and not inspect.isabstract(one)
        and not one.__name__.startswith("_")
    ]
    if not found:
        raise UsageError(f"{path}: no source, filter, action or condition is defined there")
    return found


def _module(path: Path) -> ModuleType:
    """The file, run as a module; once for each path."""
    name = f"wikisweep_plugins.{path.resolve()}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise UsageError(f"{path}: not a Python file; its name should end in .py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except FileNotFoundError as error:
        del sys.modules[name]
        raise UsageError(f"{path}: there is no such file; user-config.yaml names it") from error
    except Exception as error:
        del sys.modules[name]
        kind = type(error).__name__
        raise UsageError(f"{path}: cannot be loaded: {kind}: {error}") from error
    return module
