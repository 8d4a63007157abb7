import bz2
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.page import TEXT, Candidate
from bot.plan import Edit
from bot.titles import Title
from bot.wiki import AllPages
from tests.offline.exports import Entry, Rev

A = Title(0, "A")
PAGE = Entry("A", (Rev("x", 1),), 1)


def _edit(after, base=1):
    return Edit(title=A, baserevid=base, read_at=None, before="", after=after, summary="")


def _text(wiki):
    [[page]] = wiki.fetch([[Candidate(A)]], frozenset({TEXT}))
    return page.text


def _files(tmp_path, ending=".sqlite"):
    return [one for one in (tmp_path / "cache").iterdir() if one.name.endswith(ending)]


def test_nothing_is_read_before_the_first_use(open_wiki, export_file, tmp_path):
    open_wiki(export_file(PAGE))
    assert not (tmp_path / "cache").exists()


def test_a_second_start_imports_nothing(open_wiki, export_file):
    path = export_file(PAGE)
    said: list[str] = []
    assert open_wiki(path, say=said.append).site.wiki == "testwiki"
    assert len(said) == 1
    assert open_wiki(path, say=said.append).site.wiki == "testwiki"
    assert len(said) == 1


def test_a_changed_export_is_imported_anew(open_wiki, export_file):
    assert _text(open_wiki(export_file(PAGE))) == "x"
    assert _text(open_wiki(export_file(Entry("A", (Rev("longer", 1),), 1)))) == "longer"


def test_a_packed_export_is_read_and_never_written(open_wiki, export_file):
    path = export_file(PAGE)
    path.write_bytes(packed := bz2.compress(path.read_bytes()))
    path.chmod(0o400)
    wiki = open_wiki(path)
    assert wiki.write(_edit("y")).code == "saved"
    assert path.read_bytes() == packed


def test_edits_are_there_at_the_next_start(open_wiki, export_file):
    path = export_file(PAGE)
    open_wiki(path).write(_edit("y"))
    assert _text(open_wiki(path)) == "y"


def test_a_wiki_of_another_name_has_its_own_edits(open_wiki, export_file):
    path = export_file(PAGE)
    open_wiki(path).write(_edit("y"))
    other = open_wiki(path, name="otherwiki")
    assert _text(other) == "x"


def test_a_wiki_that_was_open_before_sees_the_first_edit_of_another(open_wiki, export_file):
    path = export_file(PAGE)
    one, two = open_wiki(path), open_wiki(path)
    assert _text(one) == "x"
    two.write(_edit("y"))
    assert _text(one) == "y"


def test_deleting_the_working_copy_forgets_the_edits(open_wiki, export_file, tmp_path):
    path = export_file(PAGE)
    open_wiki(path).write(_edit("y"))
    for copy in _files(tmp_path, ".edited.sqlite"):
        copy.unlink()
    assert _text(open_wiki(path)) == "x"


def test_a_damaged_import_is_made_anew(open_wiki, export_file, tmp_path):
    path = export_file(PAGE)
    open_wiki(path).close()
    assert _text(open_wiki(path)) == "x"
    for file in _files(tmp_path):
        file.write_bytes(b"no database at all, by no means" * 100)
    assert _text(open_wiki(path)) == "x"


def test_an_import_without_its_tables_is_made_anew(open_wiki, export_file, tmp_path):
    path = export_file(PAGE)
    assert _text(open_wiki(path)) == "x"
    for file in _files(tmp_path):
        file.write_bytes(b"")
    assert _text(open_wiki(path)) == "x"


def test_a_damaged_working_copy_is_an_error_that_says_what_to_delete(
    open_wiki, export_file, tmp_path
):
    path = export_file(PAGE)
    open_wiki(path).write(_edit("y"))
    [copy] = _files(tmp_path, ".edited.sqlite")
    copy.write_bytes(b"no database at all, by no means" * 100)
    with pytest.raises(UsageError, match=r"is damaged .*; delete it to begin again") as error:
        assert open_wiki(path).site
    assert str(copy) in str(error.value)


def test_a_damaged_export_is_told_at_every_start(open_wiki, export_file):
    path = export_file(PAGE)
    path.write_text(path.read_text()[:-20])
    for _ in range(2):
        with pytest.raises(UsageError, match="it is cut off"):
            assert open_wiki(path).site


def test_a_siteinfo_changes_what_links_mean(open_wiki, export_file, tmp_path):
    siteinfo: Path = tmp_path / "siteinfo.json"
    siteinfo.write_text(
        '{"query": {"namespaces": {"0": {"name": ""}, "100": {"name": "Portal"}}, '
        '"namespacealiases": [{"id": 100, "alias": "P"}]}}'
    )
    path = export_file(Entry("Portal:X", (Rev("x"),), ns=100), PAGE)
    with_siteinfo, without = open_wiki(path, siteinfo), open_wiki(path)
    assert with_siteinfo.site.title("P:X").text == "Portal:X"
    assert without.site.title("P:X").text == "P:X"
    portals = [one for batch in with_siteinfo.enumerate(AllPages(namespace=100)) for one in batch]
    assert [one.title.text for one in portals] == ["Portal:X"]


def test_many_starts_at_once_end_with_one_import(open_wiki, export_file, tmp_path):
    path = export_file(*(Entry(f"P{number}", (Rev("[[A]]"),)) for number in range(300)), PAGE)
    wikis = [open_wiki(path) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(_text, wikis)) == ["x"] * 6
    assert len(_files(tmp_path)) == len(list((tmp_path / "cache").iterdir())) == 1


def test_many_first_edits_at_once_lose_none(open_wiki, export_file):
    pages = [Entry(f"P{number}", (Rev("x", number),), number) for number in range(1, 9)]
    path = export_file(*pages)
    wikis = [open_wiki(path) for _ in pages]

    def edit(number):
        title = Title(0, f"P{number}")
        return wikis[number - 1].write(
            Edit(title=title, baserevid=number, read_at=None, before="", after="y", summary="")
        )

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(edit, range(1, 9)))
    assert {one.code for one in outcomes} == {"saved"}
    assert len({one.revid for one in outcomes}) == 8
    fresh = open_wiki(path)
    texts = [page.text for batch in fresh.fetch(AllPages(), frozenset({TEXT})) for page in batch]
    assert texts == ["y"] * 8
