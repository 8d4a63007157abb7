"""Offline wikis over exports of a few lines."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from bot.offline import OfflineWiki
from tests.offline.exports import NOON, Entry, entries, export_xml


@pytest.fixture
def export_file(tmp_path) -> Callable[..., Path]:
    def write(*pages: Entry, name: str = "export.xml", **options: str) -> Path:
        path: Path = tmp_path / name
        path.write_text(export_xml(*pages, **options), encoding="utf-8")
        return path

    return write


@pytest.fixture
def open_wiki(tmp_path) -> Iterator[Callable[..., OfflineWiki]]:
    with ExitStack() as stack:

        def open_(path: Path, siteinfo: Path | None = None, **options: object) -> OfflineWiki:
            arguments = {"cache": tmp_path / "cache", "clock": lambda: NOON, **options}
            name = str(arguments.pop("name", "testwiki"))
            wiki = OfflineWiki(name, path, siteinfo, **arguments)
            return stack.enter_context(closing(wiki))

        yield open_


@pytest.fixture
def wiki_of(export_file, open_wiki) -> Callable[..., OfflineWiki]:
    """A wiki with these pages: `wiki_of({title: text})`, or entries."""

    def make(texts: dict[str, str] | None = None, *pages: Entry, **options: str) -> OfflineWiki:
        wiki: OfflineWiki = open_wiki(export_file(*entries(texts or {}), *pages, **options))
        return wiki

    return make
