"""The bytes of an export file, unpacked as its content asks, whatever its name; reads only."""

import bz2
import gzip
import io
import zlib
from pathlib import Path
from typing import Self

from bot.errors import UsageError

_CHUNK = 1 << 18
_FOREIGN = {
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"PK\x03\x04": "a ZIP archive",
    b"\xfd7zXZ\x00": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"SQLite format 3": "an SQLite database",
}


class Unpacked:
    """An export opened for reading from front to back; every fault of it is a UsageError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._raw = path.open("rb")
        except OSError as error:
            raise UsageError(f"{path}: cannot read it: {error.strerror}") from error
        try:
            self.size = path.stat().st_size
            head = self._raw.read(16)
            self._raw.seek(0)
            self._unpacked = self._unpack(head)
        except BaseException:
            self._raw.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._unpacked.close()
        self._raw.close()

    @property
    def share(self) -> float:
        """How much of the file was read so far, from 0 to 1."""
        return self._raw.tell() / self.size if self.size else 1.0

    def read(self) -> bytes:
        """The next piece, empty at the end; raises UsageError where the file is damaged."""
        try:
            return self._unpacked.read1(_CHUNK)
        except EOFError as error:
            raise UsageError(
                f"{self.path}: it is cut off: the compressed data end after byte {self.size} "
                "without their end mark; fetch the file again"
            ) from error
        except (OSError, zlib.error) as error:
            raise UsageError(
                f"{self.path}: the compressed data are damaged before byte {self._raw.tell()}: "
                f"{error}; fetch the file again"
            ) from error

    def _unpack(self, head: bytes) -> io.BufferedIOBase:
        if not head:
            raise UsageError(f"{self.path}: it is empty; an XML export is wanted")
        for mark, kind in _FOREIGN.items():
            if head.startswith(mark):
                raise UsageError(
                    f"{self.path}: it is {kind}; an XML export is wanted, plain or as .gz or .bz2"
                )
        if head.startswith(b"\x1f\x8b"):
            return gzip.GzipFile(fileobj=self._raw)
        if head.startswith(b"BZh"):
            return bz2.BZ2File(self._raw)
        return self._raw
