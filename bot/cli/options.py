"""Makes the flags of `wikisweep list SOURCE` from the fields of the source's class."""

from typing import Any

import click
from pydantic.fields import FieldInfo

from bot.errors import UsageError
from bot.loading.shapes import Shape, main_option, options, shapes
from bot.plugin import Source

_LAST = ("limit",)  # what every source has comes behind its own options


def parameters(source: type[Source]) -> list[click.Parameter]:
    """One argument for the main option, one flag for each other; values stay texts.

    What a text means is for the source's own model to say, as in a task file.
    """
    known, main = shapes(source), main_option(source)
    found: list[click.Parameter] = []
    for name, field in sorted(options(source).items(), key=lambda one: one[0] in _LAST):
        if name == main:
            many = known[name].item is not None
            argument = click.Argument(
                [_variable(name)],
                required=field.is_required(),
                nargs=-1 if many else 1,
                metavar=name.upper() + ("..." if many else ""),
            )
            found.insert(0, argument)
        else:
            found.append(_flag(name, field, known[name]))
    return found


def is_simple(source: type[Source]) -> bool:
    """Whether flags can say all that the source needs: no plugin or mapping inside an option."""
    return not any(one.plugin or one.values or one.model for one in shapes(source).values())


def given_options(source: type[Source], values: dict[str, Any]) -> dict[str, Any]:
    """What click was given for `parameters`, by the names of the options; unset ones left out.

    Raises UsageError for what is no text.
    """
    found = {name: values.get(_variable(name)) for name in options(source)}
    for name, value in found.items():
        if not _is_text(value):
            raise UsageError(f"{flags(source)[name]} is not UTF-8")
    return {name: value for name, value in found.items() if value not in (None, ())}


def _is_text(value: object) -> bool:
    """Whether all letters are whole: Python hands over bytes that mean nothing as half ones."""
    try:
        str(value if not isinstance(value, tuple) else "".join(value)).encode()
    except UnicodeEncodeError:
        return False
    return True


def flags(source: type[Source]) -> dict[str, str]:
    """How each option is written on the command line."""
    main = main_option(source)
    return {name: name.upper() if name == main else _dashed(name) for name in options(source)}


def _dashed(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _variable(name: str) -> str:
    """The name under which click keeps an option: no other option, nor Python, has it."""
    return f"option_{name}"


def _flag(name: str, field: FieldInfo, shape: Shape) -> click.Option:
    flag, about = _dashed(name), (field.description or "").replace("`", "")
    default = field.get_default(call_default_factory=True)
    if field.annotation is bool:
        words = f"{flag}/--no-{flag[2:]}" if default else flag
        return click.Option([_variable(name), words], is_flag=True, default=None, help=about)
    shown = " ".join(map(str, default)) if isinstance(default, tuple) else str(default)
    if shown and default is not None and not field.is_required():
        about = f"{about}  [default: {shown}]"
    inner = shape.item or shape
    choices = inner.choices if not inner.scalars else ()
    return click.Option(
        [_variable(name), flag],
        type=click.Choice(choices) if choices else str,
        multiple=shape.item is not None,
        required=field.is_required(),
        metavar=None if choices else name.upper(),
        help=about + (" Can be given several times." if shape.item else ""),
    )
