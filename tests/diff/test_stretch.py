import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diff import changed_stretch


@pytest.mark.parametrize(
    ("before", "after", "stretch"),
    [
        ("same", "same", (4, 4, 4)),
        ("", "all", (0, 0, 3)),
        ("a b c", "a x c", (2, 3, 3)),
        ("aa", "aaa", (2, 2, 3)),
        ("aba", "a", (1, 3, 1)),
    ],
)
def test_the_stretch_that_differs(before, after, stretch):
    assert changed_stretch(before, after) == stretch


TEXTS = st.text(alphabet="ab\n", max_size=30)


@given(TEXTS, TEXTS)
def test_all_else_is_the_same_and_the_stretch_begins_and_ends_with_a_difference(before, after):
    start, end, past = changed_stretch(before, after)
    assert before[:start] == after[:start]
    assert before[end:] == after[past:]
    removed, added = before[start:end], after[start:past]
    assert removed[:1] != added[:1] or not removed + added
    if removed and added:
        assert removed[-1] != added[-1]
