"""Files are read as UTF-8 and written whole or not at all."""

import os
import stat
import threading
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.errors import UsageError
from bot.outside import Outside


def pieces_that_fail():
    yield "half"
    raise OSError(28, "No space left on device")


def test_a_file_is_written_with_the_folders_it_needs(tmp_path):
    path = Outside(tmp_path).write("a/b/c.txt", ["one ", "two\n", "ü\r\n"])
    assert path == tmp_path / "a/b/c.txt"
    assert path.read_bytes() == "one two\nü\r\n".encode()


def test_a_file_stays_as_it_was_until_the_new_one_is_whole(tmp_path):
    (tmp_path / "c.txt").write_text("before")
    with pytest.raises(UsageError, match=r"c\.txt: cannot write it: No space left"):
        Outside(tmp_path).write("c.txt", pieces_that_fail())
    assert (tmp_path / "c.txt").read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["c.txt"]


def test_nothing_is_left_of_a_file_whose_pieces_fail(tmp_path):
    def pieces():
        yield "half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Outside(tmp_path).write("c.txt", pieces())
    assert list(tmp_path.iterdir()) == []


def test_a_file_keeps_its_rights_and_a_new_one_has_those_of_the_umask(tmp_path):
    outside = Outside(tmp_path)
    before = os.umask(0o027)
    try:
        assert stat.S_IMODE(outside.write("new.txt", ["x"]).stat().st_mode) == 0o640
        assert stat.S_IMODE(outside.write("own.txt", ["x"], private=True).stat().st_mode) == 0o600
    finally:
        os.umask(before)
    (tmp_path / "new.txt").chmod(0o664)
    assert stat.S_IMODE(outside.write("new.txt", ["y"]).stat().st_mode) == 0o664


def test_a_link_to_a_file_stays_a_link(tmp_path):
    (tmp_path / "real.txt").write_text("before")
    (tmp_path / "link.txt").symlink_to("real.txt")
    Outside(tmp_path).write("link.txt", ["after"])
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "after"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    read = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_text()))
    reader.start()
    Outside(tmp_path).write("pipe", ["through ", "it"])
    reader.join(10)
    assert read == ["through it"]
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("", "Is a directory"),
        ("folder", "Is a directory"),
        ("file.txt/below.txt", r"file\.txt is no folder"),
        ("x" * 300, "File name too long"),
        ("~nobody-of-that-name/x", "no such user's home"),
    ],
)
def test_what_cannot_be_written_is_told_with_its_path(tmp_path, path, told):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.txt").touch()
    for attempt in (
        lambda: Outside(tmp_path).write(path, ["x"]),
        lambda: Outside(tmp_path).check(path),
        lambda: Outside(tmp_path).check(path, folders=False),
    ):
        with pytest.raises(UsageError, match=told) as error:
            attempt()
        assert str(path or tmp_path) in str(error.value)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file.txt", "folder"]


def test_a_check_leaves_no_file_and_no_folder(tmp_path):
    (tmp_path / "there.txt").write_text("before")
    os.mkfifo(tmp_path / "pipe")
    for path in ("there.txt", "new.txt", "a/b/c.txt", "pipe", "/dev/null"):
        Outside(tmp_path).check(path)
    assert (tmp_path / "there.txt").read_text() == "before"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["pipe", "there.txt"]


def test_a_check_without_folders_wants_the_files_folder(tmp_path):
    with pytest.raises(
        UsageError, match=rf"c\.txt: cannot write it: there is no folder {tmp_path}/a/b$"
    ):
        Outside(tmp_path).check("a/b/c.txt", folders=False)
    (tmp_path / "a/b").mkdir(parents=True)
    Outside(tmp_path).check("a/b/c.txt", folders=False)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not write")
def test_a_check_finds_out_who_may_not_write():
    with TemporaryDirectory() as folder:  # not below tmp_path, which others may not even enter
        Path(folder).chmod(0o755)
        os.seteuid(65534)
        try:
            with pytest.raises(UsageError, match=r"new\.txt: cannot write it: Permission denied$"):
                Outside(Path(folder)).check("new.txt")
        finally:
            os.seteuid(0)
        Outside(Path(folder)).check("new.txt")


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"", [""]),
        (b"one", ["one"]),
        (b"one\n", ["one"]),
        (b"\xef\xbb\xbfone\r\ntwo\rthree\n\n", ["one", "two", "three", ""]),
        ("a\u2028b\x0cc\n".encode(), ["a\u2028b\x0cc"]),
    ],
)
def test_lines_are_read_without_mark_and_ends(tmp_path, content, lines):
    (tmp_path / "list.txt").write_bytes(content)
    assert Outside(tmp_path).read_lines("list.txt") == lines


def test_paths_are_relative_to_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.txt").write_text("x")
    assert Outside().read_lines("list.txt") == ["x"]
    assert Outside(tmp_path / "elsewhere").read_lines(str(tmp_path / "list.txt")) == ["x"]


@pytest.mark.parametrize("path", ["none.txt", "."])
def test_what_cannot_be_read_is_told_with_its_path(tmp_path, path):
    with pytest.raises(UsageError, match=r"cannot read it: (No such file|Is a directory)"):
        Outside(tmp_path).read_lines(path)


class Terminal(BytesIO):
    """Somebody sits in front of it."""

    def isatty(self) -> bool:
        return True


class Broken(BytesIO):
    """What cannot be read."""

    def read(self, *_: object) -> bytes:
        raise OSError(5, "Input/output error")


def test_standard_input_is_read_as_a_file_is(tmp_path):
    outside = Outside(tmp_path, stdin=BytesIO("\ufeffA\r\nB\u0085\rC".encode()))
    assert outside.read_input() == ["A", "B\u0085", "C"]


@pytest.mark.parametrize(
    ("stdin", "told"),
    [
        (Terminal(), "is a terminal; pipe titles into it"),
        (Broken(), "cannot read it: Input/output error"),
        (BytesIO(b"A\xff"), "byte 1 is not UTF-8"),
    ],
)
def test_standard_input_that_is_none_is_told(tmp_path, stdin, told):
    with pytest.raises(UsageError, match=f"^standard input:? {told}"):
        Outside(tmp_path, stdin=stdin).read_input()


def test_standard_input_can_be_read_but_once(tmp_path):
    outside = Outside(tmp_path, stdin=BytesIO(b"A"))
    outside.read_input()
    with pytest.raises(UsageError, match="was read already"):
        outside.read_input()


def test_a_file_that_is_no_utf_8_says_how_to_make_it_one(tmp_path):
    (tmp_path / "list.txt").write_bytes("Zürich".encode("latin-1"))
    with pytest.raises(UsageError, match=r"list.txt: byte 1 is not UTF-8; save it as .* iconv "):
        Outside(tmp_path).read_lines("list.txt")
    assert Outside(tmp_path).read_lines("list.txt", "latin-1") == ["Zürich"]


def test_an_encoding_that_tells_no_byte_is_told_all_the_same(tmp_path):
    (tmp_path / "list.txt").write_bytes(b"A")
    with pytest.raises(UsageError, match=r"list.txt: it is not undefined; do so$"):
        Outside(tmp_path).read_lines("list.txt", "undefined", "do so")
