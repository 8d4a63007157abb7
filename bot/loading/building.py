"""Nodes to plugins: the ways in which one may be written, and every way to miss them.

A plugin is its bare name, or a mapping with that name as its one key; the value is then the main
option, or a mapping of options. All problems are noted, none is raised but by Bad.
"""

from typing import Any

from bot.loading.options import Bad, Options
from bot.loading.problems import Problems, empty_hint, found
from bot.loading.rows import FilledText, RowText, Sample
from bot.loading.shapes import Shape, article, kind_of, main_option, options, shapes, works_bare
from bot.loading.tables import WHERE, PluginTables
from bot.plugin import Plugin, Source
from bot.yamlfile import Mapping, Node, Scalar, Sequence, did_you_mean

Built = dict[int, tuple[Node, Any]]


class Builder:
    """Builds plugins of the tables from nodes.

    `built` has each of them by the identity of its node; those that are there at the beginning
    are taken as they are. The `sample` is put where a row is lacking.
    """

    def __init__(
        self,
        tables: PluginTables,
        problems: Problems,
        *,
        sample: Sample | None = None,
        built: Built | None = None,
    ) -> None:
        self.options = Options(problems, self._nested, sample)
        self.built: Built = dict(built or {})
        self._tables = tables
        self._problems = problems

    def plugins(self, node: Node, kind: type[Plugin]) -> tuple[Any, ...]:
        """One plugin or a list of them; those with problems are left out."""
        items = node.items if isinstance(node, Sequence) else (node,)
        built = [self.try_plugin(item, kind) for item in items]
        return tuple(one for one in built if one is not None)

    def try_plugin(self, node: Node, kind: type[Plugin]) -> Any:
        """One plugin, or None where it has problems."""
        try:
            return self.plugin(node, kind)
        except Bad:
            return None

    def plugin(self, node: Node, kind: type[Plugin]) -> Any:
        """One plugin; a list of sources is their union. Raises Bad."""
        if id(node) not in self.built:
            self.built[id(node)] = node, self._plugin(node, kind)
        return self.built[id(node)][1]

    def _plugin(self, node: Node, kind: type[Plugin]) -> Any:
        if issubclass(kind, Source) and isinstance(node, Sequence):
            return self._union(node, kind)
        name, value = self._entry(node, kind)
        cls: type[Plugin] | None = self._tables.of(kind).get(name.text)
        if cls is None:
            self._unknown(name, kind)
            raise Bad
        if value is None:
            return self.options.model(Mapping((), name.place), cls, name.text, name.place)
        self._check_value(cls, name, value)
        main = main_option(cls)
        if main and isinstance(value, Mapping) and self._nests(cls, main, value):
            data = {main: self.options.value(value, shapes(cls)[main], name.text, name.place)}
            return self.options.make(cls, data, value, name.text)
        return self.options.model(value, cls, name.text, name.place)

    def _union(self, node: Sequence, kind: type[Plugin]) -> Any:
        if not node.items:
            self._problems.add(node.place, "the list of sources is empty")
            raise Bad
        if len(node.items) == 1:
            return self.plugin(node.items[0], kind)
        return self.plugin(Mapping(((Scalar("union", node.place), node),), node.place), kind)

    def _nested(self, node: Node, shape: Shape) -> Any:
        """The plugins that stand as the value of an option."""
        kind = shape.plugin or Plugin
        if not shape.many:
            return self.plugin(node, kind)
        built = self.plugins(node, kind)
        if len(built) < (len(node.items) if isinstance(node, Sequence) else 1):
            raise Bad
        return built

    def _nests(self, cls: type[Plugin], main: str, value: Mapping) -> bool:
        """Whether a mapping is a nested plugin for the main option rather than a set of options."""
        nested = shapes(cls)[main].plugin is not None
        return nested and not (value.entries and set(value.keys) <= set(options(cls)))

    def _check_value(self, cls: type[Plugin], name: Scalar, value: Node) -> None:
        """Raise Bad for an empty value, and for a bare one that has no option to fill."""
        if isinstance(value, Scalar) and value.empty:
            bare = f"without options write the bare name: {name.text}" if works_bare(cls) else ""
            self._problems.add(name.place, f"`{name.text}:` has no value", empty_hint(value, bare))
            raise Bad
        if main_option(cls) is None and not isinstance(value, Mapping):
            known = ", ".join(options(cls))
            hint = f"write a mapping of its options: {known}" if known else "write the bare name"
            self._problems.add(value.place, f"`{name.text}` takes no bare value", hint)
            raise Bad

    def _entry(self, node: Node, kind: type[Plugin]) -> tuple[Scalar, Node | None]:
        """The name and the value of a plugin as written."""
        word = kind_of(kind)
        if isinstance(node, Sequence):
            self._problems.add(node.place, f"{article(word)} {word} should stand here, not a list")
        elif isinstance(node, RowText | FilledText):
            message = f"which {word} it is cannot come from a row"
            self._problems.add(node.place, message, "write its name; its options may have rows")
        elif isinstance(node, Scalar) and not node.empty:
            return node, None
        elif isinstance(node, Mapping) and len(node.entries) == 1:
            return node.entries[0]
        elif isinstance(node, Mapping) and node.entries:
            self._several_keys(node, kind)
        else:
            self._problems.add(node.place, f"{article(word)} {word} is missing here")
        raise Bad

    def _several_keys(self, node: Mapping, kind: type[Plugin]) -> None:
        word = kind_of(kind)
        (name, value), *others = node.entries
        rest = ", ".join(f"`{key.text}`" for key, _ in others)
        cls = self._tables.of(kind).get(name.text)
        flat = cls is not None and any(key.text in options(cls) for key, _ in others)
        main = main_option(cls) if cls else None
        if flat and isinstance(value, Scalar) and value.empty:
            message = f"{rest} should stand deeper than `{name.text}`"
            self._problems.add(others[0][0].place, message, "indent by two more spaces")
        elif flat and main:
            first = others[0][0]
            hint = f"write {name.text}: {{{main}: …, {first.text}: …}}"
            self._problems.add(first.place, f"`{name.text}` has a value and {rest} beside it", hint)
        else:
            message = (
                f"{article(word)} {word} has one key, its name; here are `{name.text}`, {rest}"
            )
            self._problems.add(
                node.place, message, f"begin each {word} with - on a line of its own"
            )

    def _unknown(self, name: Scalar, kind: type[Plugin]) -> None:
        word, table = kind_of(kind), self._tables.of(kind)
        other = next((one for one in self._tables.kinds_with(name.text) if one != word), None)
        if name.mended:
            return
        first, colon, rest = name.text.partition(":")
        message, hint = f"no {word} is called {found(name)}", did_you_mean(name.text, table)
        if other:
            message = f"`{name.text}` is {article(other)} {other}, not {article(word)} {word}"
            hint = f"it belongs under {WHERE[other]}"
        elif colon and first in table:
            hint = f"a space belongs behind the colon: {first}: {rest.strip()}"
        self._problems.add(name.place, message, hint)
