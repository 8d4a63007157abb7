import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diff import Span, rebuild, spans

TEXTS = st.text(alphabet="ab [\n'é漢", max_size=60) | st.text(max_size=40)
LINES = st.lists(st.sampled_from(["", "a", "b", "a b", "[[a]] b"]), max_size=25).map("\n".join)
PAIRS = st.tuples(TEXTS, TEXTS) | st.tuples(LINES, LINES)


@given(PAIRS)
def test_spans_rebuild_the_text_after(pair):
    before, after = pair
    found = spans(before, after)
    assert rebuild(before, found) == after
    assert (found == ()) == (before == after)


@given(PAIRS)
def test_spans_come_in_order_and_never_touch_or_say_nothing(pair):
    end = -1
    for start, removed, added in spans(pair[0], pair[1]):
        assert start > end
        assert removed != added
        end = start + len(removed)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("see [[M]] now", "see [[M (p)|M]] now", (Span(7, "", " (p)|M"),)),
        ("a b\nc d\ne f", "a b\ne f", (Span(4, "c d\n", ""),)),
        ("x\ny", "x\nnew\ny", (Span(2, "", "new\n"),)),
        ("x", "x\ny", (Span(1, "", "\ny"),)),
        ("a a a", "a a a a", (Span(5, "", " a"),)),
        ("", "all", (Span(0, "", "all"),)),
        ("all", "", (Span(0, "all", ""),)),
    ],
)
def test_spans_are_the_changed_words_with_their_places(before, after, found):
    assert spans(before, after) == found


def test_the_same_edit_elsewhere_on_a_page_that_grew_has_the_same_words():
    before = "Intro.\n\n* [[Mercury]] is hot.\n* Old [[Mercury]] and more.\n"
    grown = (
        "New intro, longer.\n\n== List ==\n* [[Mercury]] is hot.\nx\n* Old [[Mercury]] and more.\n"
    )

    def edited(text):
        return text.replace("[[Mercury]]", "[[Mercury (planet)|Mercury]]")

    words = [
        [(removed, added) for _, removed, added in spans(text, edited(text))]
        for text in (before, grown)
    ]
    assert words[0] == words[1]


def test_a_removal_slides_into_the_change_behind_it():
    assert spans("x\na\na\nold\n", "y\na\nnew\n") == (
        Span(0, "x", "y"),
        Span(4, "a\nold", "new"),
    )


def test_spans_refuse_another_text():
    with pytest.raises(ValueError, match="at character 4 stands something else than 'two'"):
        rebuild("one 2 three", (Span(4, "two", "2"),))
    with pytest.raises(ValueError, match="at character 0"):
        rebuild("aa", (Span(0, "a", "b"), Span(0, "a", "b")))
