"""Where the SQLite files of offline wikis lie, and when one is made, copied and taken away.

For one export there is an *import*: made once, never changed, shared by all who read that export.
Its name tells what it was made from: the export's path, size and time of change, the siteinfo's
content, and the versions of program and importer; when one of these changes, a new import is
made and the old one goes. The first edit makes a *working copy* of it for one wiki's name. That
stays until its owner deletes it; the export itself is never written to.
"""

import hashlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from bot.errors import BotError, UsageError

IMPORTER_VERSION: Final = 3  # one more with each change of the tables or of what is put into them
_ABANDONED: Final = 24 * 60 * 60  # seconds after which a draft belongs to a process that died


@dataclass(frozen=True, slots=True)
class Cache:
    """The two files of one wiki over one export, as it is on disk now."""

    export: Path
    imported: Path
    working: Path

    @classmethod
    def of(cls, folder: Path, export: Path, siteinfo: bytes, wiki: str) -> "Cache":
        """The names for this export and siteinfo; raises UsageError where the export is not."""
        try:
            export = export.resolve(strict=True)
            state = export.stat()
        except OSError as error:
            raise UsageError(f"{export}: cannot read it: {error.strerror}") from error
        source = f"{_slug(export.name)}-{_digest(os.fsencode(export))}"
        made_from = (
            IMPORTER_VERSION,
            version("wikisweep"),
            state.st_size,
            state.st_mtime_ns,
            siteinfo,
        )
        state_digest = _digest(repr(made_from).encode())
        owner = f"{_slug(wiki)}-{_digest(wiki.encode())}"
        return cls(
            export,
            folder / f"{source}-{state_digest}.sqlite",
            folder / f"{source}-{state_digest}.{owner}.edited.sqlite",
        )

    @property
    def identity(self) -> str:
        """The same for the same pages and the same edits of them, while these are kept."""
        return f"offline:{_slug(self.export.name)}-{_digest(os.fsencode(self.working.name))}"

    def make_import(self, fill: Callable[[Path], None]) -> None:
        """Let `fill` write the import as a draft, then put it in place in one step.

        Raises BotError where the folder cannot be written to.
        """
        try:
            self.imported.parent.mkdir(parents=True, exist_ok=True)
            self._sweep()
            draft = _draft(self.imported)
        except OSError as error:
            raise _cannot_write(self.imported.parent, error.strerror) from error
        try:
            fill(draft)
            _settle(draft)
            draft.replace(self.imported)
        except (sqlite3.Error, OSError) as error:
            raise _cannot_write(self.imported.parent, error) from error
        finally:
            draft.unlink(missing_ok=True)
        self._take_away_old_imports()

    def make_working_copy(self) -> None:
        """Copy the import for edits, unless another process has just done it.

        Raises BotError where the folder cannot be written to.
        """
        try:
            draft = _draft(self.working)
        except OSError as error:
            raise _cannot_write(self.working, error.strerror) from error
        try:
            shutil.copyfile(self.imported, draft)
            _settle(draft)
            with suppress(FileExistsError):
                os.link(draft, self.working)
        except OSError as error:
            raise _cannot_write(self.working, error.strerror) from error
        finally:
            draft.unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Take away drafts that a killed process left behind."""
        for draft in self.imported.parent.glob(".*.draft*"):
            with suppress(OSError):
                if time.time() - draft.stat().st_mtime > _ABANDONED:
                    draft.unlink()

    def _take_away_old_imports(self) -> None:
        """Imports of the same export as it no longer is; edited copies stay."""
        source = self.imported.name.rpartition("-")[0]
        for path in self.imported.parent.glob(f"{source}-*.sqlite"):
            if path != self.imported and not path.name.endswith(".edited.sqlite"):
                with suppress(OSError):  # another process may read it still (Windows)
                    path.unlink()


def _cannot_write(path: Path, why: object) -> BotError:
    return BotError(f"{path}: cannot write: {why}; make room, or name another folder by --state")


def _draft(path: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".draft")
    os.close(handle)
    return Path(name)


def _settle(path: Path) -> None:
    """See the file to the disk, so that its name never stands for half of it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _slug(name: str) -> str:
    """What of a name may stand in a file's name anywhere."""
    return "".join(one if one.isascii() and one.isalnum() else "_" for one in name)[:40]
