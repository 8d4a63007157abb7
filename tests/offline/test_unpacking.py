import bz2
import gzip
import lzma

import pytest

from bot.errors import UsageError
from bot.offline.unpacking import Unpacked


def _all(path):
    with Unpacked(path) as opened:
        return b"".join(iter(opened.read, b""))


@pytest.mark.parametrize(
    "packed",
    [
        b"some text",
        gzip.compress(b"some text"),
        gzip.compress(b"some ") + gzip.compress(b"text"),
        bz2.compress(b"some text"),
        bz2.compress(b"some ") + bz2.compress(b"text"),
    ],
    ids=["plain", "gzip", "two gzip members", "bzip2", "multistream bzip2"],
)
def test_the_content_tells_how_a_file_is_packed_and_not_its_name(tmp_path, packed):
    path = tmp_path / "export.tar"
    path.write_bytes(packed)
    assert _all(path) == b"some text"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_a_packed_file_that_is_cut_off_says_after_which_byte(tmp_path, pack):
    packed = pack(bytes(range(256)) * 1000)
    path = tmp_path / "export.xml"
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(UsageError, match=rf"cut off: .* after byte {len(packed) // 2} "):
        _all(path)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_a_packed_file_with_broken_bytes_is_damaged(tmp_path, pack):
    packed = bytearray(pack(b"some text " * 100_000))
    middle = len(packed) // 2
    packed[middle : middle + 8] = b"\xff" * 8
    path = tmp_path / "export.xml"
    path.write_bytes(packed)
    with pytest.raises(UsageError, match=r"compressed data are damaged before byte \d+"):
        _all(path)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "a 7-Zip archive"),
        (b"PK\x03\x04rest", "a ZIP archive"),
        (lzma.compress(b"<mediawiki/>"), "an xz archive"),
        (b"\x28\xb5\x2f\xfdrest", "a Zstandard archive"),
        (b"SQLite format 3\x00", "an SQLite database"),
    ],
)
def test_another_kind_of_file_is_named(tmp_path, content, kind):
    path = tmp_path / "export.xml.bz2"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=f"it is {kind}; an XML export is wanted"):
        Unpacked(path)


def test_an_empty_file_is_no_export(tmp_path):
    path = tmp_path / "export.xml"
    path.touch()
    with pytest.raises(UsageError, match="it is empty"):
        Unpacked(path)


def test_a_file_that_is_not_there_and_a_folder_cannot_be_read(tmp_path):
    for path in (tmp_path / "none.xml", tmp_path):
        with pytest.raises(UsageError, match="cannot read it: "):
            Unpacked(path)


def test_the_share_grows_from_nothing_to_all(tmp_path):
    path = tmp_path / "export.xml"
    path.write_bytes(b"x" * 1_000_000)
    with Unpacked(path) as opened:
        shares = [opened.share]
        while opened.read():
            shares.append(opened.share)
    assert shares[0] == 0
    assert shares == sorted(shares)
    assert shares[-1] == 1
