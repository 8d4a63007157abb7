"""`${name}`: replaces the names of `let:` in option values; nothing else is ever replaced.

`${row.column}` becomes `{{ row["column"] }}` in a text that is a template, and a `RowText` where a
page's row is at hand; anywhere else it is refused.
"""

import re
from collections.abc import Iterator

from bot.loading.composing import composed
from bot.loading.problems import EMPTY_HINT, Problems, as_text_hint, comment_hint, empty_hint, found
from bot.loading.rows import Column, Pieces, RowText
from bot.yamlfile import Mapping as MappingNode
from bot.yamlfile import Node, Scalar, Sequence

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_REFERENCE = re.compile(
    rf"\$(?P<escape>\$+)(?=\{{)|\$\{{(?P<name>{_NAME}(?:\.[^{{}}\n]+)?)\}}|\$\{{"
)
_ROW = "row"
_WHERE_ROWS = "rows are for `where`, `do`, `skip_if`, `require` and `edit.summary`"

Value = str | tuple[str, ...]


class Let:
    """The values of one file's `let:`."""

    def __init__(self, node: Node | None, problems: Problems) -> None:
        self.values: dict[str, Value] = {}
        self._problems = problems
        self._all: tuple[str, ...] = ()
        if isinstance(node, MappingNode):
            self._all = node.keys
            for name, value in node.entries:
                self._define(name, value)
        elif node is not None:
            problems.add(node.place, "`let` should be a mapping of names to values", "let: {a: b}")

    def resolve(self, node: Node, *, jinja: bool = False, rows: bool = False) -> Node:
        """The node with every `${name}` replaced; problems are noted, the text then left as it is.

        With `jinja` the values are put so that a template around them shows them as they are. With
        `rows` texts that name columns become `RowText`.
        """
        if isinstance(node, Scalar):
            return self._scalar(node, jinja=jinja, rows=rows)
        if isinstance(node, Sequence):
            return Sequence(tuple(self._items(node, rows=rows)), node.place, node.raw)
        entries = tuple((name, self.resolve(value, rows=rows)) for name, value in node.entries)
        return MappingNode(entries, node.place, node.raw)

    def _define(self, name: Scalar, node: Node) -> None:
        if not re.fullmatch(_NAME, name.text) or name.text == _ROW:
            why = "is kept for `${row.column}`" if name.text == _ROW else "is not a name"
            hint = "choose another name, of letters, digits and _"
            self._problems.add(name.place, f"`{name.text}` {why}", hint)
            return
        listed, texts = isinstance(node, Sequence), []
        for item in node.items if isinstance(node, Sequence) else (node,):
            value = self.resolve(item) if isinstance(item, Scalar) else item
            if isinstance(item, Scalar) and isinstance(value, Sequence):
                listed = True
                texts += [one.text for one in value.items if isinstance(one, Scalar)]
            elif (text := self._text(name.text, value)) is not None:
                texts.append(text)
        self.values[name.text] = tuple(texts) if listed else next(iter(texts), name.text)

    def _text(self, name: str, node: Node) -> str | None:
        """The text of one value or item; what is none is noted."""
        if not isinstance(node, Scalar):
            message = f"`let.{name}` should be a text or a list of texts, not {found(node)}"
            self._problems.add(node.place, message, as_text_hint(node))
            return None
        if node.empty:
            self._problems.add(
                node.place, f"`let.{name}` has no value", empty_hint(node, EMPTY_HINT)
            )
        elif node.comment_after:
            message = f"` #` begins a comment, so `let.{name}` ends before it"
            self._problems.add(node.place, message, comment_hint(node))
        return node.text

    def _items(self, node: Sequence, *, rows: bool) -> Iterator[Node]:
        for item in node.items:
            resolved = self.resolve(item, rows=rows)
            if isinstance(item, Scalar) and isinstance(resolved, Sequence):
                yield from resolved.items
            else:
                yield resolved

    def _scalar(self, node: Scalar, *, jinja: bool, rows: bool) -> Node:
        whole = _REFERENCE.fullmatch(node.text)
        if whole and isinstance(values := self.values.get(whole["name"] or ""), tuple):
            items = tuple(Scalar(text, node.place, quoted=True) for text in values)
            return Sequence(items, node.place)
        pieces = self._pieces(node, jinja=jinja, rows=rows)
        text = "".join(one for one in pieces if isinstance(one, str))
        if any(isinstance(one, Column) for one in pieces):
            return RowText(
                node.text,
                node.place,
                quoted=True,
                block=node.block,
                comment_after=node.comment_after,
                pieces=pieces,
            )
        if text == node.text:
            return node
        return Scalar(text, node.place, quoted=True, comment_after=node.comment_after)

    def _pieces(self, node: Scalar, *, jinja: bool, rows: bool) -> Pieces:
        """The text with everything replaced, parted by the columns that are to be filled in."""
        pieces: list[str | Column] = []
        end = 0
        for match in _REFERENCE.finditer(node.text):
            replaced = self._replacement(match, node, jinja=jinja, rows=rows)
            pieces += [node.text[end : match.start()], replaced]
            end = match.end()
        return tuple(one for one in (*pieces, node.text[end:]) if one)

    def _replacement(
        self, match: re.Match[str], node: Scalar, *, jinja: bool, rows: bool
    ) -> str | Column:
        if match["escape"]:
            return match["escape"]
        name = match["name"]
        if name is None:
            message = "`${` begins a name, as in `${name}`"
            self._problems.add(node.place, message, "for these two characters write $${")
            return match[0]
        row, dot, column = name.partition(".")
        if jinja and row == _ROW and dot:
            return f"{{{{ row[{_quoted(column)}] }}}}"
        if rows and row == _ROW and dot:
            return Column(composed(column))
        value = self.values.get(name)
        if isinstance(value, str):
            return _inert(value) if jinja else value
        self._refuse(name, node, is_list=value is not None)
        return match[0]

    def _refuse(self, name: str, node: Scalar, *, is_list: bool) -> None:
        if name == _ROW:
            self._problems.add(node.place, "`${row}` names no column", "write ${row.column}")
        elif name.partition(".")[0] == _ROW:
            message = f"`${{{name}}}` is filled in page by page, which is too late here"
            self._problems.add(node.place, message, _WHERE_ROWS)
        elif is_list:
            hint = f"write ${{{name}}} as the whole value, or as an item of a list"
            self._problems.add(
                node.place, f"`${{{name}}}` is a list and stands inside a text", hint
            )
        elif name in self._all:
            message = f"`${{{name}}}` is used before it has a value"
            self._problems.add(node.place, message, "`let:` is read from top to bottom")
        else:
            unknown = Scalar(name, node.place)
            message = f"`${{{name}}}` is not defined under `let:`"
            self._problems.unknown(unknown, message, tuple(self.values))


def _inert(value: str) -> str:
    """`value` so that Jinja gives it back as it is, braces and all."""
    if "{" not in value:
        return value
    return f"{{{{ {_quoted(value)} }}}}"


def _quoted(value: str) -> str:
    """`value` as a text of Jinja's."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
