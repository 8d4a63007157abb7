"""MediaWiki's XML export format, versions 0.10 and 0.11, read as a stream; writes nothing.

The format is https://www.mediawiki.org/wiki/Help:Export (export-0.10.xsd, export-0.11.xsd). One
revision is in memory at a time beside the newest of its page.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Self

from bot.errors import UsageError
from bot.offline.exported import ExportedPage, Header
from bot.offline.reading import ExportReader
from bot.offline.unpacking import Unpacked


class Export:
    """An XML export that is read once, from front to back.

    `header` is known at once. Every fault is a UsageError that names the file and the place.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._bytes = Unpacked(path)
        self._reader = ExportReader(path)
        try:
            while not self._reader.header_done and not self._reader.done:
                self._feed()
        except BaseException:
            self._bytes.__exit__()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._bytes.__exit__()

    @property
    def header(self) -> Header:
        """What the export says of its wiki."""
        return self._reader.header

    @property
    def share(self) -> float:
        """How much of the file was read so far, from 0 to 1."""
        return self._bytes.share

    def pages(self) -> Iterator[ExportedPage]:
        """The pages in the order of the file, each with its newest revision in this `<page>`."""
        while True:
            yield from self._reader.taken()
            if self._reader.done:
                return
            self._feed()

    def _feed(self) -> None:
        try:
            data = self._bytes.read()
        except UsageError as error:
            raise UsageError(f"{error}{self._reader.last_good()}") from error
        self._reader.feed(data)
