"""What a save makes of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.saved import as_saved


@pytest.mark.parametrize(
    ("text", "saved"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a \t\n\n", "a"),
        ("a\u00a0", "a\u00a0"),
        ("e\u0301", "é"),
        (" a", " a"),
        ("a\x01\x0cb\ufffe\uffff", "a\ufffd\ufffdb\ufffd\ufffd"),
        ("a\0\x0b\n", "a\ufffd\ufffd"),
        ("a\x7f\x85\u2028b", "a\x7f\x85\u2028b"),
        ("~~~~ {{subst:x}} [[a|]]", "~~~~ {{subst:x}} [[a|]]"),
    ],
)
def test_a_save_tidies_ends_and_letters_and_nothing_else(text, saved):
    assert as_saved(text) == saved


@given(st.text())
def test_a_saved_text_is_saved_as_it_is(text):
    assert as_saved(as_saved(text)) == as_saved(text)
