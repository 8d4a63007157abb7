"""What stands in an XML export, as values: its header, its pages, their newest revisions."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NamespaceLine:
    """A namespace as the export names it."""

    id: int
    name: str
    first_letter: bool


@dataclass(slots=True)
class Header:
    """What stands in `<siteinfo>`: empty where the export has none (dumpBackup --skip-header).

    `redirect_words` is not from there, but from the pages: see `bot.offline.redirecting`.
    """

    language: str = "en"
    base: str = ""
    generator: str = ""
    namespaces: list[NamespaceLine] = field(default_factory=list)
    redirect_words: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Revision:
    """The newest revision of a page; `text` is empty, and `hidden` true, where the wiki hid it."""

    revid: int | None = None
    timestamp: str = ""
    model: str = "wikitext"
    text: str = ""
    length: int = 0
    hidden: bool = False

    @property
    def age(self) -> tuple[str, int]:
        """Sorts revisions of one page from old to new."""
        return self.timestamp, self.revid or 0


@dataclass(slots=True)
class ExportedPage:
    """One `<page>`: `redirect` is where the export says that it leads, or an empty text."""

    title: str = ""
    namespace: int | None = None
    pageid: int | None = None
    redirect: str = ""
    newest: Revision | None = None
