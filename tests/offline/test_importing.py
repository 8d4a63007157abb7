import sqlite3
import tracemalloc
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.offline.importing import import_export
from tests.offline.exports import Entry, Rev, export_xml


@dataclass
class Imported:
    draft: Path
    said: list[str]

    def __call__(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.draft)) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture
def imported(export_file, tmp_path):
    """Import these pages and ask the file: `imported(*pages)("SELECT ...")`."""

    def make(*pages, **options):
        draft = tmp_path / "draft.sqlite"
        draft.unlink(missing_ok=True)
        said: list[str] = []
        import_export(export_file(*pages, **options), {}, draft, "testwiki", said.append)

        return Imported(draft, said)

    return make


def _texts(ask):
    return ask("SELECT id, ns, name, text FROM pages JOIN texts ON page = id ORDER BY id")


def test_a_page_lies_there_with_text_and_facts(imported):
    ask = imported(Entry("User talk:A b", (Rev("ä", 9),), 4, 3))
    assert ask("SELECT * FROM pages") == [
        (4, 3, "A_b", 0, 9, "2024-01-01T00:00:00Z", 2, "wikitext")
    ]
    assert ask("SELECT * FROM texts") == [(4, "ä")]


def test_links_of_every_kind_are_kept_by_their_target(imported):
    text = "[[B c]] [[:Category:D]] [[Category:E|x]] [[File:F.jpg|thumb|[[G]]]] {{H}} [[User:I]]"
    ask = imported(Entry("A", (Rev(text),), 1), Entry("J", (Rev("#REDIRECT [[K]]"),), 2))
    assert ask("SELECT * FROM links ORDER BY page, kind, name") == [
        (1, 0, "B_c", 1, 0),
        (1, 14, "D", 1, 0),
        (1, 0, "G", 1, 0),
        (1, 2, "I", 1, 0),
        (2, 14, "E", 1, 0),
        (3, 6, "F.jpg", 1, 0),
        (4, 10, "H", 1, 0),
        (1, 0, "K", 2, 0),
        (5, 0, "K", 2, 0),
    ]
    assert ask("SELECT id, redirect FROM pages") == [(1, 0), (2, 1)]


@pytest.mark.parametrize("turn", [1, -1])
def test_a_page_that_occurs_twice_is_its_newest_revision_with_its_links(imported, turn):
    pages = [
        Entry("A", (Rev("[[Old]]", 1, "2023-01-01T00:00:00Z"),), 5),
        Entry("A", (Rev("[[New]]", 2, "2024-01-01T00:00:00Z"),), 5),
    ]
    ask = imported(*pages[::turn])
    assert _texts(ask) == [(5, 0, "A", "[[New]]")]
    assert ask("SELECT name, page FROM links") == [("New", 5)]


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_pages_with_one_title_the_newer_stays(imported, turn):
    pages = [
        Entry("A", (Rev("moved away since", 1, "2023-01-01T00:00:00Z"),), 5),
        Entry("A", (Rev("written anew", 2, "2024-01-01T00:00:00Z"),), 6),
    ]
    assert _texts(imported(*pages[::turn])) == [(6, 0, "A", "written anew")]


def test_two_pages_with_one_id_are_both_kept_and_that_is_said(imported):
    ask = imported(
        Entry("One", (Rev("[[X]]", 1, "2023-01-01T00:00:00Z"),), 5),
        Entry("Two", (Rev("[[Y]]", 2, "2024-01-01T00:00:00Z"),), 5),
        Entry("Two", (Rev("[[Z]]", 3, "2025-01-01T00:00:00Z"),), 5),
    )
    one, two = _texts(ask)
    assert one == (5, 0, "One", "[[X]]")
    assert two[0] >= 2**52
    assert two[1:] == (0, "Two", "[[Z]]")
    assert ask("SELECT name, page FROM links ORDER BY name") == [("X", 5), ("Z", two[0])]
    assert ask.said[-1].endswith(": 2 pages; 1 with another page's id got a new one")


def test_pages_and_revisions_without_ids_get_some_of_their_own(imported):
    ask = imported(
        Entry("A", (Rev("[[X]]"),)), Entry("B", (Rev("y"),)), Entry("C", (Rev("z", 3),), 4)
    )
    rows = ask("SELECT name, id, revid FROM pages ORDER BY name")
    assert [row[0] for row in rows] == ["A", "B", "C"]
    assert rows[2] == ("C", 4, 3)
    assert len({row[1] for row in rows}) == len({row[2] for row in rows}) == 3
    assert ask("SELECT name, page FROM links") == [("X", rows[0][1])]


