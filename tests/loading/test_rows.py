"""Texts that lack a row: what is in them, and what a row's values become in each kind of option."""

import re

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Place
from bot.loading.rows import VARIANTS, Column, FilledText, RowText, Sample, filled, row_texts
from bot.loading.shapes import Shape
from bot.patterns import compile_pattern, compile_replacement
from bot.yamlfile import Mapping, Scalar, Sequence

HERE = Place("t", 1, 1)
FREE = Shape(("a text",), free=True)
PATTERN = Shape(("a text",), free=True, form="pattern")


def text(*pieces: str | Column, block: str = "") -> RowText:
    written = "".join(one if isinstance(one, str) else f"${{row.{one.name}}}" for one in pieces)
    return RowText(written, HERE, quoted=True, block=block, pieces=pieces)


A, B = Column("a"), Column("b")


def put(node: RowText, **row: str) -> FilledText:
    found = filled(node, row)
    assert isinstance(found, FilledText)
    return found


def test_a_row_is_put_in_wherever_a_column_stands():
    assert put(text("see ", A, A, "."), a="x").text == "see xx."
    assert put(text(A, "/", B), a="", b="${row.a} {{ b }}").text == "/${row.a} {{ b }}"


def test_a_text_that_is_filled_is_never_empty_as_if_nothing_had_been_written():
    assert not put(text(A), a="").empty


def test_what_lacks_no_row_stays_the_very_same():
    plain = Mapping(((Scalar("k", HERE), Sequence((Scalar("x", HERE),), HERE)),), HERE)
    mixed = Sequence((plain, text(A)), HERE)
    assert filled(plain, {}) is plain
    found = filled(mixed, {"a": "b"})
    assert isinstance(found, Sequence)
    assert found.items[0] is plain
    assert isinstance(found.items[1], Scalar)
    assert found.items[1].text == "b"


def test_a_mapping_is_filled_in_its_values():
    found = filled(Mapping(((Scalar("k", HERE), text(A)),), HERE), {"a": "b"})
    assert isinstance(found, Mapping)
    (value,) = [one for _, one in found.entries]
    assert isinstance(value, Scalar)
    assert value.text == "b"


def test_texts_that_lack_a_row_are_found_in_their_order():
    node = Mapping(
        ((Scalar("k", HERE), Sequence((text(A), Scalar("x", HERE), text(B, A)), HERE)),), HERE
    )
    assert [one.columns for one in row_texts(node)] == [("a",), ("b", "a")]
    assert [*row_texts(Scalar("${row.a}", HERE))] == []


def test_a_column_that_is_not_there_is_no_silent_gap():
    with pytest.raises(KeyError):
        filled(text(A), {"b": "x"})


@given(st.text(max_size=20), st.text(max_size=20))
def test_in_a_pattern_a_value_matches_itself_and_nothing_else(value, other):
    source = put(text("^(?:", A, ")$"), a=value).fitting(PATTERN)
    compiled = regex.compile(source, regex.VERSION0 | regex.DOTALL)
    assert compiled.fullmatch(value)
    assert bool(compiled.fullmatch(other)) == (other in {value, f"{value}"})


def test_wikitext_in_a_value_is_no_slip_in_a_pattern():
    source = put(text(A, "+"), a="[[Mars|{{x}}]]").fitting(PATTERN)
    assert compile_pattern(source).search("see [[Mars|{{x}}]]]]")


@given(st.text(max_size=20))
def test_in_a_replacement_a_value_is_no_group(value):
    pattern = compile_pattern("(b)")
    source = put(text(r"<\1", A, ">"), a=value).fitting(Shape(("a text",), expanded="matches"))
    (match,) = pattern.find_all("abc")
    assert compile_replacement(source, pattern).expand(match) == f"<b{value}>"


def test_a_digit_that_a_row_brings_makes_no_other_group():
    shape = Shape(("a text",), expanded="matches")
    assert put(text(r"\\\1", A), a="0").fitting(shape) == r"\\\g<1>0"
    assert put(text(r"\\1", A), a="0").fitting(shape) == r"\\10"
    assert put(text(r"\1", A), a="b").fitting(shape) == r"\1b"
    pattern = put(text(r"(.)\1", A), a="0").fitting(PATTERN)
    assert compile_pattern(pattern).search("aa0")
    assert not compile_pattern(pattern).search("aa")


@pytest.mark.parametrize(
    ("pieces", "column"),
    [
        (("\\", A), "a"),
        (("x\\\\\\", A), "a"),
        ((A, "\\", B), "b"),
        ((A, "\\", "d", B), None),
        (("\\\\", A), None),
        (("\\\n", A), None),
        (("\\", "\\", A, B), None),
        ((A, "\\"), None),
    ],
)
def test_a_backslash_would_make_something_else_of_a_value(pieces, column):
    replacement = Shape(("a text",), expanded="matches")
    assert text(*pieces).escaped_in(PATTERN) == column
    assert text(*pieces).escaped_in(replacement) == column
    assert text(*pieces).escaped_in(FREE) is None


def test_in_any_other_option_a_value_stands_as_it_is():
    value = put(text(A), a=r"\1 $1 (x)")
    assert value.fitting(FREE) == value.text == r"\1 $1 (x)"


@pytest.mark.parametrize(
    ("shape", "brought"),
    [
        (Shape(("a whole number",)), "1"),
        (Shape(("a number",)), "1"),
        (Shape(("true or false",)), "true"),
        (Shape(choices=("ignore", "sensitive")), "ignore"),
        (Shape(("a whole number",), choices=("all",)), "1"),
        (FREE, "…"),
    ],
)
def test_a_sample_suits_the_option(shape, brought):
    assert Sample().put_in(text(A), shape).text == brought


def test_a_sample_in_a_text_suits_the_option_too():
    assert Sample().put_in(text("2", A), Shape(("a whole number",))).text == "21"
    assert Sample().put_in(text("x", A), Shape(choices=("xy",))).text == "x…"


def test_samples_of_two_columns_may_differ_and_one_column_is_always_the_same():
    second, third = Sample(VARIANTS[1]), Sample(VARIANTS[2])
    assert [second.put_in(one, FREE).text for one in (text(A), text(B), text(A))] == [
        *("…", "……", "…")
    ]
    assert third.put_in(text(B, A), FREE).text == "12"


def test_the_variants_have_the_forms_that_options_take():
    found = [Sample(one).put_in(text(A), FREE).text for one in VARIANTS]
    assert found[2:] == ["1", "2026-01-01", "1 days", "1%"]
    assert all(re.fullmatch("…+", one) for one in found[:2])


def test_the_header_of_a_block_counts_only_where_the_text_ends_as_written():
    assert put(text(A, "\n", block="|"), a="x").block == "|"
    assert put(text(A, block="|-"), a="x\n").block == ""
