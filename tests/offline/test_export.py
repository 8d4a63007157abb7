import bz2
import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.offline.export import Export
from bot.offline.exported import NamespaceLine
from tests.offline.exports import Entry, Rev, export_xml


def _read(path):
    with Export(path) as export:
        return export.header, list(export.pages())


def _page(path):
    [page] = _read(path)[1]
    return page


@pytest.mark.parametrize("version", ["0.10", "0.11"])
def test_a_page_is_read_with_its_facts(export_file, version):
    path = export_file(
        Entry("Talk:A & B", (Rev("some <text>", 7, model="css"),), 5, 1, "C"), version=version
    )
    page = _page(path)
    assert (page.title, page.namespace, page.pageid, page.redirect) == ("Talk:A & B", 1, 5, "C")
    newest = page.newest
    assert (newest.revid, newest.timestamp, newest.model) == (7, "2024-01-01T00:00:00Z", "css")
    assert (newest.text, newest.length, newest.hidden) == ("some <text>", 11, False)


def test_the_header_is_there_before_any_page_is_read(export_file):
    with Export(export_file(Entry("A", (Rev("x"),)))) as export:
        assert export.header.language == "en"
        assert export.header.base == "https://wiki.example.org/wiki/Main_Page"
        assert export.header.generator == "MediaWiki 1.39.17"
        assert NamespaceLine(102, "Lexicon", first_letter=False) in export.header.namespaces
        assert NamespaceLine(0, "", first_letter=True) in export.header.namespaces


def test_an_export_may_have_no_header_and_no_pages(export_file):
    header, pages = _read(export_file(header=""))
    assert header.namespaces == []
    assert pages == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_utf_8_and_utf_16_are_read_with_and_without_a_mark(tmp_path, encoding):
    declared = "utf-16" if "16" in encoding else "utf-8"
    xml = f'<?xml version="1.0" encoding="{declared}"?>' + export_xml(
        Entry("Zürich 🙂", (Rev("日本語"),))
    )
    path = tmp_path / "export.xml"
    path.write_bytes(xml.encode(encoding))
    page = _page(path)
    assert (page.title, page.newest.text) == ("Zürich 🙂", "日本語")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_newest_revision_counts_wherever_it_stands(export_file, order):
    revisions = [
        Rev("old", 30, "2023-01-01T00:00:00Z"),
        Rev("new", 10, "2024-01-01T00:00:00Z"),
        Rev("newest", 20, "2024-01-01T00:00:00Z"),
    ]
    path = export_file(Entry("A", tuple(revisions[number] for number in order)))
    assert _page(path).newest.text == "newest"


def test_a_revision_without_id_and_time_is_older_than_one_with(export_file):
    path = export_file(Entry("A", (Rev("known", 3), Rev("unknown"))))
    xml = path.read_text().replace("<timestamp>2024-01-01T00:00:00Z</timestamp>", "", 2)
    path.write_text(xml)
    assert _page(path).newest.text == "known"


def test_a_hidden_text_is_told_from_an_empty_one(export_file):
    hidden = _page(export_file(Entry("A", (Rev("secret", deleted=True),)))).newest
    empty = _page(export_file(Entry("A", (Rev(""),)))).newest
    assert (hidden.text, hidden.hidden, hidden.length) == ("", True, 6)
    assert (empty.text, empty.hidden, empty.length) == ("", False, 0)


def test_a_page_without_a_revision_has_no_newest(export_file):
    assert _page(export_file(Entry("A", ()))).newest is None


def test_other_slots_do_not_replace_the_main_one(export_file):
    slots = (
        "<content><role>mediainfo</role><model>wikibase-mediainfo</model>"
        '<text xml:space="preserve">{}</text></content>'
    )
    newest = _page(export_file(Entry("File:A.jpg", (Rev("about it", slots=slots),)))).newest
    assert (newest.text, newest.model) == ("about it", "wikitext")


def test_a_main_slot_among_the_contents_counts(export_file):
    slots = "<content><role>main</role><model>css</model><text>a {}</text></content>"
    newest = _page(export_file(Entry("A", (Rev("", slots=slots),)))).newest
    assert (newest.text, newest.model) == ("a {}", "css")


def test_a_name_of_a_contributor_or_upload_is_no_title(export_file):
    path = export_file(Entry("A", (Rev("x", 3),), 5))
    upload = "<upload><id>9</id><title>B</title><filename>C.jpg</filename><text>no</text></upload>"
    path.write_text(path.read_text().replace("</page>", f"{upload}</page>"))
    page = _page(path)
    assert (page.title, page.pageid, page.newest.text) == ("A", 5, "x")


def test_pages_come_while_the_file_is_being_read(export_file):
    pages = [Entry(f"P{number}", (Rev("x" * 20_000),)) for number in range(100)]
    with Export(export_file(*pages)) as export:
        stream = export.pages()
        assert next(stream).title == "P0"
        assert export.share < 0.5
        assert len(list(stream)) == 99
        assert export.share == 1


# What XML lets stand in a document; a carriage return is read as a line feed.
XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
)
WHOLE = export_xml(*(Entry(f"Page {n}", (Rev("some text " * 40, n),), n) for n in range(1, 9)))
same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@same_folder
@given(title=XML_TEXT.filter(bool), text=XML_TEXT, encoding=st.sampled_from(["utf-8", "utf-16"]))
def test_every_text_and_title_is_read_as_it_was_written(tmp_path, title, text, encoding):
    path = tmp_path / "export.xml"
    xml = f'<?xml version="1.0" encoding="{encoding}"?>' + export_xml(Entry(title, (Rev(text),)))
    path.write_bytes(xml.encode(encoding))
    page = _page(path)
    assert (page.title, page.newest.text) == (title, text)


@same_folder
@given(
    pack=st.sampled_from([bytes, gzip.compress, bz2.compress]),
    cut=st.floats(0, 1),
    flips=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=4),
)
def test_a_damaged_file_is_read_or_refused_in_one_line_and_nothing_else(tmp_path, pack, cut, flips):
    data = bytearray(pack(WHOLE.encode()))
    for place, value in flips:
        data[int(place * (len(data) - 1))] = value
    path = tmp_path / "export.xml"
    path.write_bytes(data[: round(cut * len(data))])
    try:
        _read(path)
    except UsageError as error:
        assert str(error).startswith(str(path))  # noqa: PT017 - it may also be read
        assert "\n" not in str(error)  # noqa: PT017