def test_a_page_without_an_id_that_comes_again_keeps_the_id_it_got(imported):
    ask = imported(
        Entry("A", (Rev("old", 1, "2023-01-01T00:00:00Z"),), 7),
        Entry("A", (Rev("new", 2, "2024-01-01T00:00:00Z"),)),
    )
    assert _texts(ask) == [(7, 0, "A", "new")]


@pytest.mark.parametrize(
    "page",
    [
        Entry("A[b", (Rev("x"),)),
        Entry("Talk:A", (Rev("x"),), ns=0),
        Entry("Special:A", (Rev("x"),), ns=-1),
        Entry("Portal:A", (Rev("x"),), ns=100),
    ],
    ids=[
        "no title",
        "a title of another namespace",
        "no page can be there",
        "a namespace without a name",
    ],
)
def test_pages_that_this_wiki_cannot_have_are_left_out_and_counted(imported, page):
    ask = imported(page, Entry("B", (Rev("x"),)))
    assert [row[2] for row in _texts(ask)] == ["B"]
    assert ask.said[-1].endswith(": 1 page; 1 left out: with a title that this wiki cannot have")


def test_a_page_without_a_revision_is_left_out_and_counted(imported):
    ask = imported(Entry("A", ()))
    assert ask.said[-1].endswith(": 0 pages; 1 left out: without a revision")


def test_titles_stand_as_this_wiki_reads_them(imported):
    ask = imported(Entry("some_page", (Rev("x"),)), Entry("Lexicon:word", (Rev("x"),)))
    assert ask("SELECT ns, name FROM pages ORDER BY ns") == [(0, "Some_page"), (102, "word")]


def test_a_hidden_text_is_empty_and_no_wikitext(imported):
    ask = imported(Entry("A", (Rev("[[B]]", 1, deleted=True),), 1, redirect="C"))
    assert ask("SELECT redirect, length, model FROM pages") == [(1, 5, "unreadable")]
    assert ask("SELECT text FROM texts") == [("",)]
    assert ask("SELECT kind, name FROM links") == [(5, "C")]


def test_where_a_text_says_nothing_of_a_redirect_the_export_does(imported):
    ask = imported(
        Entry("A", (Rev("#REDIRECT [[G]]"),), 1, redirect="B"),
        Entry("C.js", (Rev("/* [[D]] */", model="javascript"),), 2, redirect="E.js"),
        Entry("F", (Rev("{}", model="json"),), 3, redirect="not[a]title"),
    )
    assert ask("SELECT id, redirect FROM pages ORDER BY id") == [(1, 1), (2, 1), (3, 1)]
    assert ask("SELECT kind, name, page FROM links ORDER BY page, kind") == [
        (1, "G", 1),
        (5, "G", 1),
        (1, "D", 2),
        (5, "E.js", 2),
    ]


def test_pages_that_are_no_text_have_no_links(imported):
    ask = imported(Entry("A.json", (Rev('{"a": "[[B]] {{C}}"}', model="json"),)))
    assert ask("SELECT * FROM links") == []


def test_progress_is_said_while_a_long_export_is_read(imported):
    ask = imported(*(Entry(f"P{number}", (Rev("x"),)) for number in range(5001)))
    first, last = ask.said
    assert "5000 pages read, " in first
    assert first.endswith("% of the file")
    assert last.startswith("imported /")
    assert last.endswith("export.xml: 5001 pages")


def test_more_links_than_one_batch_all_arrive(imported):
    text = " ".join(f"[[L{number}]]" for number in range(6000))
    ask = imported(Entry("A", (Rev(text),)), Entry("B", (Rev(text),)))
    assert ask("SELECT count(*) FROM links") == [(12_000,)]


def test_an_import_takes_less_memory_than_the_export_is_long(export_file, tmp_path):
    text = "Some text without end. " * 5000
    path = export_file(*(Entry(f"P{number}", (Rev(text),)) for number in range(100)))
    assert path.stat().st_size > 10_000_000
    tracemalloc.start()
    import_export(path, {}, tmp_path / "draft.sqlite", "testwiki", lambda _: None)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000


def test_a_faulty_export_leaves_no_staging_file(tmp_path):
    path = tmp_path / "export.xml"
    path.write_text(export_xml(Entry("A", (Rev("x"),)))[:-20])
    draft = tmp_path / "draft.sqlite"
    with pytest.raises(UsageError, match="cut off"):
        import_export(path, {}, draft, "testwiki", print)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["draft.sqlite", "export.xml"]
