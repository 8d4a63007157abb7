"""Nodes to option values, and option values to settings and plugins; every problem is noted.

It knows shapes, not plugin names: what stands for a nested plugin is handed to whoever knows.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from bot.errors import BotError, Place
from bot.loading.composing import composed
from bot.loading.problems import EMPTY_HINT, Problems, as_text_hint, comment_hint, empty_hint, found
from bot.loading.rows import FilledText, RowText, Sample
from bot.loading.shapes import Form, Shape, main_option, options, shapes
from bot.loading.translating import Slots, translate
from bot.yamlfile import Mapping, Node, Scalar, Sequence, nearest

M = TypeVar("M", bound=BaseModel)
Nested = Callable[[Node, Shape], Any]


class Bad(Exception):
    """A value cannot be used, and its problem is noted."""


class Options:
    """Reads option values; `nested` builds the plugins in them, or raises Bad.

    A text that lacks a row is read with the `sample` in it.
    """

    def __init__(self, problems: Problems, nested: Nested, sample: Sample | None = None) -> None:
        self._problems = problems
        self._nested = nested
        self._sample = sample or Sample()
        self._slots = Slots()

    def model(self, node: Node, model: type[M], label: str, place: Place) -> M:
        """Settings or a plugin from its mapping of options, or its main option; raises Bad.

        `place` is where something missing is told.
        """
        main = main_option(model)
        if isinstance(node, Mapping):
            return self._from_mapping(node, model, label, place)
        if main is None or (isinstance(node, Scalar) and node.empty):
            names = ", ".join(options(model))
            message = f"`{label}` should be a mapping of {names}, not {found(node)}"
            self._problems.add(node.place, message)
            raise Bad
        value = self.value(node, shapes(model)[main], label, place)
        whole = Mapping(((Scalar(main, place), node),), place)
        self._missing(model, label, place, {main})
        return self.make(model, {main: value}, whole, label)

    def make(
        self, model: type[M], data: dict[str, Any], node: Mapping, label: str, *, whole: bool = True
    ) -> M:
        """The instance; raises Bad with everything noted that the model has against the data."""
        try:
            return model.model_validate(data)
        except ValidationError as error:
            self._problems.extend(translate(error, node, label, self._slots, whole=whole))
        except BotError as error:
            self._problems.add(_blamed(node, str(error)), f"`{label}`: {error}")
        raise Bad

    def value(self, node: Node, shape: Shape, label: str, key: Place) -> Any:
        """What pydantic is given for a node of this shape; raises Bad."""
        self._slots.add(node, shape, label)
        if isinstance(node, Scalar) and node.empty:
            otherwise = EMPTY_HINT if shape.free and not shape.prose else ""
            self._problems.add(key, f"`{label}` has no value", empty_hint(node, otherwise))
            raise Bad
        if shape.plugin:
            return self._nested(node, shape)
        if isinstance(node, Scalar) and shape.scalar:
            return self._text(node, shape, label)
        if isinstance(node, Sequence) and shape.item:
            item = shape.item
            return tuple(self._each(node, lambda one: self.value(one, item, label, one.place)))
        if shape.model and (isinstance(node, Mapping) or main_option(shape.model)):
            return self._nested_model(node, shape.model, label, key)
        if isinstance(node, Mapping) and shape.values:
            return self._dict(node, shape.values, label)
        if shape.item and not isinstance(node, Sequence) and _fits(node, shape.item):
            return (self.value(node, shape.item, label, key),)
        message = f"`{label}` should be {shape}, not {found(node)}"
        free = shape.free or (shape.item is not None and shape.item.free)
        self._problems.add(node.place, message, as_text_hint(node) if free else "")
        raise Bad

    def _from_mapping(self, node: Mapping, model: type[M], label: str, place: Place) -> M:
        fields = shapes(model)
        data: dict[str, Any] = {}
        meant: set[str] = set()
        for key, value in node.entries:
            name = key.text
            if name not in fields:
                self._problems.unknown(key, f"`{label}` has no option `{name}`", tuple(fields))
                meant.add(nearest(name, fields) or "")
                continue
            meant.add(name)
            try:
                shape = fields[name]
                if shape.expanded not in node.keys:
                    shape = replace(shape, expanded="")
                data[name] = self.value(value, shape, f"{label}.{name}", key.place)
            except Bad:
                continue
        whole = self._missing(model, label, place, meant) and meant == set(data)
        made = self.make(model, data, node, label, whole=whole)
        if not whole:
            raise Bad
        return made

    def _missing(self, model: type[BaseModel], label: str, place: Place, meant: set[str]) -> bool:
        """Note the required options that were not written; whether there are none."""
        required = [name for name, field in options(model).items() if field.is_required()]
        missing = [name for name in required if name not in meant]
        for name in missing:
            self._problems.add(place, f"`{label}` needs the option `{name}`")
        return not missing

    def _nested_model(self, node: Node, model: type[BaseModel], label: str, key: Place) -> Any:
        return self.model(node, model, label, key)

    def _dict(self, node: Mapping, shape: Shape, label: str) -> dict[str, Any]:
        made: dict[str, Any] = {}
        bad = False
        for key, value in node.entries:
            name = composed(key.text)
            if name in made:
                message = f"the key `{name}` stands here for the second time"
                self._problems.add(key.place, message, "the two look alike; keep one of them")
            try:
                made[name] = self.value(value, shape, f"{label}.{name}", key.place)
            except Bad:
                bad = True
        if bad:
            raise Bad
        return made

    def _each(self, node: Sequence, one: Callable[[Node], Any]) -> list[Any]:
        """Every item read, so that all problems are noted; raises Bad if any is."""
        made, bad = [], False
        for item in node.items:
            try:
                made.append(one(item))
            except Bad:
                bad = True
        if bad:
            raise Bad
        return made

    def _text(self, node: Scalar, shape: Shape, label: str) -> str:
        """The text as an option takes it; raises Bad for a column that is no value of its own."""
        if node.comment_after and shape.free:
            message = f"` #` begins a comment, so `{label}` ends before it"
            self._problems.add(node.place, message, comment_hint(node))
        if isinstance(node, RowText):
            if column := node.escaped_in(shape):
                message = f"the backslash before `${{row.{column}}}` would be part of its value"
                hint = "leave it off: a value stands for itself; \\\\ is a backslash"
                self._problems.add(node.place, message, hint)
                raise Bad
            node = self._sample.put_in(node, shape)
        written = node.fitting(shape) if isinstance(node, FilledText) else node.text
        text = composed(written, shape.form)
        if not text.endswith("\n") or not node.block:
            return text
        if shape.free and not shape.prose:
            if not node.block.endswith("+") and "+" not in node.block:
                first = node.block[0]
                message = f"because of `{node.block}`, `{label}` ends with a line break"
                hint = f"write `{first}-` to leave it off, `{first}+` to keep it"
                self._problems.add(node.place, message, hint)
            return text
        return text.rstrip("\n")


def _fits(node: Scalar | Mapping, item: Shape) -> bool:
    """Whether a value may stand for a list that has it as its one item."""
    if isinstance(node, Scalar):
        return item.scalar or (item.model is not None and main_option(item.model) is not None)
    return item.model is not None or item.values is not None


def _blamed(node: Mapping, message: str) -> Place:
    """The option whose text an error quotes, for errors that do not say which one it was."""
    for _, value in node.entries:
        if isinstance(value, Scalar) and any(
            repr(composed(value.text, form)) in message for form in get_args(Form)
        ):
            return value.place
    return node.place
