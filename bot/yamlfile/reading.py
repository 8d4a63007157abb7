"""The one door to PyYAML: a file's text to nodes with their places; it constructs no objects.

It reads the parser's events, so a tag, an alias or a key twice is a problem with a place rather
than an object, and all problems of a file are found in one go.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.errors import InvalidFile, Place, Problem, UsageError
from bot.yamlfile.nodes import Document, Mapping, Node, Scalar, Sequence
from bot.yamlfile.traps import diagnose, quote_it

LARGEST = 1_000_000  # bytes; a list of titles belongs in a file of its own
DEEPEST = 40  # levels
_TOLD = 10  # so many of one kind of problem are told: a binary file has thousands
_UNPRINTABLE = re.compile(
    "[^\n\t -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_COMMENT = re.compile("[ \t]+#[^\n]*")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path, *, private: bool = False) -> Document:
    """The file as nodes; raises UsageError where it cannot be read, InvalidFile if not YAML."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise UsageError(f"{path}: there is no such file") from error
    except IsADirectoryError as error:
        raise UsageError(f"{path}: this is a folder; name a file in it") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot read it: {error.strerror}") from error
    except ValueError as error:
        raise UsageError(f"{str(path)!r}: this is not the name of a file") from error
    if len(data) > LARGEST:
        raise UsageError(f"{path}: larger than {LARGEST // 1_000_000} MB, too large to be read")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        place = _Lines(str(path), before).place(len(before))
        message = f"byte {data[error.start]:#04x} is not UTF-8"
        raise InvalidFile([Problem(place, message, "save the file as UTF-8")]) from error
    return parse_yaml(text, str(path), private=private)


