"""A YAML file as a small frozen tree: texts, mappings and lists, each with its place.

Nothing is interpreted: `1984`, `No` and `2024-01-01` are texts. What a text means is for the
field that it stands in to say.
"""

from dataclasses import dataclass

from bot.errors import Place, Problem


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single text.

    `block` is the header of a block text (`|`, `>-`, …) or empty; `comment_after` is what YAML cut
    off as a comment on the same line, which the writer of a text with ` #` in it does not expect.
    `mended` tells that the text is a guess, and the problem already noted.
    """

    text: str
    place: Place
    quoted: bool = False
    block: str = ""
    comment_after: str = ""
    mended: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing at all was written: `key:` and the end of the line."""
        return not self.text and not self.quoted and not self.block


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in order, no key twice; `raw` is the source where it is one line."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    place: Place
    raw: str = ""

    def get(self, key: str) -> "Node | None":
        """The value of a key, or None."""
        return next((node for name, node in self.entries if name.text == key), None)

    def key(self, key: str) -> Scalar | None:
        """The key as written, for its place."""
        return next((name for name, _ in self.entries if name.text == key), None)

    @property
    def keys(self) -> tuple[str, ...]:
        """The names of the keys, in order."""
        return tuple(name.text for name, _ in self.entries)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list; `raw` is the source where it is one line."""

    items: tuple["Node", ...]
    place: Place
    raw: str = ""


Node = Scalar | Mapping | Sequence


@dataclass(frozen=True, slots=True)
class Document:
    """A file that could be parsed: its text, its mapping, and what is wrong with it all the same.

    The tree is whole: where a problem was found it holds what the writer seems to have meant, so
    that a reader of the tree can look for further problems.
    """

    file: str
    text: str
    root: Mapping
    problems: tuple[Problem, ...] = ()
