"""Patterns: what is refused, in which words, and that every match ends."""

import time
import unicodedata
from typing import cast

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from bot.errors import Runaway, UsageError
from bot.patterns import (
    Pattern,
    PatternText,
    compile_pattern,
    compile_replacement,
    composed_pattern,
    literal_replacement,
)


def spans(pattern, text):
    return [match.span() for match in pattern.find_all(text)]


def replaced(pattern, replacement, text):
    compiled = compile_pattern(pattern)
    template = compile_replacement(replacement, compiled)
    position, out = 0, ""
    for match in compiled.find_all(text):
        out += text[position : match.start()] + template.expand(match)
        position = match.end()
    return out + text[position:]


@pytest.mark.parametrize(
    ("options", "pattern", "text", "found"),
    [
        ({}, "planet", "The planet", True),
        ({}, "planet", "The Planet", False),
        ({"case": "ignore"}, "planet", "The PLANET", True),
        ({}, "a.b", "a\nb", False),
        ({"dot_all": True}, "a.b", "a\nb", True),
        ({}, "^b", "a\nb", False),
        ({"multiline": True}, "^b", "a\nb", True),
        ({"whole_word": True}, "cat", "concat", False),
        ({"whole_word": True}, "cat", "cats", False),
        ({"whole_word": True}, "cat", "a cat.", True),
        ({"whole_word": True}, "cat|dog", "hotdog", False),
        ({"whole_word": True, "literal": True}, "C++", "C++ and C", True),
        ({"whole_word": True, "literal": True}, "C++", "C++x", False),
        ({"literal": True}, "a.b", "axb", False),
        ({"literal": True}, "[[a|b]] {{c}}", "x [[a|b]] {{c}} y", True),
        ({"literal": True}, "a b", "a b", True),
        ({"literal": True, "case": "ignore"}, "STRASSE", "strasse", True),
        ({}, r"\p{Lu}\p{Ll}+", "the Earth", True),
        ({}, "[[:alpha:]]+", "abc", True),
        ({}, "[[:^alpha:]]", "abc", False),
        ({}, r"\[\[A\]\]", "[[A]]", True),
        ({}, r"\[[ab]", "[a", True),
        ({}, r"a{2}", "aa", True),
        ({}, r"\{\{stub", "{{stub}}", True),
    ],
)
def test_a_pattern_finds_what_its_options_say(options, pattern, text, found):
    assert (compile_pattern(pattern, **options).search(text) is not None) is found


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("[[Foo]]", r"[[ at character 1 of the pattern '[[Foo]]' means something else in a "),
        ("[[Foo]]", r"write \[\[ for the brackets"),
        (r"x\\[[Foo", "[[ at character 4"),
        ("[[:Category:Foo]]", r"write \[\["),
        ("{{stub}}", r"write \{\{"),
        ("a(", "'a(' is not a pattern: missing ) at character 3"),
        ("*a", "nothing to repeat at character 1"),
        ("[z-a]", "bad character range"),
        (r"\1", "invalid group reference"),
        (r"\p{Foo}", "unknown property"),
        ("", "empty"),
        ("(" * 5000 + ")" * 5000, "nested too deeply"),
    ],
)
def test_a_pattern_that_cannot_be_meant_is_refused_with_words(pattern, words):
    with pytest.raises(UsageError) as refusal:
        compile_pattern(pattern)
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "pattern",
    [
        *("a(?R)?b", "(?0)", "(a(?1)?b)", "(a)(?-1)", "(?P<n>a(?&n)?)", "(?P<n>a(?P>n)?)"),
        *(r"(?x) a (?R )? b", r"(?|(a)|(b))(?1)", "[(?R)]"),
    ],
)
def test_a_pattern_that_calls_itself_is_refused_since_it_can_use_up_all_memory(pattern):
    with pytest.raises(UsageError, match=r"\(\?[R0-9&P> -]+.* calls the pattern anew"):
        compile_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        *((r"\(?R\)", "(R)"), (r"a\(?1", "a1"), ("(?P<n>a)(?P=n)", "aa"), ("(?:R)", "R")),
        *((r"(a)?(?(1)b|c)", "ab"), ("(?i)r", "R"), ("(?-i:R)", "R"), (r"\\(?:R)", r"\R")),
    ],
)
def test_a_pattern_that_only_looks_like_recursion_is_taken(pattern, text):
    found = compile_pattern(pattern).search(text)
    assert found is not None
    assert found[0] == text


def test_a_literal_text_may_look_like_recursion():
    assert compile_pattern("(?R)", literal=True).search("a (?R) b") is not None


class Greedy:
    """A compiled pattern that takes more memory than there is."""

    def search(self, text, timeout):
        raise MemoryError(text, timeout)

    finditer = search


@pytest.mark.parametrize("call", ["search", "find_all"])
def test_a_pattern_that_uses_up_all_memory_is_ended_and_named(call):
    with pytest.raises(
        Runaway, match="the pattern 'a' was ended for want of memory on a text of 3"
    ):
        getattr(Pattern("a", cast("regex.Pattern[str]", Greedy())), call)("abc")


