import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diff import Line, hunks
from bot.render.excerpt import excerpt

WORDS = " ".join(f"word{number}" for number in range(10_000))


def shown(line, width=40, most=40):
    return "".join(
        f"<{one.text}>" if one.marked else one.text for one in excerpt(line, width, most).pieces
    )


def lines_of(before, after):
    (hunk,) = hunks(before, after)
    return hunk.lines


def test_a_short_line_is_whole():
    line = Line("+", "some words here", ((5, 10),))
    assert shown(line) == "some <words> here"


def test_an_empty_line_has_one_empty_piece():
    assert shown(Line(" ", "")) == ""


def test_a_line_without_marks_shows_its_beginning():
    assert shown(Line("-", "x" * 100)) == "x" * 80 + "…"
    assert shown(Line("-", "x" * 5_000)) == "x" * 80 + "…(4,920 more)…"


def test_a_change_in_a_line_of_fifty_kilobytes_is_shown_with_its_surroundings():
    removed, added = lines_of(WORDS, WORDS.replace("word5000 ", "[[word5000]] "))
    assert shown(removed) == (
        "…(43,870 more)…7 word4998 word4999 word5000 word5001 word5002 w…(44,971 more)…"
    )
    assert shown(added) == (
        "…(43,870 more)…7 word4998 word4999 <[[>word5000<]]> word5001 word5002 w…(44,971 more)…"
    )


def test_the_line_that_only_lost_its_place_shows_the_same_place():
    removed, added = lines_of(WORDS, WORDS.replace("word5000 ", "word5000 new words "))
    assert "word5000" in shown(removed)
    assert "word5000 <new words >" in shown(added)


def test_text_between_two_changes_is_shown_once():
    before = "a " * 100 + "ONE mid TWO" + " z" * 100
    removed, _ = lines_of(before, before.replace("ONE", "1").replace("TWO", "2"))
    assert shown(removed) == "…" + "a " * 10 + "<ONE> mid <TWO>" + " z" * 10 + "…"


def test_a_change_that_is_itself_far_too_long_shows_its_two_ends():
    removed, added = lines_of("same " * 800 + "x", "same " * 800 + "y" * 5_000)
    assert shown(removed) == "…(3,980 more)…same same same same <x>"
    assert shown(added).endswith("<" + "y" * 80 + ">…(4,880 more)…<" + "y" * 40 + ">")


def many_changes(count):
    return Line("+", "ab" * count, tuple((at, at + 1) for at in range(0, 2 * count, 2)))


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (5_000, "…(and 4,960 more changes in this line)"),
        (41, "…(and 1 more change in this line)"),
        (40, "<a>b"),
    ],
)
def test_a_line_with_very_many_changes_shows_the_first_and_counts_the_rest(count, told):
    found = shown(many_changes(count), width=20)
    assert found.count("<") == 40
    assert found.endswith(told)


def test_what_stands_behind_the_last_change_that_is_shown_is_not_the_next_change():
    line = Line("+", "a one b " + "x" * 100, ((2, 5), (6, 7)))
    assert shown(line, most=1) == "a <one> …(and 1 more change in this line)"


def test_without_a_bound_every_change_is_there_and_only_unchanged_text_is_left_out():
    assert shown(many_changes(5_000), most=None) == "<a>b" * 5_000
    before = " ".join(f"[[Mercury]] {WORDS[:300]}" for _ in range(200))
    removed, added = lines_of(before, before.replace("[[Mercury]]", "[[Mercury (planet)]]"))
    assert shown(added, most=None).count("< (planet)>") == 200
    assert shown(removed, most=None).count("Mercury]]") == 200
    assert len(shown(added, most=None)) < len(before) / 3


@pytest.mark.parametrize("sign", ["-", "+"])
def test_without_a_bound_what_was_added_or_removed_is_whole(sign):
    assert shown(Line(sign, WORDS), most=None) == WORDS
    marked = Line(sign, "x" * 100 + WORDS, ((100, 100 + len(WORDS)),))
    assert shown(marked, most=None).endswith(f"<{WORDS}>")
    assert shown(Line(" ", WORDS), most=None) != WORDS


def test_marks_on_letters_are_not_parted_from_them():
    text = "e\u0301" * 500
    for start in (500, 501):
        cut = excerpt(Line("-", text, ((start, start + 50),)), 41)
        first = next(piece for piece in cut.pieces if not piece.gap)
        assert first.text.startswith("e")


def test_what_is_harmful_is_spelled_out_in_every_piece():
    assert shown(Line("+", "a\x1bb\x1bc", ((2, 3),))) == "a\\x1b<b>\\x1bc"


@given(st.text(max_size=300), st.text(max_size=300), st.integers(0, 50))
def test_a_line_is_never_much_longer_than_what_changed_and_its_surroundings(before, after, width):
    for hunk in hunks(before, after):
        for line in hunk.lines:
            pieces = excerpt(line, width, 2).pieces
            assert all(one.text for one in pieces) or line.text == ""
            if len(line.text) > 2 * max(width, 20):
                assert sum(len(one.text) for one in pieces if one.marked) <= 8 * max(width, 20)