def parse_yaml(text: str, file: str, *, private: bool = False, loader: Any = _LOADER) -> Document:
    """A text as nodes; `file` names it in messages. Raises InvalidFile where it has no tree.

    Of a `private` file no value is told in a message: one of them may be a secret.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = _Lines(file, text)
    found = [match.start() for match in _UNPRINTABLE.finditer(text)][:_TOLD]
    if found:
        raise InvalidFile(
            [
                Problem(
                    lines.place(index),
                    f"the character U+{ord(text[index]):04X} cannot stand in a YAML file",
                    "delete it, or write it as an escape in double quotes",
                )
                for index in found
            ]
        )
    builder = _Builder(text, lines, private=private)
    try:
        for event in yaml.parse(text, loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        fault = _syntax(text, lines, error, private=private)
        others = [problem for problem in builder.problems if problem.place < fault.place]
        raise InvalidFile([*others, fault]) from error
    root = builder.root
    if root is None or (isinstance(root, Scalar) and root.empty):
        raise InvalidFile([Problem(Place(file, 1, 1), "the file is empty")])
    if not isinstance(root, Mapping):
        wrong = "a list" if isinstance(root, Sequence) else "a single text"
        message = f"the file is {wrong}, but should be lines of `key: value`"
        raise InvalidFile([*builder.problems, Problem(root.place, message)])
    return Document(file, text, root, tuple(builder.problems))


def _syntax(text: str, lines: "_Lines", error: yaml.MarkedYAMLError, *, private: bool) -> Problem:
    mark = error.problem_mark or error.context_mark
    index = min(mark.index if mark else 0, len(text))
    context = error.context_mark.index if error.context_mark else index
    fault = diagnose(text, index, context, f"{error.context} {error.problem}")
    return Problem(lines.place(fault.index), *fault.words(private=private))


def _wikitext(raw: str) -> bool:
    """Whether a list or mapping looks like a link or template whose quotes are missing."""
    return raw.startswith("{{") or (raw.startswith("[[") and ": " not in raw)


def _start(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _end(event: yaml.Event) -> int:
    return event.end_mark.index if event.end_mark else 0


class _Lines:
    """Turns indices of a text into places."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, index: int) -> Place:
        line = bisect_right(self._starts, index)
        return Place(self._file, line, index - self._starts[line - 1] + 1)


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end was not read yet."""

    event: yaml.NodeEvent
    mapping: bool
    entries: list[tuple[Scalar, Node]] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)
    key: Node | None = None
    problems_before: int = 0


class _Builder:
    """Puts events together to a tree, without recursion, and notes problems on the way."""

    def __init__(self, text: str, lines: _Lines, *, private: bool) -> None:
        self.text = text
        self.private = private
        self.lines = lines
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self._open: list[_Open] = []
        self._shared: set[str] = set()
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Handle one event; a second document is noted and left out."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents == 2:  # noqa: PLR2004 - the first one too many
                self._note(
                    event, "a second document begins here", "one file holds one; delete the ---"
                )
        if self._documents > 1:
            return
        if isinstance(event, yaml.AliasEvent):
            raw = self._raw(event)
            hint = f"{self._quote(raw)}; a value used more than once goes under `let:`"
            if event.anchor not in self._shared:
                self._note(event, "YAML aliases are not used here", hint)
            self._add(Scalar(raw, self._place(event), quoted=True, mended=True))
        elif isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._start(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end(event)

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        if len(self._open) >= DEEPEST:
            self._note(event, f"nested deeper than {DEEPEST} levels")
            raise InvalidFile(self.problems)
        if event.anchor:
            if not self._shared:  # one line for all of them, and for what refers to them
                self._note(
                    event, "YAML anchors are not used here", "put shared values under `let:`"
                )
            self._shared.add(event.anchor)
        if event.tag:
            self._note(event, "YAML tags are not used here", "delete it")
        mapping = isinstance(event, yaml.MappingStartEvent)
        self._open.append(_Open(event, mapping, problems_before=len(self.problems)))

    def _end(self, end: yaml.Event) -> None:
        frame = self._open.pop()
        start, place = frame.event, self._place(frame.event)
        raw = self.text[_start(start) : _end(end)].strip()
        if _wikitext(raw) and _end(start) > _start(start):
            del self.problems[frame.problems_before :]
            self._note(
                start, f"a value that begins with {raw[:2]} has to be quoted", self._quote(raw)
            )
            self._add(Scalar(raw, place, quoted=True, mended=True))
            return
        raw = "" if "\n" in raw else raw
        if frame.mapping:
            self._add(Mapping(tuple(frame.entries), place, raw))
        else:
            self._add(Sequence(tuple(frame.items), place, raw))

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        frame = self._open[-1]
        if not frame.mapping:
            frame.items.append(node)
        elif frame.key is None:
            frame.key = node
        else:
            key, frame.key = frame.key, None
            self._enter(frame, key, node)

    def _enter(self, frame: _Open, key: Node, value: Node) -> None:
        if not isinstance(key, Scalar):
            self.problems.append(
                Problem(key.place, "a key is a text, not a list or mapping", "quote it")
            )
            return
        first = next((name for name, _ in frame.entries if name.text == key.text), None)
        if key.text == "<<" and not key.quoted:
            message = "merge keys (<<) are not used here"
            self.problems.append(Problem(key.place, message, "put shared values under `let:`"))
        elif first:
            what = "this key" if self.private else f"the key `{key.text}`"
            message = f"{what} stands here for the second time"
            hint = f"first in line {first.place.line}; keep one of them"
            self.problems.append(Problem(key.place, message, hint))
        else:
            frame.entries.append((key, value))

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        place, raw = self._place(event), self._raw(event)
        if event.anchor or event.tag:
            what = "anchors" if event.anchor else "tags"
            self._note(event, f"YAML {what} are not used here", self._quote(raw))
            return Scalar(raw, place, quoted=True, mended=True)
        if bad := _CONTROL.search(event.value):
            hint = (
                "in double quotes \\b is a backspace: use single quotes" if bad[0] == "\b" else ""
            )
            self._note(event, f"the text has the control character U+{ord(bad[0]):04X}", hint)
        block = ""
        if event.style in {"|", ">"}:
            block = re.split(r"\s", raw, maxsplit=1)[0]
        plain = not event.style
        cut = _COMMENT.match(self.text, _end(event)) if plain else None
        comment = cut[0].rstrip() if cut else ""
        return Scalar(event.value, place, event.style in {"'", '"'}, block, comment)

    def _quote(self, raw: str) -> str:
        return quote_it("" if self.private else raw)

    def _raw(self, event: yaml.Event) -> str:
        return self.text[_start(event) : _end(event)].strip()

    def _place(self, event: yaml.Event) -> Place:
        return self.lines.place(_start(event))

    def _note(self, event: yaml.Event, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self._place(event), message, hint))
