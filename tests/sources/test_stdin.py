"""The source `stdin`: what is piped in."""

from io import BytesIO

import pytest

from bot.errors import InvalidFile, UsageError
from bot.outside import Outside
from bot.plugin import Reach
from bot.sources.stdin import Stdin
from tests.sources.conftest import made


@pytest.fixture
def piped(reach, tmp_path):
    def find(content, **options):
        outside = Outside(tmp_path, stdin=BytesIO(content))
        batches = made(Stdin, **options).candidates(Reach(reach.wiki, outside))
        return [one for batch in batches for one in batch]

    return find


def test_what_list_prints_can_be_piped_in(piped):
    text = "Venus\tvia Hesperus\nUser:A b\n"
    assert [str(one.title) for one in piped(text.encode())] == ["Venus", "User:A b"]
    [one] = piped(b'\n{"pageid": 3, "ns": 0, "title": "Venus", "via": []}\n')
    assert (str(one.title), (one.row or {})["pageid"]) == ("Venus", "3")


def test_the_form_can_be_said(piped):
    [one] = piped(b"page;new\nVenus;Mars\n", read_as="csv")
    assert one.row == {"page": "Venus", "new": "Mars"}


def test_nothing_piped_in_gives_no_pages(piped):
    assert piped(b"") == []


def test_a_bad_line_is_told_with_its_place(piped):
    with pytest.raises(InvalidFile, match=r"standard input:2:1: .*'\{' may not stand in one"):
        piped(b"A\nB{\n")
    with pytest.raises(UsageError, match="standard input: byte 1 is not UTF-8"):
        piped("München".encode("latin-1"))
