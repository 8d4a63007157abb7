"""The door to what is neither wiki nor ledger: files, the web, and a wiki's replica by SQL."""

import os
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from errno import EEXIST, EISDIR
from pathlib import Path
from typing import BinaryIO

from bot.errors import UsageError
from bot.outside.replica import Replica
from bot.outside.web import Web

_SAVE = "save it as UTF-8: iconv -f WINDOWS-1252 -t UTF-8, say"
_PUBLIC, _PRIVATE = 0o666, 0o600  # less what the user's umask takes away


class Outside:
    """Reads and writes files by the paths that a task names, relative to the working folder.

    `web` and `replica` are the doors to HTTP and SQL.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        web: Web | None = None,
        replica: Replica | None = None,
        stdin: BinaryIO | None = None,
    ) -> None:
        self.folder = folder or Path.cwd()
        self.web = web or Web()
        self.replica = replica or Replica()
        self._input = stdin  # another than the process's own
        self._input_read = False

    def read_lines(self, path: str, encoding: str = "", hint: str = _SAVE) -> list[str]:
        """The lines of a text file, UTF-8 if not said, a byte order mark and line ends taken off.

        Raises UsageError where the file cannot be read or is encoded otherwise, then with the hint.
        """
        full = self._full(path)
        try:
            return _lines(full.read_bytes(), encoding)
        except UnicodeError as error:
            byte = f"byte {error.start}" if isinstance(error, UnicodeDecodeError) else "it"
            raise UsageError(f"{full}: {byte} is not {encoding or 'UTF-8'}; {hint}") from error
        except OSError as error:
            raise UsageError(f"{full}: cannot read it: {error.strerror}") from error

    def read_input(self) -> list[str]:
        """The lines of standard input, to its end, as those of a file.

        Raises UsageError where it is a terminal, cannot be read, is not UTF-8, or was read before.
        """
        if self._input_read:
            raise UsageError("standard input was read already; it can be used but once in a task")
        self._input_read = True
        source = self._input or getattr(sys.stdin, "buffer", None)
        if source is None or source.isatty():
            raise UsageError(
                "standard input is a terminal; pipe titles into it: wikisweep list … | wikisweep …"
            )
        try:
            return _lines(source.read())
        except UnicodeDecodeError as error:
            raise UsageError(f"standard input: byte {error.start} is not UTF-8") from error
        except OSError as error:
            raise UsageError(f"standard input: cannot read it: {error.strerror}") from error

    def check(self, path: str, *, folders: bool = True) -> None:
        """Try whether `write` could write there, before long work; leaves nothing behind.

        Without `folders` the file's folder must be there. Raises UsageError.
        """
        full = self._full(path)
        with _told(full):
            if full.is_dir():
                raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
            if full.exists() and not full.is_file():
                return  # a device or pipe, which to open might already mean something
            folder = full.resolve().parent
            if not (folders or folder.exists()):
                raise UsageError(f"{full}: cannot write it: there is no folder {folder}")
            while not folder.exists():
                folder = folder.parent
            if not folder.is_dir():
                raise FileExistsError(EEXIST, "", str(folder))
            draft = _draft(folder)
            os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE))
            draft.unlink()

    def write(
        self, path: str, pieces: Iterable[str] | Iterable[bytes], *, private: bool = False
    ) -> Path:
        """Write a file whole or not at all, folders made as needed; raises UsageError.

        Text is written as UTF-8, piece by piece as it comes. What stood there before stays until
        all is written; a device or pipe is written to as it is. `private` is for its owner's eyes
        only.
        """
        full = self._full(path)
        with _told(full):
            full.parent.mkdir(parents=True, exist_ok=True)
            if full.exists() and not full.is_file() and not full.is_dir():
                with full.open("wb") as file:
                    file.writelines(map(_bytes, pieces))
            else:
                _replace(full.resolve(), pieces, _PRIVATE if private else _PUBLIC)
        return full

    def _full(self, path: str) -> Path:
        try:
            return self.folder / Path(path).expanduser()
        except RuntimeError as error:
            raise UsageError(f"{path}: no such user's home: {error}") from error


def _lines(content: bytes, encoding: str = "") -> list[str]:
    """The lines of a text, of UTF-8 if not said, a byte order mark and line ends taken off."""
    text = content.decode(encoding or "utf-8").removeprefix("\ufeff")
    # not splitlines(): a title may hold what Unicode takes for the end of a line
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")


@contextmanager
def _told(full: Path) -> Iterator[None]:
    """What the system has against writing a file, as UsageError with its path."""
    try:
        yield
    except FileExistsError as error:
        raise UsageError(f"{full}: cannot write it: {error.filename} is no folder") from error
    except OSError as error:
        raise UsageError(f"{full}: cannot write it: {error.strerror}") from error


def _draft(folder: Path) -> Path:
    return folder / f".wikisweep-{secrets.token_hex(4)}"


def _bytes(piece: str | bytes) -> bytes:
    return piece.encode() if isinstance(piece, str) else piece


def _replace(path: Path, pieces: Iterable[str] | Iterable[bytes], mode: int) -> None:
    """Write beside the file, then put that in its place, with the rights that it had."""
    draft = _draft(path.parent)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            if path.is_file():
                os.fchmod(file.fileno(), path.stat().st_mode & 0o777)
            file.writelines(map(_bytes, pieces))
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
