"""What pydantic finds wrong, in words that a wiki maintainer understands, at the right place.

It adds no judgement of its own. No name of a Python type and no address of a manual gets through.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_core.core_schema import ErrorType

from bot.errors import Problem
from bot.loading.problems import found
from bot.loading.shapes import Shape
from bot.yamlfile import Mapping as MappingNode
from bot.yamlfile import Node, Scalar, Sequence, nearest

_BOUNDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "greater_than": lambda context: f"should be more than {context['gt']:g}",
    "greater_than_equal": lambda context: f"should be at least {context['ge']:g}",
    "less_than": lambda context: f"should be less than {context['lt']:g}",
    "less_than_equal": lambda context: f"should be at most {context['le']:g}",
    "string_too_short": lambda context: _at_least("characters", context["min_length"]),
    "string_too_long": lambda context: f"should have at most {context['max_length']} characters",
    "too_short": lambda context: _at_least("entries", context["min_length"]),
    "too_long": lambda context: f"should have at most {context['max_length']} entries",
}
_OWN_WORDS = {"value_error", "assertion_error"}
_PYDANTICS_OWN = frozenset(get_args(ErrorType))  # any other kind is a plugin's, in its own words
_TOLD_ALREADY = {"missing", "extra_forbidden"}


@dataclass(frozen=True, slots=True)
class Slot:
    """A node in the place of an option: what it may be, and what the option is called."""

    node: Node
    shape: Shape
    label: str


class Slots:
    """The slots of a file, by their nodes; they keep the nodes alive, so that ids stay true."""

    def __init__(self) -> None:
        self._by_id: dict[int, Slot] = {}

    def add(self, node: Node, shape: Shape, label: str) -> None:
        """Note that the node stands in such a place."""
        self._by_id[id(node)] = Slot(node, shape, label)

    def get(self, node: Node) -> Slot | None:
        """Where the node stands."""
        return self._by_id.get(id(node))


def translate(
    error: ValidationError, value: Node, label: str, slots: Slots, *, whole: bool
) -> list[Problem]:
    """The problems of one plugin or settings value, one for each node.

    Unless it is `whole`, because options were left out as faulty, nothing is said about how its
    options go together.
    """
    told: dict[int, tuple[int, Problem]] = {}
    for one in error.errors(include_url=False):
        if one["type"] in _TOLD_ALREADY or not (one["loc"] or whole):
            continue
        node = _at(value, one["loc"])
        slot = slots.get(node)
        rank, message, hint = _words(one, node, slot.label if slot else label, slot)
        if rank > told.get(id(node), (0,))[0]:
            told[id(node)] = (rank, Problem(node.place, message, hint))
    return [problem for _, problem in told.values()]


def _at(node: Node, location: tuple[int | str, ...]) -> Node:
    """The node that a location means; the steps that pydantic adds for unions are passed over."""
    for step in location:
        if isinstance(node, MappingNode) and isinstance(step, str):
            node = node.get(step) or node
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    return node


def _words(error: ErrorDetails, node: Node, label: str, slot: Slot | None) -> tuple[int, str, str]:
    """Rank (the higher says more), message and hint of one error."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in _OWN_WORDS or kind not in _PYDANTICS_OWN:
        said = str(context.get("error", error["msg"]))
        return 3, f"`{label}` {said}" if said.startswith("should ") else f"`{label}`: {said}", ""
    if kind in _BOUNDS:
        empty = not (node.text if isinstance(node, Scalar) else getattr(node, "items", True))
        but = "" if empty else f", not {found(node)}"
        return 2, f"`{label}` {_BOUNDS[kind](context)}{but}", ""
    shape = slot.shape if slot else Shape(("something else",))
    near = nearest(node.text, shape.choices) if isinstance(node, Scalar) else None
    hint = f"did you mean `{near}`?" if near else ""
    return 1, f"`{label}` should be {shape}, not {found(node)}", hint


def _at_least(things: str, count: int) -> str:
    return "should not be empty" if count == 1 else f"should have at least {count} {things}"
