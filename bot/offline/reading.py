"""Reads the elements of an XML export as they come; opens no file.

Long because it is one table of elements, and a line or two for each. A document type
declaration is refused, so there are no entities to expand or to fetch.
"""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from xml.parsers import expat

from bot.errors import UsageError
from bot.offline.exported import ExportedPage, Header, NamespaceLine, Revision

VERSIONS: Final = ("0.10", "0.11")
_DEEPEST = 32
_LONGEST = 64 << 20  # characters of one element; MediaWiki's own default is 2 MiB of bytes
_ID = re.compile("[1-9][0-9]{0,17}")
_NAMESPACE = re.compile("-?[0-9]{1,9}")
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class ExportReader:
    """Takes the file piece by piece; `header`, `taken` and `done` tell what was in it so far."""

    def __init__(self, path: Path) -> None:
        self.header = Header()
        self.header_done = False
        self.done = False
        self._begun = False
        self._path = path
        self._last = ""
        self._pages: list[ExportedPage] = []
        self._stack: list[str] = []
        self._page = ExportedPage()
        self._revision = Revision()
        self._slot: dict[str, str] = {}
        self._attributes: Mapping[str, str] = {}
        self._pieces: list[str] | None = None
        self._length = 0
        self._before = self._fed = b""  # the last two pieces, for what is to be said of a fault
        self._fed_from = 0  # where in the file they begin
        self._encoding = "utf-8"
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        self._leaves: dict[tuple[str, str], Callable[[str], None]] = {
            ("siteinfo", "base"): self._base,
            ("siteinfo", "generator"): self._generator,
            ("namespaces", "namespace"): self._namespace,
            ("page", "title"): self._title,
            ("page", "ns"): self._page_namespace,
            ("page", "id"): self._page_id,
            ("revision", "id"): self._revision_id,
            ("revision", "timestamp"): self._timestamp,
            ("revision", "model"): self._model,
            ("revision", "text"): self._text,
            ("content", "role"): self._role,
            ("content", "model"): self._slot_model,
            ("content", "text"): self._slot_text,
        }
        self._beginnings: dict[tuple[str, str], Callable[[Mapping[str, str]], None]] = {
            ("mediawiki", "page"): self._page_start,
            ("mediawiki", "logitem"): self._log,
            ("page", "redirect"): self._redirect,
            ("page", "revision"): self._revision_start,
            ("revision", "content"): self._content_start,
        }
        self._endings: dict[tuple[str, str], Callable[[], None]] = {
            ("mediawiki", "siteinfo"): self._siteinfo_end,
            ("mediawiki", "page"): self._page_end,
            ("page", "revision"): self._revision_end,
        }

    def feed(self, data: bytes) -> None:
        """Read on; no data are the end of the file. Raises UsageError where it is faulty."""
        if not self._fed and data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            self._encoding = "utf-16"
        dropped, self._before, self._fed = self._before, self._fed, data
        self._fed_from += len(dropped)
        try:
            self._parser.Parse(data, not data)
        except expat.ExpatError as error:
            if byte := self._no_utf8():
                raise self._fault(byte) from error
            what = "it is damaged" if data else "it is cut off"
            if not self._begun:
                what = "it is no XML export of MediaWiki"
            raise self._fault(f"{what}: {expat.ErrorString(error.code)}") from error
        except (ValueError, LookupError) as error:
            raise self._fault(f"it is in an encoding that cannot be read: {error}") from error
        self.done = not data

    def taken(self) -> list[ExportedPage]:
        """The pages that were read since this was last asked."""
        pages, self._pages = self._pages, []
        return pages

    def last_good(self) -> str:
        """How far the file was good, in words for the end of a message."""
        return f" (the last whole page before it is {self._last!r})" if self._last else ""

    def _no_utf8(self) -> str:
        """What to say of the byte at which the parser stopped if it is none of UTF-8."""
        if self._encoding.casefold() != "utf-8":
            return ""
        at = self._parser.CurrentByteIndex - self._fed_from
        byte = (self._before + self._fed)[at : at + 4]
        try:
            byte.decode()
        except UnicodeDecodeError as error:
            if not error.start and error.reason != "unexpected end of data":
                return f"it is said to be UTF-8, but the byte 0x{byte[0]:02X} is not"
        return ""

    def _declared(self, _: str, encoding: str | None, __: int) -> None:
        self._encoding = encoding or self._encoding

    def _fault(self, what: str) -> UsageError:
        parser = self._parser
        place = f"{self._path}:{parser.CurrentLineNumber}:{parser.CurrentColumnNumber + 1}"
        return UsageError(f"{place}: {what}, at byte {parser.CurrentByteIndex}{self.last_good()}")

    def _doctype(self, name: str, *_: object) -> None:
        raise self._fault(
            f"it is no XML export of MediaWiki: it declares the document type {name!r}"
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        stack = self._stack
        if not stack:
            self._check_root(name, attributes)
            stack.append(name)
            return
        parent = stack[-1]
        stack.append(name)
        if len(stack) > _DEEPEST:
            raise self._fault("it nests its elements too deeply for an export")
        if (parent, name) in self._leaves:
            self._attributes = attributes
            self._pieces, self._length = [], 0
        elif (begin := self._beginnings.get((parent, name))) is not None:
            begin(attributes)

    def _end(self, name: str) -> None:
        stack = self._stack
        stack.pop()
        if not stack:
            self.header_done = True
            return
        if self._pieces is not None and (leaf := self._leaves.get((stack[-1], name))) is not None:
            value = "".join(self._pieces)
            self._pieces = None
            leaf(value)
        elif (ending := self._endings.get((stack[-1], name))) is not None:
            ending()

    def _data(self, data: str) -> None:
        if self._pieces is not None:
            self._pieces.append(data)
            self._length += len(data)
            if self._length > _LONGEST:
                raise self._fault(f"one element is longer than {_LONGEST} characters")

    def _check_root(self, name: str, attributes: Mapping[str, str]) -> None:
        if name != "mediawiki":
            raise self._fault(f"it is no XML export of MediaWiki: its root is <{name}>")
        version = attributes.get("version", "without a number")
        if version not in VERSIONS:
            raise self._fault(
                f"it is an export of version {version}; {' and '.join(VERSIONS)} can be read"
            )
        self.header.language = attributes.get("xml:lang", "en")
        self._begun = True

    def _base(self, value: str) -> None:
        self.header.base = value

    def _generator(self, value: str) -> None:
        self.header.generator = value

    def _namespace(self, value: str) -> None:
        number = self._namespace_number(self._attributes.get("key", ""))
        first_letter = self._attributes.get("case", "first-letter") == "first-letter"
        self.header.namespaces.append(NamespaceLine(number, value, first_letter))

    def _namespace_number(self, value: str) -> int:
        if not _NAMESPACE.fullmatch(value):
            raise self._fault(f"{value[:30]!r} is no number of a namespace")
        return int(value)

    def _siteinfo_end(self) -> None:
        self.header_done = True

    def _log(self, _: Mapping[str, str]) -> None:
        raise self._fault("it is a dump of the log, which has no pages")

    def _page_start(self, _: Mapping[str, str]) -> None:
        self.header_done = True
        self._page = ExportedPage()

    def _page_end(self) -> None:
        if not self._page.title:
            raise self._fault("a page has no title")
        self._pages.append(self._page)
        self._last = self._page.title

    def _title(self, value: str) -> None:
        self._page.title = value

    def _page_namespace(self, value: str) -> None:
        self._page.namespace = self._namespace_number(value)

    def _page_id(self, value: str) -> None:
        self._page.pageid = self._number(value)

    def _redirect(self, attributes: Mapping[str, str]) -> None:
        self._page.redirect = attributes.get("title", "")

    def _revision_start(self, _: Mapping[str, str]) -> None:
        self._revision = Revision()

    def _revision_end(self) -> None:
        newest = self._page.newest
        if newest is None or self._revision.age >= newest.age:
            self._page.newest = self._revision

    def _revision_id(self, value: str) -> None:
        self._revision.revid = self._number(value)

    def _timestamp(self, value: str) -> None:
        if not _TIMESTAMP.fullmatch(value):
            raise self._fault(f"{value[:30]!r} is no timestamp of an export")
        self._revision.timestamp = value

    def _model(self, value: str) -> None:
        self._revision.model = value

    def _text(self, value: str) -> None:
        """The text of the main slot, which may be hidden from the public."""
        attributes = self._attributes
        size = attributes.get("bytes", "")
        revision = self._revision
        if "deleted" in attributes:
            revision.hidden, revision.length = True, int(size) if _ID.fullmatch(size) else 0
            return
        if not value and size not in {"", "0"}:
            raise self._fault(
                "it has a page's size but not its text: a stub dump; take one with the texts"
            )
        revision.text, revision.length = value, len(value.encode())

    def _content_start(self, _: Mapping[str, str]) -> None:
        self._slot = {}

    def _role(self, value: str) -> None:
        self._slot["role"] = value

    def _slot_model(self, value: str) -> None:
        self._slot["model"] = value

    def _slot_text(self, value: str) -> None:
        if self._slot.get("role") == "main":
            self._text(value)
            self._revision.model = self._slot.get("model", self._revision.model)

    def _number(self, value: str) -> int:
        text = value.strip()
        if not _ID.fullmatch(text):
            raise self._fault(f"{value[:30]!r} is no id")
        return int(text)
