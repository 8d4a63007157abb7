"""Headings with their levels and places."""

import pytest

from bot.wikitext.headings import find_headings
from tests.pairs import SITE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no heading", []),
        ("a == b == c", []),
        ("== Orbit ==", [(2, "Orbit")]),
        ("=A=\n===B ===\n====== C ======", [(1, "A"), (3, "B"), (6, "C")]),
        ("== A ===", [(2, "A =")]),
        ("=== A ==", [(2, "= A")]),
        ("== A == <!-- x -->", [(2, "A")]),
        ("==<!-- x --> A ==", [(2, "A")]),
        ("<nowiki>\n== A ==\n</nowiki>", []),
        ("== A ==\ntext\n== A ==", [(2, "A"), (2, "A")]),
        ("== [[Mars]] {{x}} ==", [(2, "[[Mars]] {{x}}")]),
        ("==", []),
        ("=====", [(2, "=")]),
    ],
)
def test_headings_are_lines_between_equal_signs(text, expected):
    assert [(one.level, one.words) for one in find_headings(text, SITE)] == expected


def test_a_heading_says_where_its_line_stands():
    text = "a\n== B ==\nc"
    (heading,) = find_headings(text, SITE)
    assert text[heading.start : heading.end] == "== B =="
