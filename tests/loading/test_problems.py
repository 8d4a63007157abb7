import pytest

from bot.errors import InvalidFile, Place, Problem
from bot.loading.problems import Problems, as_text_hint, empty_hint, found
from bot.yamlfile import Mapping, Scalar, Sequence

HERE, BEFORE = Place("t", 2, 1), Place("t", 1, 9)


def test_problems_are_raised_together_in_the_order_of_the_file():
    problems = Problems((Problem(HERE, "a"),))
    problems.add(BEFORE, "b", "c")
    with pytest.raises(InvalidFile) as caught:
        problems.raise_any()
    assert str(caught.value) == "t:1:9: b (c)\nt:2:1: a"


def test_without_problems_nothing_is_raised():
    Problems().raise_any()


def test_the_same_problem_is_told_once():
    problems = Problems()
    problems.add(HERE, "a")
    problems.extend([Problem(HERE, "a"), Problem(HERE, "b")])
    assert [one.message for one in problems] == ["a", "b"]


def test_what_was_found_is_said_in_a_few_words():
    assert found(Scalar("it's", HERE)) == '"it\'s"'
    assert found(Scalar("x" * 61, HERE)) == f"'{'x' * 60}…'"
    assert found(Mapping((), HERE)) == "a mapping"
    assert found(Sequence((), HERE)) == "a list"


def test_only_what_fits_on_a_line_is_shown_as_a_text():
    assert as_text_hint(Sequence((), HERE, "[a]")) == "if it is a text, quote it: '[a]'"
    assert as_text_hint(Sequence((), HERE)) == ""
    assert as_text_hint(Scalar("a", HERE)) == ""


def test_a_comment_may_have_been_meant_as_the_value():
    hint = "# begins a comment; if it belongs to the text, quote it: '#a'"
    assert empty_hint(Scalar("", HERE, comment_after="  #a")) == hint
    assert empty_hint(Scalar("", HERE), "fill it in") == "fill it in"
