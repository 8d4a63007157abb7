"""What may be written for an option, read from its field's type: one answer for all who ask.

From a shape come the check of a YAML value, the words in messages and manual, and the JSON
Schema. It knows types, never a particular plugin.
"""

import types
from collections.abc import Iterable, Mapping
from collections.abc import Sequence as AbstractSequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from bot.errors import BotError
from bot.patterns import Expanded, Regular
from bot.plugin import Plugin, Prose, Verbatim, Word

_LISTS = (tuple, list, set, frozenset, AbstractSequence)
_MAPPINGS = (dict, Mapping)
_ANY = "a text"


Form = Literal["composed", "pattern", "verbatim"]
_FORMS: Mapping[type, Form] = {Regular: "pattern", Verbatim: "verbatim"}


@dataclass(frozen=True, slots=True)
class Shape:
    """What one value may be; empty parts are not allowed.

    `scalars` holds words such as `a whole number`; `free` tells that a free text is among them
    and `prose` that it is one of sentences; `many` that a list of nested plugins may stand here.
    `form` says what becomes of a text in another form than Unicode's form C. `expanded` names the
    option of a pattern beside which a text is one that replaces its matches.
    """

    scalars: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    item: "Shape | None" = None
    values: "Shape | None" = None
    model: type[BaseModel] | None = None
    plugin: type[Plugin] | None = None
    many: bool = False
    free: bool = False
    prose: bool = False
    form: Form = "composed"
    expanded: str = ""

    @property
    def scalar(self) -> bool:
        """Whether a single text can be written."""
        return bool(self.scalars or self.choices)

    def __str__(self) -> str:
        """In words: `a whole number or max`, `a text or a list of them`."""
        parts = [*self.scalars]
        if self.choices:
            parts.append(_choice(self.choices))
        if self.plugin:
            kind = kind_of(self.plugin)
            parts.append(f"{article(kind)} {kind}" + (" or a list of them" if self.many else ""))
        if self.item:
            inner = str(self.item)
            parts = [one for one in parts if one != inner]
            parts.append(f"{inner} or a list of them")
        if self.values:
            parts.append("a mapping")
        if self.model:
            parts.append("a mapping of " + ", ".join(options(self.model)))
        return " or ".join(parts)


_FREE = Shape((_ANY,), free=True)
_NUMBERS = {bool: "true or false", int: "a whole number", float: "a number"}


def kind_of(plugin: type[Plugin]) -> str:
    """The word for a plugin class's kind: `source`, `filter`, `action` or `condition`."""
    kinds = [one.__name__.lower() for one in plugin.__mro__ if Plugin in one.__bases__]
    return kinds[0] if kinds else "plugin"


def article(noun: str) -> str:
    """The indefinite article that goes before a noun."""
    return "an" if noun[:1] in "aeiou" else "a"


def options(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The options of a plugin or settings class by the names that YAML knows them by."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


@cache
def works_bare(model: type[BaseModel]) -> bool:
    """Whether a plugin may be written as its bare name, without any option."""
    try:
        model.model_validate({})
    except (ValidationError, BotError):
        return False
    return True


@cache
def shapes(model: type[BaseModel]) -> Mapping[str, Shape]:
    """The shape of every option."""
    return {
        name: _shape(field.annotation, field.metadata) for name, field in options(model).items()
    }


def main_option(model: type[BaseModel]) -> str | None:
    """The YAML name of the option that a bare value fills."""
    main = getattr(model, "main", None)
    return (model.model_fields[main].alias or main) if main else None


def _choice(choices: tuple[str, ...]) -> str:
    return choices[0] if len(choices) == 1 else "one of " + ", ".join(choices)


def _shape(annotation: Any, metadata: Iterable[Any] = ()) -> Shape:
    metadata = tuple(metadata)
    shape = _marked_shape(annotation, metadata)
    forms = [_FORMS[type(one)] for one in metadata if type(one) in _FORMS]
    of = [one.of for one in metadata if isinstance(one, Expanded)]
    if not (forms or of):
        return shape
    return replace(shape, form=(*forms, shape.form)[0], expanded="".join(of))


def _marked_shape(annotation: Any, metadata: Iterable[Any]) -> Shape:
    word = next((one for one in metadata if isinstance(one, Word)), None)
    shape = _plain_shape(annotation)
    if word and shape.item:
        return Shape(scalars=(), item=Shape((word.says,)))
    if word:
        return Shape((word.says,))
    if any(isinstance(one, Prose) for one in metadata):
        return Shape(shape.scalars, free=True, prose=True)
    return shape


def _plain_shape(annotation: Any) -> Shape:
    for inside in ("__value__", "__supertype__"):  # an alias made by `type X = …`; a NewType
        annotation = getattr(annotation, inside, annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(arguments[0], arguments[1:])
    if origin in {Union, types.UnionType}:
        return _joined([_shape(one) for one in arguments if one is not type(None)])
    if origin is Literal:
        return Shape(choices=tuple(str(one) for one in arguments))
    if (origin or annotation) in _LISTS:
        inner = _shape(arguments[0]) if arguments else _FREE
        return Shape(plugin=inner.plugin, many=True) if inner.plugin else Shape(item=inner)
    if (origin or annotation) in _MAPPINGS:
        return Shape(values=_shape(arguments[1]) if arguments else _FREE)
    return _class_shape(annotation)


def _class_shape(annotation: Any) -> Shape:
    if not isinstance(annotation, type):
        return _FREE
    if issubclass(annotation, Plugin):
        return Shape(plugin=annotation)
    if issubclass(annotation, BaseModel):
        return Shape(model=annotation)
    words = [said for kind, said in _NUMBERS.items() if issubclass(annotation, kind)]
    return Shape((words[0],)) if words else _FREE


def _joined(shapes: list[Shape]) -> Shape:
    """What any of the shapes allows."""
    first = Shape()
    for one in shapes:
        first = Shape(
            scalars=tuple(dict.fromkeys((*first.scalars, *one.scalars))),
            choices=first.choices + one.choices,
            item=first.item or one.item,
            values=first.values or one.values,
            model=first.model or one.model,
            plugin=first.plugin or one.plugin,
            many=first.many or one.many,
            free=first.free or one.free,
            prose=first.prose or one.prose,
            form=first.form if first.form != "composed" else one.form,
        )
    return first
