"""Opens the SQLite file of an offline wiki: its working copy, else the import, made if need be."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from bot.errors import UsageError
from bot.offline.cache import Cache
from bot.offline.exported import Header, NamespaceLine
from bot.offline.importing import HEADER, Say, import_export
from bot.offline.siteinfo import offline_site, read_siteinfo
from bot.offline.store import Store
from bot.site import Site


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file, the wiki that it says it is, and where it lies."""

    cache: Cache
    site: Site
    store: Store

    @classmethod
    def at(cls, wiki: str, export: Path, siteinfo: Path | None, folder: Path, say: Say) -> Self:
        """Open what is there for this export, or import it first; raises UsageError."""
        told: Mapping[str, Any] = read_siteinfo(siteinfo) if siteinfo else {}
        cache = Cache.of(folder, export, json.dumps(told, sort_keys=True).encode(), wiki)

        def site_in(store: Store) -> Site:
            return offline_site(wiki, _header(store), told, cache.identity)

        if cache.working.exists():
            store = Store(cache.working)
            try:
                return cls(cache, site_in(store), store)
            except sqlite3.DatabaseError as error:
                store.close()
                raise UsageError(
                    f"{cache.working}: the edited copy of {export} is damaged ({error}); "
                    "delete it to begin again from the export"
                ) from error
        if cache.imported.exists():
            store = Store(cache.imported)
            with suppress(sqlite3.DatabaseError):  # then it is damaged: import anew
                return cls(cache, site_in(store), store)
            store.close()
        cache.make_import(lambda draft: import_export(export, told, draft, wiki, say))
        store = Store(cache.imported)
        return cls(cache, site_in(store), store)

    def current(self) -> "Opened":
        """This, or the working copy where there is one by now (made here or by another process)."""
        if self.store.path == self.cache.working or not self.cache.working.exists():
            return self
        self.store.close()
        return Opened(self.cache, self.site, Store(self.cache.working))

    def for_edits(self) -> "Opened":
        """The working copy, made where there is none."""
        if not self.cache.working.exists():
            self.cache.make_working_copy()
        return self.current()


def _header(store: Store) -> Header:
    [(text,)] = store.rows("SELECT value FROM facts WHERE name = ?", (HEADER,))
    values = json.loads(text)
    namespaces = [NamespaceLine(**line) for line in values.pop("namespaces")]
    return Header(**values, namespaces=namespaces)
