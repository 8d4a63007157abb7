"""The plain words that a reader sees, out of the HTML that MediaWiki makes of a page. Asks nothing.

What is left out is what nobody reads: scripts, styles, what is hidden, links to sections and
notes (`[1]`, `↑`), tables of contents. It knows no style sheet, so what a wiki's own hides stays.
"""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Final

_VOID: Final = re.compile("area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr")
_BREAKING: Final = re.compile(
    "address|article|aside|blockquote|br|caption|center|dd|details|dir|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|gallery|h[1-6]|header|hr|li|main|nav|ol|option|p|pre|section|"
    "summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_UNSEEN: Final = frozenset({"annotation", "head", "noscript", "script", "style", "template"})
_UNREAD: Final = frozenset({"mw-cite-backlink", "mw-editsection", "reference", "toc"})
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SOFT_HYPHEN: Final = "\u00ad"


def words_in(html: str) -> str:
    """The words, a line for each paragraph, item, heading and cell; blanks are single spaces."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.read()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._open: list[tuple[str, bool]] = []  # elements, and whether what is in them is unseen
        self._kept_lines = 0  # how many elements are open whose line ends count

    def read(self) -> str:
        """All that was seen."""
        self._break()
        return "\n".join(self._lines)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        if _BREAKING.fullmatch(tag) and not self._unseen:
            self._break()
        if not _VOID.fullmatch(tag):
            unseen = self._unseen or tag in _UNSEEN or _is_unread(dict(attrs))
            self._open.append((tag, unseen))
            self._kept_lines += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        """End an element, and those in it that were not ended, if it ever began."""
        if not any(tag == name for name, _ in self._open):
            return
        while True:
            name, unseen = self._open.pop()
            self._kept_lines -= name == "pre"
            if _BREAKING.fullmatch(name) and not unseen:
                self._break()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        """Take in a piece of text."""
        if self._unseen:
            return
        first, *further = data.split("\n") if self._kept_lines else [data]
        self._line.append(first)
        for one in further:
            self._break()
            self._line.append(one)

    @property
    def _unseen(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def _break(self) -> None:
        if line := " ".join("".join(self._line).replace(_SOFT_HYPHEN, "").split()):
            self._lines.append(line)
        self._line.clear()


def _is_unread(attributes: Mapping[str, str | None]) -> bool:
    classes = (attributes.get("class") or "").split()
    return (
        "hidden" in attributes
        or attributes.get("id") == "toc"
        or not _UNREAD.isdisjoint(classes)
        or bool(_HIDDEN.search(attributes.get("style") or ""))
    )
