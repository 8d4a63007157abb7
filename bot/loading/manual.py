"""The reference manual of plugins, as Markdown that also reads well in a terminal.

Everything comes from the plugins' own docstrings and fields.
"""

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import fields

from pydantic.fields import FieldInfo

from bot.errors import UsageError
from bot.loading.shapes import Shape, article, kind_of, main_option, options, shapes
from bot.loading.tables import WHERE, PluginTables
from bot.plugin import Plugin
from bot.yamlfile import did_you_mean


def manual(tables: PluginTables, name: str | None = None) -> str:
    """All about the plugins of a name, or a list of all of them with one line each.

    Raises UsageError for a name that nobody has.
    """
    if name is None:
        return "\n\n".join(_list(kind, table) for kind, table in _tables(tables)) + "\n"
    wanted = name.strip().rstrip(":").replace("-", "_")
    found = [table[wanted] for _, table in _tables(tables) if wanted in table]
    if not found:
        known = [one for _, table in _tables(tables) for one in table]
        hint = did_you_mean(wanted, known)
        raise UsageError(
            f"no plugin is called {name!r}{f'; {hint}' if hint else ''}; "
            "`wikisweep plugins` lists them"
        )
    return "\n\n".join(_page(cls) for cls in found) + "\n"


def reference(tables: PluginTables) -> str:
    """The whole manual: docs/plugins.md."""
    parts = ["# Plugins", "Made from the plugins' own docstrings and fields."]
    for kind, table in _tables(tables):
        parts.append(f"## {kind.capitalize()}")
        parts += [_page(cls, heading="###") for _, cls in sorted(table.items())]
    return "\n\n".join(parts) + "\n"


def _tables(tables: PluginTables) -> Iterator[tuple[str, Mapping[str, type[Plugin]]]]:
    for one in fields(tables):
        yield one.name, getattr(tables, one.name)


def _list(kind: str, table: Mapping[str, type[Plugin]]) -> str:
    width = max((len(name) for name in table), default=0)
    lines = [
        f"  {name:<{width}}  {inspect.cleandoc(cls.__doc__ or '').partition(chr(10))[0]}"
        for name, cls in sorted(table.items())
    ]
    where = WHERE[kind.removesuffix("s")].replace("`", "")
    return "\n".join([f"{kind.capitalize()}, for {where}", *lines])


def _page(cls: type[Plugin], heading: str = "#") -> str:
    kind = kind_of(cls)
    parts = [
        f"{heading} {cls.yaml_name}",
        f"{article(kind).capitalize()} {kind}, for {WHERE[kind]}.",
        inspect.cleandoc(cls.__doc__ or ""),
    ]
    if fields_ := options(cls):
        known, main = shapes(cls), main_option(cls)
        lines = [
            _option(name, field, known[name], main=name == main)
            for name, field in sorted(fields_.items(), key=lambda one: one[0] in _LAST)
        ]
        parts.append("\n".join(["Options:", "", *lines]))
    return "\n\n".join(parts)


_LAST = ("limit", "when")  # what every source and action has comes behind its own options


def _option(name: str, field: FieldInfo, shape: Shape, *, main: bool) -> str:
    notes = [str(shape)]
    if field.is_required():
        notes.append("required")
    elif (default := field.get_default(call_default_factory=True)) not in (None, "", ()):
        notes.append(f"default {_shown(default)}")
    if main:
        notes.append("a bare value fills it")
    about = f" {field.description}" if field.description else ""
    return f"- `{name}` ({'; '.join(notes)}).{about}"


def _shown(default: object) -> str:
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, tuple | list | frozenset):
        return ", ".join(str(one) for one in default)
    return str(default)
