"""A change is known again by its fingerprints, wherever it stands; another change is not."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.diff import fingerprints

LINE = st.text(alphabet="ab [|]é", min_size=1, max_size=6).map(str.strip).filter(bool)
LINES = st.lists(LINE, max_size=8)
TEXTS = LINES.map("\n".join)


def shared(one, other):
    return not fingerprints(*one).isdisjoint(fingerprints(*other))


@given(TEXTS)
def test_no_change_has_no_fingerprint(text):
    assert fingerprints(text, text) == frozenset()


@given(TEXTS, TEXTS)
def test_every_change_has_one(before, after):
    assume(before != after)
    assert fingerprints(before, after)
    assert fingerprints(before, after) == fingerprints(before, after)


@given(TEXTS, TEXTS)
def test_taking_a_change_back_is_another_change(before, after):
    assume(before.strip() != after.strip())
    assert fingerprints(before, after) != fingerprints(after, before)


@given(st.lists(LINE, max_size=8), LINE, LINE, st.lists(LINE, max_size=8))
def test_a_change_of_one_line_is_known_again_wherever_it_stands(around, old, new, others):
    assume(old != new and {old, new}.isdisjoint(around) and {old, new}.isdisjoint(others))
    first = ("\n".join([*around, old, *others]), "\n".join([*around, new, *others]))
    second = ("\n".join([*others, old, *around]), "\n".join([*others, new, *around]))
    assert fingerprints(*first) == fingerprints(*second)


@given(st.lists(st.sampled_from(["one", "two", "three", "four"]), unique=True, min_size=2))
def test_of_several_changed_lines_apart_each_is_known(names):
    before = "\nsame\n".join(f"old {name}" for name in names)
    after = "\nsame\n".join(f"new {name}" for name in names)
    whole = fingerprints(before, after)
    assert len(whole) == len(names)
    for name in names:
        assert fingerprints(f"old {name}", f"new {name}") <= whole


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a old b", "a new b"), ("a old b\n\nmore", "a new b\n\nmore")),
        (("a old b", "a new b"), ("intro\n\na old b\n\nz", "other\n\na new b\n\nz\nend")),
        (("x\nold", "x\nnew"), ("x\nold \n", "x\n new\n\n")),
        (("x\ny", "x\n* [[A]]\ny"), ("p\nq", "p\n* [[A]]\nq")),
        (("x\n* [[A]]\ny", "x\ny"), ("* [[A]]\nz", "z")),
    ],
)
def test_these_are_the_same_change(one, other):
    assert shared(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a old b", "a new b"), ("c old d", "c new d")),
        (("old", "new"), ("new", "old")),
        (("old", "new"), ("old", "newer")),
        (("x\nold", "x"), ("x", "x\nold")),
        (("a\nb", "a\nb\nc"), ("a\nb", "a\nb\nd")),
        (("", "ab"), ("a", "b")),
        (("a", ""), ("", "a")),
        (("x\nold", "x\nnew"), ("x\nold", "y\nnew")),  # with a neighbour it is one stretch
    ],
)
def test_these_are_not(one, other):
    assert not shared(one, other)


def test_half_a_surrogate_pair_is_a_letter_like_any_other():
    assert fingerprints("\ud800", "a") != fingerprints("\ud801", "a")
