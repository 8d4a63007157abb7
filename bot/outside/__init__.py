"""The door to what is neither wiki nor ledger: files, and later the network and SQL."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bot.errors import UsageError


class Outside:
    """Reads and writes files by the paths that a task names, relative to the working folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path.cwd()

    def read_lines(self, path: str) -> list[str]:
        """The lines of a UTF-8 text file, a byte order mark and line ends taken off.

        Raises UsageError where the file cannot be read or is not UTF-8.
        """
        full = self.folder / Path(path).expanduser()
        try:
            return full.read_text(encoding="utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise UsageError(
                f"{full}: byte {error.start} is not UTF-8; save the file as UTF-8"
            ) from error
        except OSError as error:
            raise UsageError(f"{full}: cannot read it: {error.strerror}") from error

    def write(self, path: str, pieces: Iterable[str]) -> Path:
        """Write a text file whole or not at all, folders made as needed; raises UsageError.

        The pieces are written as they come. What stood there before stays until all is written.
        """
        full = self.folder / Path(path).expanduser()
        try:
            full.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=full.parent, prefix=f".{full.name}.")
            try:
                with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                    file.writelines(pieces)
                Path(draft).chmod(0o644)
                Path(draft).replace(full)
            except BaseException:
                Path(draft).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise UsageError(f"{full}: cannot write it: {error.strerror}") from error
        return full
