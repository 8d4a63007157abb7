"""Exports made of a few lines."""

from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

NOON = datetime(2026, 5, 1, 12, 0, 0, tzinfo=UTC)
NAMESPACES = {
    -2: "Media", -1: "Special", 0: "", 1: "Talk", 2: "User", 3: "User talk", 4: "Testwiki",
    6: "File", 10: "Template", 14: "Category", 102: "Lexicon",
}  # fmt: skip
SITEINFO = "".join(
    f'<namespace key="{number}" case="{"case-sensitive" if number == 102 else "first-letter"}">'
    f"{name}</namespace>"
    for number, name in NAMESPACES.items()
)
HEADER = (
    "<siteinfo><sitename>Test</sitename><base>https://wiki.example.org/wiki/Main_Page</base>"
    f"<generator>MediaWiki 1.39.17</generator><namespaces>{SITEINFO}</namespaces></siteinfo>"
)


@dataclass(frozen=True)
class Rev:
    text: str = ""
    id: int | None = None
    timestamp: str = "2024-01-01T00:00:00Z"
    model: str = "wikitext"
    deleted: bool = False
    slots: str = ""

    def xml(self) -> str:
        id_ = f"<id>{self.id}</id>" if self.id else ""
        timestamp = f"<timestamp>{self.timestamp}</timestamp>" if self.timestamp else ""
        size = len(self.text.encode())
        text = (
            f'<text bytes="{size}" deleted="deleted" />'
            if self.deleted
            else f'<text bytes="{size}" xml:space="preserve">{escape(self.text)}</text>'
        )
        return (
            f"<revision>{id_}{timestamp}"
            "<contributor><username>Someone</username><id>7</id></contributor>"
            f"<model>{self.model}</model><format>text/x-wiki</format>{text}{self.slots}</revision>"
        )


@dataclass(frozen=True)
class Entry:
    title: str
    revisions: tuple[Rev, ...]
    id: int | None = None
    ns: int | None = None
    redirect: str = ""

    def xml(self) -> str:
        id_ = f"<id>{self.id}</id>" if self.id else ""
        ns = "" if self.ns is None else f"<ns>{self.ns}</ns>"
        redirect = f"<redirect title={quoteattr(self.redirect)} />" if self.redirect else ""
        revisions = "".join(one.xml() for one in self.revisions)
        return f"<page><title>{escape(self.title)}</title>{ns}{id_}{redirect}{revisions}</page>"


def export_xml(*pages: Entry, version: str = "0.11", header: str = HEADER) -> str:
    return (
        f'<mediawiki version="{version}" xml:lang="en">{header}\n'
        + "\n".join(page.xml() for page in pages)
        + "\n</mediawiki>\n"
    )


def entries(texts: dict[str, str]) -> list[Entry]:
    """Pages with ids and revisions counted from 1 and 101."""
    return [
        Entry(title, (Rev(text, 100 + number),), number)
        for number, (title, text) in enumerate(texts.items(), 1)
    ]
