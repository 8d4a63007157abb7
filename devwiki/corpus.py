"""Reads the pages of `corpus/*.wiki`. Reads; never writes.

A line `@@@ Title | key=value | ...` opens a page, a line `@@@+ key=value | ...` a newer revision of
the same page; the lines up to the next such line are the text. Keys of a page: `model` (wikitext,
css, javascript, json, text), `protect` (sysop, autoconfirmed, cascade); keys of a revision: `user`
(a name or an address), `comment`, `minor`. A text never begins or ends with an empty line, as
MediaWiki itself never saves one that ends so.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zlib import crc32

from devwiki.settings import ALIASES, CASE_SENSITIVE, CORE_ALIASES, NAMESPACES

FOLDER: Final = Path(__file__).resolve().parent / "corpus"

_AUTHORS = ("Archivist", "Cartographer", "Lapwing", "Metallurgist", "Quillfeather", "192.0.2.44")
_COMMENTS = ("", "more on the early history", "copy edit", "add a source", "new section", "links")
_MODELS = frozenset({"wikitext", "css", "javascript", "json", "text"})
_PROTECTIONS = frozenset({"", "sysop", "autoconfirmed", "cascade"})


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a page."""

    text: str
    user: str
    comment: str
    minor: bool = False


@dataclass(frozen=True, slots=True)
class CorpusPage:
    """A page with its revisions, oldest first."""

    title: str
    revisions: tuple[Revision, ...]
    model: str = "wikitext"
    protect: str = ""

    @property
    def namespace(self) -> int:
        """The namespace's number, by the title's prefix."""
        return split_title(self.title)[0]

    @property
    def text(self) -> str:
        """The newest text."""
        return self.revisions[-1].text


def split_title(title: str) -> tuple[int, str]:
    """Namespace number and the rest of a title written in canonical form."""
    prefix, colon, rest = title.partition(":")
    for key, name in NAMESPACES.items():
        if colon and name and prefix == name:
            return key, rest
    return 0, title


def page(title: str, *texts: str, model: str = "wikitext", protect: str = "") -> CorpusPage:
    """A page whose authors follow from its title, so that the same corpus comes out each time."""
    return CorpusPage(
        title,
        tuple(_revision(title, number, text, {}) for number, text in enumerate(texts)),
        model,
        protect,
    )


def read_folder(folder: Path = FOLDER) -> Iterator[CorpusPage]:
    """Every page of every `.wiki` file, files by name."""
    for path in sorted(folder.glob("*.wiki")):
        yield from read_text(path.read_text(encoding="utf-8"), path.name)


def read_text(source: str, name: str = "corpus") -> Iterator[CorpusPage]:
    """The pages of one file. Raises ValueError for a key, model or title that cannot be."""
    head, *pages = ("\n" + source).split("\n@@@ ")
    if head.strip():
        raise ValueError(f"{name}: text before the first page: {head.strip()[:40]!r}")
    for chunk in pages:
        first, *later = chunk.split("\n@@@+")
        line, _, text = first.partition("\n")
        title, *rest = line.split(" | ")
        title = title.strip()
        _check_title(title, name)
        keys = _keys(rest, name, title)
        model, protect = keys.pop("model", "wikitext"), keys.pop("protect", "")
        if model not in _MODELS or protect not in _PROTECTIONS:
            raise ValueError(f"{name}: {title}: unknown model or protection")
        revisions = [_revision(title, 0, text.strip("\n"), keys)]
        for number, more in enumerate(later, 1):
            line, _, text = more.partition("\n")
            keys = _keys(line.split(" | "), name, title)
            revisions.append(_revision(title, number, text.strip("\n"), keys))
        yield CorpusPage(title, tuple(revisions), model, protect)


def _keys(fields: list[str], name: str, title: str) -> dict[str, str]:
    pairs = [field.strip().partition("=") for field in fields if field.strip()]
    keys = {key: value for key, _, value in pairs}
    unknown = keys.keys() - {"model", "protect", "user", "comment", "minor"}
    if unknown:
        raise ValueError(f"{name}: {title}: unknown key {', '.join(sorted(unknown))}")
    return keys


def _check_title(title: str, name: str) -> None:
    namespace, rest = split_title(title)
    prefix = title.partition(":")[0]
    first, folds = rest[:1], namespace not in CASE_SENSITIVE
    # A letter whose capital is two letters stays as it is.
    small = folds and first.isalpha() and len(first.upper()) == 1 and first != first.upper()
    if (
        not rest
        or set(rest) & set("[]{}|<>#_\t")
        or "  " in rest
        or unicodedata.normalize("NFC", title) != title
        or small
        or prefix in ALIASES | CORE_ALIASES
    ):
        raise ValueError(f"{name}: {title!r} is not a title in canonical form")


def _revision(title: str, number: int, text: str, keys: dict[str, str]) -> Revision:
    seed = crc32(f"{title}/{number}".encode())
    return Revision(
        text=text,
        user=keys.get("user", _AUTHORS[seed % len(_AUTHORS)]),
        comment=keys.get("comment", _COMMENTS[seed // 7 % len(_COMMENTS)]),
        minor=keys.get("minor", "") == "yes",
    )
