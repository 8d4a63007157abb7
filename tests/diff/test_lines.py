import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diff.lines import lines_of


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("a", ["a\n"]),
        ("a\n", ["a"]),
        ("a\n\nb\n", ["a", "", "b"]),
        ("\n", [""]),
        ("a\u2028b\r\x0c\n", ["a\u2028b\r\x0c"]),
    ],
)
def test_only_a_line_feed_ends_a_line_and_a_last_line_without_one_is_unlike_any_other(text, lines):
    assert lines_of(text) == lines


@given(st.text(alphabet="ab\n\r"), st.text(alphabet="ab\n\r"))
def test_different_texts_have_different_lines(one, other):
    assert (lines_of(one) == lines_of(other)) == (one == other)
