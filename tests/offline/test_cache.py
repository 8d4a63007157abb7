import os
import time
from pathlib import Path

import pytest

from bot.errors import BotError, UsageError
from bot.offline.cache import Cache


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "export.xml"
    path.write_text("one")
    return path


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "deep" / "cache"


@pytest.fixture
def cache(folder, export):
    return Cache.of(folder, export, b"", "testwiki")


def _fill(content):
    return lambda draft: draft.write_text(content)


def test_the_same_export_has_the_same_files(folder, export, cache):
    assert Cache.of(folder, export, b"", "testwiki") == cache
    assert Cache.of(folder, export.parent / "." / export.name, b"", "testwiki") == cache


def test_another_wiki_shares_the_import_and_not_the_edits(folder, export, cache):
    other = Cache.of(folder, export, b"", "otherwiki")
    assert other.imported == cache.imported
    assert other.working != cache.working


def test_wikis_whose_names_differ_in_odd_signs_only_have_their_own_edits(folder, export):
    one, two = (Cache.of(folder, export, b"", name) for name in ("a/b", "a b"))
    assert one.working != two.working
    assert one.working.parent == folder


def test_a_changed_export_or_siteinfo_has_another_import(folder, export, cache):
    assert Cache.of(folder, export, b"{}", "testwiki").imported != cache.imported
    os.utime(export, ns=(1, 1))
    touched = Cache.of(folder, export, b"", "testwiki")
    assert touched.imported != cache.imported
    export.write_text("longer")
    os.utime(export, ns=(1, 1))
    assert Cache.of(folder, export, b"", "testwiki").imported != touched.imported


def test_an_export_that_is_not_there_is_an_error(folder):
    with pytest.raises(UsageError, match=r"none.xml: cannot read it: No such file"):
        Cache.of(folder, Path("none.xml"), b"", "testwiki")


def test_an_import_is_in_place_only_when_it_is_whole(cache, folder):
    def fill(draft):
        assert not cache.imported.exists()
        draft.write_text("whole")

    cache.make_import(fill)
    assert cache.imported.read_text() == "whole"
    assert list(folder.iterdir()) == [cache.imported]


def test_a_failed_import_leaves_nothing(cache, folder):
    def fill(draft):
        draft.write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cache.make_import(fill)
    assert list(folder.iterdir()) == []


def test_a_new_import_takes_the_old_one_of_the_same_export_away(folder, export, cache):
    cache.make_import(_fill("old"))
    cache.make_working_copy()
    other = export.with_name("other.xml")
    other.write_text("x")
    kept = Cache.of(folder, other, b"", "testwiki")
    kept.make_import(_fill("other"))
    export.write_text("changed")
    Cache.of(folder, export, b"", "testwiki").make_import(_fill("new"))
    assert not cache.imported.exists()
    assert cache.working.read_text() == "old"
    assert kept.imported.read_text() == "other"


def test_drafts_of_killed_processes_are_swept_and_young_ones_are_not(cache, folder):
    folder.mkdir(parents=True)
    old, young = folder / ".a.sqlite.1.draft", folder / ".b.sqlite.2.draft"
    old_links = folder / ".a.sqlite.1.draft.links"
    for path in (old, young, old_links):
        path.write_text("x")
    for path in (old, old_links):
        os.utime(path, (time.time() - 100_000,) * 2)
    cache.make_import(_fill("x"))
    assert sorted(folder.iterdir()) == sorted([young, cache.imported])


def test_a_working_copy_is_a_copy_and_the_import_stays(cache, folder):
    cache.make_import(_fill("pages"))
    cache.make_working_copy()
    cache.working.write_text("edited")
    assert cache.imported.read_text() == "pages"
    assert sorted(folder.iterdir()) == sorted([cache.imported, cache.working])


def test_a_working_copy_that_came_in_between_is_not_overwritten(cache):
    cache.make_import(_fill("pages"))
    cache.working.write_text("edited elsewhere")
    cache.make_working_copy()
    assert cache.working.read_text() == "edited elsewhere"


def test_a_folder_that_cannot_be_written_is_an_error(export, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    cache = Cache.of(blocked / "cache", export, b"", "testwiki")
    with pytest.raises(BotError, match=r"cannot write: .*name another folder by --state") as told:
        cache.make_import(_fill("x"))
    assert told.value.exit_code == 1


def test_a_disk_that_fails_midway_is_an_error(cache, folder):
    def fill(draft):
        draft.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(BotError, match=r"cannot write: .*No space left.*--state") as told:
        cache.make_import(fill)
    assert told.value.exit_code == 1
    assert list(folder.iterdir()) == []


def test_an_import_that_is_gone_cannot_be_copied(cache, folder):
    folder.mkdir(parents=True)
    with pytest.raises(BotError, match=r"edited\.sqlite: cannot write: No such file"):
        cache.make_working_copy()
    assert list(folder.iterdir()) == []


def test_a_copy_into_a_folder_that_is_gone_is_an_error(cache):
    with pytest.raises(BotError, match=r"cannot write: No such file.*--state") as told:
        cache.make_working_copy()
    assert told.value.exit_code == 1
