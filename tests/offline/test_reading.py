import bz2

import pytest

from bot.errors import UsageError
from bot.offline.export import Export
from tests.offline.exports import HEADER, Entry, Rev, export_xml


def _read(path):
    with Export(path) as export:
        return list(export.pages())


def _damaged(tmp_path, content, message):
    path = tmp_path / "export.xml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UsageError, match=message) as error:
        _read(path)
    assert "\n" not in str(error.value)
    assert str(path) in str(error.value)


ONE = Entry("First", (Rev("x"),))


def test_a_cut_off_file_says_where_and_after_which_page(tmp_path):
    xml = export_xml(ONE, Entry("Second", (Rev("y"),)))
    cut = xml[: xml.index("Second") + 10]
    message = (
        rf"export.xml:3:20: it is cut off: unclosed token, at byte {len(cut) - 4} "
        r"\(the last whole page before it is 'First'\)"
    )
    _damaged(tmp_path, cut, message)


def test_a_cut_off_compressed_file_says_so_too(tmp_path):
    begun = export_xml(ONE).removesuffix("</mediawiki>\n").encode()
    packed = bz2.compress(begun) + bz2.compress(b"<page>" * 1000)[:-20]
    _damaged(tmp_path, packed, "it is cut off: .*the last whole page before it is 'First'")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<!DOCTYPE html><html></html>", "it declares the document type 'html'"),
        (
            '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
            "it declares the document type 'a'",
        ),
        (
            '<!DOCTYPE mediawiki SYSTEM "file:///etc/passwd"><mediawiki version="0.11"/>',
            "it declares the document type 'mediawiki'",
        ),
        ("<html><body/></html>", "its root is <html>"),
        ('{"json": 1}', r"export.xml:1:1: it is no XML export of MediaWiki: .*, at byte 0"),
        ("title;text", "it is no XML export of MediaWiki"),
        ("<mediawiki/>", "it is an export of version without a number; 0.10 and 0.11 can be read"),
        ('<mediawiki version="0.9"/>', "it is an export of version 0.9;"),
        ('<mediawiki version="0.11"><logitem/></mediawiki>', "it is a dump of the log"),
        ('<mediawiki version="0.11"></page>', "mismatched tag"),
        ('<mediawiki version="0.11"/><mediawiki/>', "it is damaged: junk after document"),
        ('<mediawiki version="0.11">&nbsp;</mediawiki>', "it is damaged: undefined entity"),
        ('<mediawiki version="0.11">\x00</mediawiki>', "not well-formed"),
        (
            b'<mediawiki version="0.11">M\xfcnchen</mediawiki>',
            ":1:28: it is said to be UTF-8, but the byte 0xFC is not, at byte 27",
        ),
        (b'<?xml version="1.0" encoding="UTF-8"?><mediawiki a="\xe9"/>', "the byte 0xE9 is not"),
        (b'<mediawiki version="0.11">\xef\xbf\xbf</mediawiki>', "it is damaged: not well-formed"),
        (b'<mediawiki version="0.11">x\xc3', "it is cut off: "),
        (
            '<?xml version="1.0" encoding="utf-16"?><mediawiki version="0.11">\x01'.encode(
                "utf-16"
            ),
            "it is damaged: not well-formed",
        ),
        ('<mediawiki version="0.11">\x01'.encode("utf-16"), "it is damaged: not well-formed"),
        (
            b'<mediawiki version="0.11">' + b"x" * 600_000 + b"\xfc</mediawiki>",
            ":1:600027: it is said to be UTF-8, but the byte 0xFC is not, at byte 600026",
        ),
        (b'<?xml version="1.0" encoding="klingon"?><mediawiki/>', "unknown encoding"),
        (b'<?xml version="1.0" encoding="utf-7"?><mediawiki/>', "encoding"),
        ('<mediawiki version="0.11">' + "<a>" * 40, "nests its elements too deeply"),
        (
            '<mediawiki version="0.11"><siteinfo><namespaces><namespace key="x"/>',
            "'x' is no number of a namespace",
        ),
    ],
)
def test_what_is_no_export_is_refused_with_one_line(tmp_path, content, message):
    _damaged(tmp_path, content, message)


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<ns>0</ns>", "a page has no title"),
        ("<title>A</title><id>x1</id>", "'x1' is no id"),
        ("<title>A</title><id>0</id>", "'0' is no id"),
        (f"<title>A</title><id>{'9' * 5000}</id>", "is no id"),
        ("<title>A</title><ns>main</ns>", "'main' is no number of a namespace"),
        (
            "<title>A</title><revision><timestamp>yesterday</timestamp></revision>",
            "'yesterday' is no timestamp",
        ),
        (
            '<title>A</title><revision><text id="7" bytes="12" /></revision>',
            "a stub dump; take one with the texts",
        ),
    ],
)
def test_a_page_that_is_not_as_mediawiki_writes_it_is_refused(tmp_path, inside, message):
    _damaged(tmp_path, f'<mediawiki version="0.11">{HEADER}<page>{inside}</page>', message)


def test_one_endless_element_does_not_fill_the_memory(tmp_path):
    text = b"<page><title>A</title><revision><text>" + b"x" * (65 << 20)
    packed = bz2.compress(f'<mediawiki version="0.11">{HEADER}'.encode() + text)
    _damaged(tmp_path, packed, "one element is longer than 67108864 characters")
