"""Option values with `${row.column}` in them: kept as written until a page brings its row.

Nodes in, nodes out; what is built of them is the builder's business.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.loading.shapes import Shape
from bot.patterns import literal_replacement
from bot.yamlfile import Mapping as MappingNode
from bot.yamlfile import Node, Scalar, Sequence


class Column(NamedTuple):
    """A column of a page's row, by its name."""

    name: str


Pieces = tuple[str | Column, ...]

# A backslash that no other one makes a plain character.
_ESCAPE: Final = re.compile(r"(?<!\\)(?:\\\\)*\\\Z")


@dataclass(frozen=True, slots=True)
class RowText(Scalar):
    """A text that lacks what a row brings; `text` is as it was written, names of `let:` too."""

    pieces: Pieces = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it names."""
        return tuple(one.name for one in self.pieces if isinstance(one, Column))

    def escaped_in(self, shape: Shape) -> str | None:
        """The first column with a backslash before it that would change what its value means."""
        before = ""
        for one in self.pieces if shape.expanded or shape.form == "pattern" else ():
            if isinstance(one, str):
                before += one
            elif _ESCAPE.search(before):
                return one.name
            else:
                before = ""
        return None


@dataclass(frozen=True, slots=True)
class FilledText(Scalar):
    """A text with the values of a row in it, each of which stands for itself wherever it stands.

    So they are escaped in a `pattern`, and in a `replacement` for what a pattern matches.
    """

    pattern: str = ""
    replacement: str = ""

    def fitting(self, shape: Shape) -> str:
        """The text for an option of this shape."""
        if shape.expanded:
            return self.replacement
        return self.pattern if shape.form == "pattern" else self.text


def row_texts(node: Node) -> Iterator[RowText]:
    """The texts in a node that lack a row, in their order."""
    if isinstance(node, RowText):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from row_texts(item)
    elif isinstance(node, MappingNode):
        for _, value in node.entries:
            yield from row_texts(value)


def filled(node: Node, row: Mapping[str, str]) -> Node:
    """The node with the row's values, each put in once; a part that lacks none stays itself.

    Raises KeyError for a column that the row has not.
    """
    if isinstance(node, RowText):
        return _with(node, row.__getitem__)
    if isinstance(node, Sequence):
        items = tuple(filled(item, row) for item in node.items)
        same = all(map(_is, items, node.items))
        return node if same else Sequence(items, node.place, node.raw)
    if isinstance(node, MappingNode):
        entries = tuple((key, filled(value, row)) for key, value in node.entries)
        same = all(new is old for (_, new), (_, old) in zip(entries, node.entries, strict=True))
        return node if same else MappingNode(entries, node.place, node.raw)
    return node


_TYPED: Final = {"a whole number": "1", "a number": "1", "true or false": "true"}
# `…` stands for what is not known yet wherever requests are shown. Where two columns may not be
# the same, or a text has a form of its own (a date, an age, a share), another one of these fits.
_VARIANTS: Final[tuple[Callable[[int], str], ...]] = (
    lambda _: "…",
    lambda number: "…" * number,
    str,
    lambda number: f"2026-01-{number:02}",
    lambda number: f"{number} days",
    lambda number: f"{number}%",
)
VARIANTS: Final = range(len(_VARIANTS))


class Sample:
    """What a row might bring; each of the `VARIANTS` is for texts of another form."""

    def __init__(self, variant: int = 0) -> None:
        self._text = _VARIANTS[variant]
        self._numbers: dict[str, int] = {}

    def put_in(self, node: RowText, shape: Shape) -> FilledText:
        """The node with what suits an option of this shape."""
        whole = len(node.pieces) == 1
        typed = [value for words, value in _TYPED.items() if words in shape.scalars]
        if whole and (known := [*typed, *shape.choices]):
            return _with(node, lambda _: known[0])
        return _with(node, lambda name: typed[0] if typed else self._of(name))

    def _of(self, column: str) -> str:
        number = self._numbers.setdefault(column, len(self._numbers) + 1)
        return self._text(number)


# A group's number that a digit behind it would make another one.
_GROUP: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\([0-9])$")


def _with(node: RowText, value: Callable[[str], str]) -> FilledText:
    def joined(escaped: Callable[[str], str], between: str = "") -> str:
        found = ""
        for one in node.pieces:
            if isinstance(one, Column):
                brought = escaped(value(one.name))
                found = _GROUP.sub(between, found) if brought[:1].isdecimal() else found
                found += brought
            else:
                found += one
        return found

    # a line break that a row brings is no slip of whoever chose the header
    block = "" if isinstance(node.pieces[-1], Column) else node.block
    return FilledText(
        joined(str),
        node.place,
        quoted=True,
        block=block,
        comment_after=node.comment_after,
        pattern=joined(re.escape, between=r"\g<0>(?:)"),
        replacement=joined(literal_replacement, between=r"\1\\g<\2>"),
    )


def _is(one: Node, other: Node) -> bool:
    return one is other
