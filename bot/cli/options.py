"""Makes the flags of `wikisweep list SOURCE` from the fields of the source's class."""

import inspect
from typing import Any, Literal, get_args, get_origin

import click
from pydantic.fields import FieldInfo

from bot.plugin import Source


def parameters(source: type[Source]) -> list[click.Parameter]:
    """One argument for the main option, one flag for each other; values stay texts.

    What a text means is for the source's own model to say, as in a task file.
    """
    found: list[click.Parameter] = []
    for field_name, info in source.model_fields.items():
        name = info.alias or field_name
        if name == source.main:
            many = _takes_many(info)
            found.append(
                click.Argument(
                    [field_name],
                    required=info.is_required(),
                    nargs=-1 if many else 1,
                    metavar=name.upper() + ("..." if many else ""),
                )
            )
        else:
            found.append(_flag(field_name, name, info))
    return found


def is_simple(source: type[Source]) -> bool:
    """Whether flags can say all that the source needs: no source inside another."""
    return not any(_holds_sources(info.annotation) for info in source.model_fields.values())


def _flag(field_name: str, name: str, info: FieldInfo) -> click.Option:
    words = [field_name, f"--{name.replace('_', '-')}"]
    text = (info.description or "").replace("`", "")
    if info.annotation is bool:
        return click.Option(words, is_flag=True, default=None, help=text)
    choices = _choices(info)
    kind: Any = click.Choice(choices) if choices else str
    shown = None if info.is_required() or info.default in (None, "", ()) else info.default
    if isinstance(shown, tuple):
        shown = " ".join(str(one) for one in shown)
    if shown is not None:
        text = f"{text}  [default: {shown}]"
    return click.Option(
        words,
        type=kind,
        multiple=_takes_many(info),
        required=info.is_required(),
        metavar=None if choices else name.upper(),
        help=text,
    )


def _takes_many(info: FieldInfo) -> bool:
    return get_origin(info.annotation) is tuple


def _choices(info: FieldInfo) -> list[str]:
    """The words that a field takes, where it takes nothing else."""
    annotation = info.annotation
    if get_origin(annotation) is tuple:
        annotation = get_args(annotation)[0]
    kinds = [one for one in get_args(annotation) if one is not type(None)]
    if get_origin(annotation) is not Literal and len(kinds) == 1:
        annotation = kinds[0]
    return list(get_args(annotation)) if get_origin(annotation) is Literal else []


def _holds_sources(annotation: Any) -> bool:
    if inspect.isclass(annotation) and issubclass(annotation, Source):
        return True
    return any(_holds_sources(one) for one in get_args(annotation))
