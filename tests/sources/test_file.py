"""The source `file`: lists of pages as lines, links, tables and JSON, and what is wrong there."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.errors import BotError, InvalidFile, UsageError
from bot.sources.file import File
from bot.sources.worklist import Fault, read_csv, read_json, read_jsonl, read_lines
from tests.sources.conftest import made

READERS = {"csv": read_csv, "json": read_json, "jsonl": read_jsonl, "lines": read_lines}


@pytest.fixture
def listed(reach, tmp_path):
    """What the source finds in a file with this name and text."""

    def find(name, text, **options):
        content = text if isinstance(text, bytes) else text.encode()
        (tmp_path / name).write_bytes(content)
        batches = made(File, path=name, **options).candidates(reach)
        return [one for batch in batches for one in batch]

    return find


@pytest.fixture
def titles(listed):
    return lambda *given, **options: [str(one.title) for one in listed(*given, **options)]


@pytest.fixture
def faults(listed):
    """Where and what is wrong with a file."""

    def find(*given, **options):
        with pytest.raises(InvalidFile) as told:
            listed(*given, **options)
        return [(one.place.line, one.place.column, one.words) for one in told.value.problems]

    return find


def test_lines_give_titles_and_links(titles):
    text = (
        "\ufeff# a comment\r\n\r\nMercury\r\n  venus  \r\n* [[Mars|the red one]], "
        "[[:Category:Planets]]\n# [[Earth#Moon]]\nSaturn\tvia Cronus\nunclosed [[Pluto\n"
    )
    found = ["Mercury", "Venus", "Mars", "Category:Planets", "Earth", "Saturn"]
    assert titles("list.txt", text) == found


def test_a_page_comes_once_as_it_was_named_first(listed):
    found = listed("list.csv", "title,n\nA,1\nB,2\na,3\n")
    assert [(str(one.title), one.row) for one in found] == [
        ("A", {"title": "A", "n": "1"}),
        ("B", {"title": "B", "n": "2"}),
    ]


def test_a_long_list_comes_in_batches(reach, tmp_path):
    names = [f"P{number}" for number in range(1200)]
    (tmp_path / "long.txt").write_text("\n".join([*names, *names, "Last"]))
    batches = list(made(File, path="long.txt").candidates(reach))
    assert [str(one.title) for batch in batches for one in batch] == [*names, "Last"]
    assert max(map(len, batches)) == 500
    assert all(batches)


def test_every_bad_line_is_told_at_once(faults):
    found = faults("list.txt", "Good\nA{b\n  [[x|y]] [[<z>]]\n")
    assert [place[:2] for place in found] == [(2, 1), (3, 11)]


def test_a_line_may_hold_what_unicode_takes_for_the_end_of_a_line(faults):
    assert [place[:2] for place in faults("list.txt", "A\u0085B\nC\x0bD\rE")] == [(2, 1)]


def test_a_link_without_a_name_or_to_a_section_is_told(faults):
    found = faults("list.txt", "[[]] [[#top]]\n[[A#b|c]]\n")
    assert [place[:2] for place in found] == [(1, 1), (1, 6)]


def test_a_file_that_cannot_be_read_is_told_with_its_path(listed, reach):
    with pytest.raises(UsageError, match=r"none\.txt: cannot read it: No such file"):
        list(made(File, path="none.txt").candidates(reach))
    with pytest.raises(UsageError, match=r"byte 1 is not UTF-8; give its `encoding`$"):
        listed("latin.txt", "München".encode("latin-1"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.csv", "title,new\nA,B, or not\n".replace("B, or not", '"B, or not"')),
        ("list.tsv", "title\tnew\nA\tB, or not\n"),
        ("semicolons.CSV", "title;new\n\nA;B, or not\n"),
        ("list.json", '[{"title": "A", "new": "B, or not"}]'),
        ("list.jsonl", '\n{"title": "A", "new": "B, or not"}\n\n'),
        ("list.ndjson", '{"title": " A ", "new": "B, or not"}'),
        ("short.csv", 'new,Title\n"B, or not",A\n'),
    ],
)
def test_every_form_gives_the_title_and_the_row(listed, name, text):
    [one] = listed(name, text)
    assert str(one.title) == "A"
    assert one.row is not None
    assert one.row["new"] == "B, or not"


def test_the_column_of_the_title_is_the_named_one_or_title_or_the_first(titles):
    text = "page,title,other\nA,B,C\n"
    assert titles("list.csv", text, column="other") == ["C"]
    assert titles("list.csv", text) == ["B"]
    assert titles("list.csv", "page,other\nA,C\n") == ["A"]
    assert titles("list.json", '[{"x": "A", "y": "B"}]', column="y") == ["B"]


def test_a_row_that_is_too_short_is_filled_up(listed):
    [one] = listed("list.csv", "title,a,b\nA,1\n")
    assert one.row == {"title": "A", "a": "1", "b": ""}


def test_what_is_no_text_in_json_is_written_as_json_does(listed):
    [one] = listed("list.json", '[{"title": 1984, "a": null, "b": true, "c": [1, "é"]}]')
    assert one.row == {"title": "1984", "a": "", "b": "true", "c": '[1, "é"]'}
    assert str(one.title) == "1984"


def test_half_a_letter_in_a_row_harms_nobody(listed):
    [one] = listed("list.json", '[{"title": "A", "x": "\\ud800"}]')
    assert one.row == {"title": "A", "x": "?"}


def test_json_may_hold_titles_alone(listed, titles):
    assert titles("list.json", '[ "A" , "b"]') == ["A", "B"]
    assert titles("list.jsonl", '"A"\n"b"') == ["A", "B"]
    assert titles("list.json", "[]") == []
    assert listed("list.json", '["A"]')[0].row is None


def test_the_form_can_be_said(titles):
    assert titles("list.txt", "title,new\nA,B\n", read_as="csv") == ["A"]
    assert titles("list.csv", "Mercury, Roman god\n", read_as="lines") == ["Mercury, Roman god"]


def test_an_empty_file_has_no_pages(titles):
    assert [titles(f"list.{form}", "") for form in ("txt", "csv", "jsonl")] == [[], [], []]
    assert titles("list.csv", "title\n") == []


@pytest.mark.parametrize(
    ("name", "text", "place", "told"),
    [
        ("a.csv", "title,b\nA,1,2\n", (2, 1), "there are 3 fields and 2 columns"),
        ("a.csv", "title,\nA,1\n", (1, 1), "a column has no name"),
        ("a.csv", "title,b,b\nA,1\n", (1, 1), "two columns are called 'b'"),
        ("a.csv", 'title,b\nA,"x"y\n', (2, 1), "this is no CSV"),
        ("a.csv", 'title,b\nA,"x\n', (2, 1), "this is no CSV"),
        ("a.csv", "title,b\n\nA{,1\n", (3, 1), "may not stand in one"),
        ("a.csv", "title,b\n,1\n", (2, 1), "it is empty"),
        ("a.json", "", (1, 1), "a JSON array of titles or objects should begin here"),
        ("a.json", '\n {"a": 1}', (2, 2), "a JSON array of titles or objects should begin here"),
        ("a.json", '[\n "A"\n "B"]', (3, 2), "a comma or the end of the array should stand here"),
        ("a.json", '["A",\n  {"b": }]', (2, 9), "this is no JSON: Expecting value"),
        ("a.json", '["A"', (1, 5), "a comma or the end of the array should stand here"),
        ("a.json", '["A"]\n["B"]', (2, 1), "something follows the end of the array"),
        ("a.json", '["A", 3]', (1, 7), "a title in quotes, or an object with one"),
        ("a.json", "[{}]", (1, 2), "a title in quotes, or an object with one"),
        ("a.json", "[" + "9" * 5000 + "]", (1, 2), "this is more than can be read as JSON"),
        ("a.json", "[" * 100_000, (1, 2), "this is more than can be read as JSON"),
        ("a.jsonl", '"A"\n\n{"x": 1} 2', (3, 10), "this is no JSON: Extra data"),
        ("a.jsonl", "[" * 100_000, (1, 1), "this is more than can be read as JSON"),
        ("a.jsonl", '{"x": "A{"}', (1, 1), "may not stand in one"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_with_its_place(faults, name, text, place, told):
    [(line, column, words)] = faults(name, text)
    assert (line, column) == place
    assert told in words


def test_a_column_that_is_not_there_is_told_with_what_was_meant(faults):
    [(line, _, words)] = faults("a.csv", "page,new\nA,1\n", column="pages")
    assert (line, words) == (1, "there is no column 'pages' (did you mean `page`?)")
    [(line, column, words)] = faults("a.json", '[\n {"page": "A"}]', column="title")
    assert (line, column) == (2, 2)
    assert words.startswith("there is no column 'title'")


@given(
    st.sampled_from(sorted(READERS)),
    st.lists(st.text(alphabet='ab"[]{},;:\t\\ 1é\n', max_size=20), max_size=4),
)
def test_no_text_makes_a_reader_fail_in_another_way(form, lines):
    try:
        names = [entry.name for entry in READERS[form](lines, None)]
    except (Fault, BotError):
        return
    assert all(isinstance(name, str) for name in names)


@given(st.lists(st.dictionaries(st.text(min_size=1), st.text() | st.integers(), min_size=1)))
def test_json_is_read_as_it_was_written(objects):
    text = json.dumps(objects, indent=1)
    entries = list(read_json(text.split("\n"), None))
    columns = [[unicodedata.normalize("NFC", name) for name in one] for one in objects]
    assert [list(entry.row or ()) for entry in entries] == [
        list(dict.fromkeys(one)) for one in columns
    ]


@pytest.mark.parametrize("column", ["cafe\u0301", "caf\u00e9"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "n,cafe\u0301\n1,Mars\n"),
        ("a.csv", "n,caf\u00e9\n1,Mars\n"),
        ("a.json", '[{"n": 1, "cafe\u0301": "Mars"}]'),
    ],
)
def test_a_columns_name_is_the_same_however_it_was_typed(listed, name, text, column):
    (found,) = listed(name, text, column=column)
    assert (str(found.title), found.row) == ("Mars", {"n": "1", "caf\u00e9": "Mars"})


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-16", "UTF-16-LE", "utf-8", "utf-8-sig"])
def test_a_file_of_another_encoding_is_read_where_it_is_said(titles, encoding):
    assert titles(
        "list.txt", "\ufeffÉlan\r\n[[Zürich]]\n".encode(encoding, "ignore"), encoding=encoding
    ) == [
        "Élan",
        "Zürich",
    ]


@pytest.mark.parametrize(
    ("content", "encoding", "told"),
    [
        (b"A\n\xe4", "", "byte 2 is not UTF-8; give its `encoding`"),
        (b"A\n\xe4", "ascii", "byte 2 is not ascii; give its `encoding`"),
        (b"A\nB", "utf-16-be", "byte 2 is not utf-16-be; give its `encoding`"),
        (b"A\nB", "utf-32", "byte 0 is not utf-32; give its `encoding`"),
    ],
)
def test_a_file_of_an_encoding_that_nobody_said_is_told(listed, content, encoding, told):
    with pytest.raises(UsageError, match=f"list.txt: {told}$"):
        listed("list.txt", content, encoding=encoding)


@pytest.mark.parametrize("name", ["klingon", "hex", "rot13", "undefined", "idna"])
def test_what_is_no_encoding_of_texts_is_refused(name):
    with pytest.raises(ValidationError, match="no encoding is called"):
        made(File, path="x", encoding=name)
