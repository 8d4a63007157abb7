"""The JSON Schema of task files, for editors: completion, hover texts, and most mistakes in red.

Made from the same fields as the loader's own check. It is the more lenient of the two: what an
editor cannot know (whether a pattern compiles, what options go together) only `check` tells.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.loading.reading import KEYS
from bot.loading.schedule import MACROS
from bot.loading.shapes import Shape, kind_of, main_option, options, shapes, works_bare
from bot.loading.tables import KINDS, PluginTables
from bot.plugin import ListOnly, Plugin
from bot.task import BotSettings, EditSettings, LimitSettings, Publication, TestSettings

Schema = dict[str, Any]

_TEXT: Schema = {"type": ["string", "number", "boolean"]}  # YAML reads 1984 and No as such
_BY_NAME: Schema = {"type": "string", "pattern": r"\$\{"}
_ABOUT = {
    "name": "The task's name; the file's, if not given.",
    "about": "What the task is for.",
    "wiki": "A name in user-config.yaml; --wiki overrides it.",
    "let": "Names for values used more than once: `${name}` stands for the value.",
    "for_each": "The pages that the task is about: one source, or a list of them (their union).",
    "where": "Filters: every one must hold.",
    "do": "Actions, in this order, each on the text that the one before left.",
    "skip_if": "Conditions on each computed edit: if any is true, the page is skipped.",
    "require": "Conditions on each computed edit: all must hold.",
    "publish": "Where reports go.",
    "schedule": "When to run: cron's five fields, or a macro like @daily.",
    "since": "Only pages that changed since then: `last_run`, a date, an age such as `7 days`.",
    "tests": "Pages and what the task should do to them; run by `wikisweep check`.",
}
_SETTINGS: dict[str, type[BaseModel]] = {
    "edit": EditSettings,
    "limits": LimitSettings,
    "bots": BotSettings,
}


def task_schema(tables: PluginTables) -> Schema:
    """The schema of a whole task file (JSON Schema draft 2020-12)."""
    keys: dict[str, Schema] = {
        "name": _TEXT,
        "about": _TEXT,
        "wiki": _TEXT,
        "let": {
            "type": "object",
            "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$", "not": {"const": "row"}},
            "additionalProperties": _or_list(_TEXT),
        },
        "for_each": _some("source"),
        "where": _some("filter"),
        "do": _some("action"),
        "skip_if": _some("condition"),
        "require": _some("condition"),
        **{key: _model_schema(model) for key, model in _SETTINGS.items()},
        "publish": _or_list(_model_schema(Publication)),
        "schedule": {"type": "string", "examples": ["17 3 * * *", *MACROS]},
        "since": {
            **_TEXT,
            "pattern": r"^\s*(last_run\s*$|[0-9])",
            "examples": ["last_run", "7 days", "2026-01-31"],
        },
        "tests": _or_list(_model_schema(TestSettings)),
    }
    described = {
        key: {**keys[key], "description": _ABOUT[key]} if key in _ABOUT else keys[key]
        for key in KEYS
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A wikisweep task",
        "type": "object",
        "additionalProperties": False,
        "required": ["for_each", "do"],
        "properties": described,
        "$defs": {kind_of(base): _kind_schema(tables, base) for base in KINDS.values()},
    }


def _kind_schema(tables: PluginTables, base: type[Plugin]) -> Schema:
    """One plugin of a kind: its bare name, or its name as the one key of a mapping."""
    table: Mapping[str, type[Plugin]] = tables.of(base)
    bare = [
        {"const": name, "description": _first_line(cls)}
        for name, cls in sorted(table.items())
        if works_bare(cls)
    ]
    keyed = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "properties": {name: _plugin_schema(cls) for name, cls in sorted(table.items())},
    }
    return {"anyOf": [*bare, keyed]}


def _plugin_schema(cls: type[Plugin]) -> Schema:
    """What may stand behind a plugin's name: options, or the main one's value."""
    about = {"description": _first_line(cls), "markdownDescription": cls.__doc__ or ""}
    main = main_option(cls)
    forms = [_model_schema(cls)]
    if main:
        forms.append(_shape_schema(shapes(cls)[main], options(cls)[main]))
    return {**about, "anyOf": forms} if main else {**forms[0], **about}


def _model_schema(model: type[BaseModel]) -> Schema:
    known = shapes(model)
    fields = {
        name: field
        for name, field in options(model).items()
        if not any(isinstance(one, ListOnly) for one in field.metadata)
    }
    properties = {name: _option_schema(known[name], field) for name, field in fields.items()}
    required = [name for name, field in fields.items() if field.is_required()]
    made: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    if required:
        made["required"] = required
    return made


def _option_schema(shape: Shape, field: FieldInfo) -> Schema:
    made = _shape_schema(shape, field)
    if field.description:
        made["description"] = field.description
    if isinstance(field.default, str | int | float) and field.default != "":
        made["default"] = field.default
    return made


def _shape_schema(shape: Shape, field: FieldInfo | None = None) -> Schema:
    """Everything that a shape allows, one alternative each."""
    forms: list[Schema] = []
    if shape.choices:
        forms += [{"enum": list(shape.choices)}, _BY_NAME]
    forms += [_scalar_schema(words, field) for words in shape.scalars]
    if shape.plugin:
        one: Schema = {"$ref": f"#/$defs/{kind_of(shape.plugin)}"}
        forms += [_or_list(one)] if shape.many else [one]
    if shape.item:
        forms.append(_or_list(_shape_schema(shape.item)))
    if shape.values:
        forms.append({"type": "object", "additionalProperties": _shape_schema(shape.values)})
    if shape.model:
        forms.append(_model_schema(shape.model))
        if main := main_option(shape.model):
            forms.append(_shape_schema(shapes(shape.model)[main]))
    return dict(forms[0]) if len(forms) == 1 else {"anyOf": forms}


def _scalar_schema(words: str, field: FieldInfo | None) -> Schema:
    kinds = {"true or false": "boolean", "a whole number": "integer", "a number": "number"}
    if words not in kinds:
        return dict(_TEXT)
    made: Schema = {"type": kinds[words]}
    for bound in field.metadata if field else ():
        for attribute, keyword in (("ge", "minimum"), ("le", "maximum")):
            if (value := getattr(bound, attribute, None)) is not None:
                made[keyword] = value
    return {"anyOf": [made, _BY_NAME]}


def _or_list(one: Schema) -> Schema:
    return {"anyOf": [one, {"type": "array", "items": one}]}


def _some(kind: str) -> Schema:
    return _or_list({"$ref": f"#/$defs/{kind}"})


def _first_line(cls: type[Plugin]) -> str:
    return (cls.__doc__ or "").strip().partition("\n")[0]