@pytest.mark.parametrize(
    ("pattern", "replacement", "before", "after"),
    [
        (r"(\w+) (\w+)", r"\2 \1", "one two", "two one"),
        (r"(?P<a>x)", r"<\g<a>>", "axb", "a<x>b"),
        (r"(?P<a>x)", r"<\g<1>>", "axb", "a<x>b"),
        ("b", r"\g<0>\g<0>", "abc", "abbc"),
        ("b", r"\n\t\\\$1", "abc", "a\n\t\\$1c"),
        ("(x)|b", r"[\1]", "abc", "a[]c"),
        ("b", "$ and $x and {1} & |", "abc", "a$ and $x and {1} & |c"),
        ("x*", "-", "baac", "-b-a-a-c-"),
        ("x*", "-", "bxxc", "-b--c-"),
        ("^", "* ", "a\nb", "* a\nb"),
        ("(?m)^", "* ", "a\nb", "* a\n* b"),
        ("(?=b)", "-", "abab", "a-ba-b"),
    ],
)
def test_a_replacement_fills_in_the_groups(pattern, replacement, before, after):
    assert replaced(pattern, replacement, before) == after


@pytest.mark.parametrize(
    ("replacement", "words"),
    [
        ("$1", r"use \g<1>, or \$1 for the text itself"),
        ("cost: $10", r"\$1"),
        ("${word}", r"use \g<word>"),
        ("$&", r"use \g<0>"),
        (r"\2", "there is no group '2' at character 1"),
        (r"a\g<word>", "there is no group 'word' at character 2"),
        (r"\g<word>", "has 1, named name"),
        (r"\g<", "means nothing"),
        (r"\q", r"\q at character 1 of the replacement"),
        ("a\\", "means nothing"),
    ],
)
def test_a_replacement_that_cannot_be_filled_in_is_refused_with_words(replacement, words):
    with pytest.raises(UsageError) as refusal:
        compile_replacement(replacement, compile_pattern("(?P<name>a)"))
    assert words in str(refusal.value)


def test_named_groups_are_told_in_their_order():
    assert compile_pattern("(?P<z>a)(b)(?P<a>c)").names == ("z", "a")


@pytest.mark.parametrize("call", ["search", "find_all"])
def test_a_pattern_that_runs_away_is_ended_and_named(call):
    pattern = compile_pattern("(?:a|aa)+$", seconds=0.2)
    started = time.monotonic()
    with pytest.raises(Runaway, match=r"the pattern '\(\?:a\|aa\)\+\$' was ended after 0\.2 sec"):
        getattr(pattern, call)("a" * 60 + "b")
    assert time.monotonic() - started < 5


def test_the_bound_is_for_all_matches_of_a_page_together():
    pattern = compile_pattern("x(?:a|aa)+(?:b|$)|x", seconds=0.3)
    with pytest.raises(Runaway):
        pattern.find_all(("x" + "a" * 27 + "c") * 200)


class Options(BaseModel):
    matches: PatternText | None = None


def test_a_bad_pattern_in_an_option_is_told_in_its_own_words():
    with pytest.raises(ValidationError) as refusal:
        Options(matches="[[Foo{curly}")
    assert [error["type"] for error in refusal.value.errors()] == ["pattern"]
    assert refusal.value.errors()[0]["msg"].startswith("[[ at character 1 of the pattern")


def test_a_good_pattern_in_an_option_stays_text():
    assert Options(matches=r"\bplanet").matches == r"\bplanet"
    assert Options().matches is None


@given(st.text(min_size=1), st.text(), st.text())
def test_a_literal_text_is_found_wherever_it_stands(needle, before, after):
    found = compile_pattern(needle, literal=True).search(before + needle + after)
    assert found is not None
    assert found[0] == needle


@given(st.text())
def test_any_pattern_either_works_or_is_a_usage_error(text):
    try:
        pattern = compile_pattern(text, seconds=1)
    except UsageError:
        return
    assert all(start <= end for start, end in spans(pattern, "The [[planet]] of {{apes}} aab"))


@given(st.text())
def test_any_replacement_either_works_or_is_a_usage_error(text):
    pattern = compile_pattern("(?P<name>b)")
    try:
        template = compile_replacement(text, pattern)
    except UsageError:
        return
    assert isinstance(template.expand(pattern.find_all("abc")[0]), str)


@given(st.text("abAB .", min_size=1, max_size=3), st.text("abAB .", max_size=12), st.booleans())
def test_a_literal_is_found_where_a_plain_search_finds_it(wanted, text, whole_word):
    pattern = compile_pattern(wanted, literal=True, whole_word=whole_word)
    searched = [match.span() for match in pattern.compiled.finditer(text)]
    assert spans(pattern, text) == searched
    assert (pattern.search(text) is not None) is bool(searched)
    if not whole_word:
        assert bool(searched) is (wanted in text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("cafe\u0301", "café"),
        ("[e\u0301]t", "ét"),
        ("\\w\u0301", "\u0430\u0301"),  # Cyrillic: no letter has the accent in one
        ("(?<=\u0338)x", "q\u0338x"),
        ("(?P<one>\u0301)", "\u0430\u0301"),
    ],
)
def test_a_pattern_in_form_c_finds_what_a_wiki_keeps(pattern, text):
    assert unicodedata.is_normalized("NFC", text)
    assert compile_pattern(composed_pattern(pattern)).search(text)


@given(st.text("aew\\(?<=>)[]é\u0301\u0338\u0323"))
def test_a_pattern_is_put_into_form_c_once(text):
    once = composed_pattern(text)
    assert composed_pattern(once) == once
    assert unicodedata.normalize("NFC", once) == unicodedata.normalize("NFC", text)


@given(st.text(max_size=20))
def test_a_literal_replacement_gives_the_text_itself(text):
    pattern = compile_pattern("(b)")
    (match,) = pattern.find_all("abc")
    assert compile_replacement(literal_replacement(text), pattern).expand(match) == text
