"""`replace`, as pairs of texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.actions.replace import Replace
from bot.errors import Runaway, UsageError
from bot.wikitext.regions import verbatim_spans
from tests.pairs import SITE, changes, leaves, make_page, make_site, result


def literal(find, new, **options):
    return Replace(find=find, with_=new, **options)


def pattern(matches, new, **options):
    return Replace(matches=matches, with_=new, **options)


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        (literal("colour", "color"), "colour, Colour, colours", "color, Colour, colors"),
        (literal("colour", "color", case="ignore"), "Colour COLOUR", "color color"),
        (literal("colour", "color", whole_word=True), "colour colours", "color colours"),
        (literal(["grey", "gray"], "ash"), "grey gray", "ash ash"),
        (literal("a.c", "x"), "abc a.c", "abc x"),
        (literal(" ,", ","), "a , b", "a, b"),
        (literal("x", ""), "axb", "ab"),
        (literal("[[A]]", "[[B]]"), "[[A]] {{A}}", "[[B]] {{A}}"),
        (literal("$1", r"\1"), "a $1 b", r"a \1 b"),
        (literal("a", r"\n"), "bab", r"b\nb"),
        (pattern(r"(\d+) km", r"\1&nbsp;km"), "5 km, 12 km", "5&nbsp;km, 12&nbsp;km"),
        (pattern(r"(?P<n>\d+)km", r"\g<n> km"), "5km", "5 km"),
        (pattern("b.d", "-"), "bcd b\nd", "- b\nd"),
        (pattern("b.d", "-", dot_all=True), "bcd b\nd", "- -"),
        (pattern("^b", "-"), "b\nb", "-\nb"),
        (pattern("^b", "-", multiline=True), "b\nb", "-\n-"),
        (pattern("(?i)mars", "Mars"), "MARS mars Mars", "Mars Mars Mars"),
        (pattern("(x)?b", r"[\1]"), "xb b", "[x] []"),
        (pattern(r"^(?=\w)", "* ", multiline=True), "a\nb", "* a\n* b"),
        (pattern(r"\s+$", ""), "a  \n", "a"),
    ],
)
def test_what_is_found_is_replaced(action, before, after):
    changes(action, before, after)


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        (literal("cat", "cats"), "cat and cats", "cats and cats"),
        (literal("Mars", "[[Mars]]"), "Mars and [[Mars]]", "[[Mars]] and [[Mars]]"),
        (literal("cat", "Cats", case="ignore"), "CAT and cats", "Cats and cats"),
        (literal("a", "aa"), "b a b", "b aa b"),
        (literal("  ", " "), "a    b  c", "a b c"),
        (pattern("  +", " "), "a    b", "a b"),
        (pattern("^", "* "), "a", "* a"),
        (pattern("$", "."), "a", "a."),
        (literal("aab", "ab"), "aaaab", "ab"),
        (pattern(r"\b(\w+) \1\b", r"\1"), "the the the end", "the end"),
    ],
)
def test_a_replacement_is_done_once_and_for_all(action, before, after):
    changes(action, before, after)


@pytest.mark.parametrize(
    "region",
    [
        "<nowiki>x</nowiki>",
        "<!-- x -->",
        "<!-- x",
        "<pre>x</pre>",
        "<math>x</math>",
        "<chem>x</chem>",
        "<syntaxhighlight lang=text>x</syntaxhighlight>",
        "<source>x</source>",
        "<score>x</score>",
        "<ref>a<nowiki>x</nowiki></ref>",
        "<poem><!-- x --></poem>",
        "<includeonly><pre>x</pre></includeonly>",
        '<syntaxhighlight lang="x">a</syntaxhighlight>',
    ],
)
def test_what_is_not_wikitext_stays(region):
    leaves(literal("x", "y"), region)
    changes(literal("x", "y"), f"x {region}", f"y {region}")


@pytest.mark.parametrize(
    "text", ["<nowiki>x", "<b>x</b>", "<ref>x</ref>", "<includeonly>x</includeonly>", "{{x}}"]
)
def test_what_only_looks_protected_is_replaced(text):
    changes(literal("x", "y"), text, text.replace("x", "y"))


def test_a_match_that_reaches_into_a_protected_region_stays_whole():
    leaves(pattern("a.*b", "-", dot_all=True), "a <nowiki>c</nowiki> b")
    leaves(literal("c</nowiki>", "-"), "<nowiki>c</nowiki>")
    leaves(literal("a<!--", "-"), "a<!-- b -->")
    changes(literal("ab", "-"), "ab<!-- c -->ab", "-<!-- c -->-")


def test_an_empty_match_within_a_protected_region_stays_but_not_one_at_its_edge():
    leaves(pattern("(?=x)", "-"), "<pre>x</pre>")
    changes(pattern("(?=<pre>)", "-"), "<pre>x</pre>", "-<pre>x</pre>")
    changes(pattern("(?<=</pre>)", "-"), "<pre>x</pre>", "<pre>x</pre>-")


def test_a_task_may_reach_inside_what_it_names():
    text = "x <!-- x --> <pre>x</pre>"
    changes(literal("x", "y", inside=["comment"]), text, "y <!-- y --> <pre>x</pre>")
    changes(literal("x", "y", inside="pre"), text, "y <!-- x --> <pre>y</pre>")


def test_a_tag_that_the_wiki_does_not_have_protects_nothing():
    site = make_site(extension_tags=frozenset({"nowiki"}))
    changes(literal("x", "y"), "<math>x</math>", "<math>y</math>", site=site)


@pytest.mark.parametrize(
    "text", ["", "nothing to see", "Colour", "<nowiki>colour</nowiki>", "col<!-- -->our", "col our"]
)
def test_a_text_without_a_match_stays(text):
    leaves(literal("colour", "color"), text)


@pytest.mark.parametrize(
    "action",
    [pattern(r"(\w+) (\w+)", r"\2 \1"), pattern("a(b*)", r"a\1b")],
)
def test_a_replacement_without_end_is_told_and_not_made(action):
    with pytest.raises(Runaway, match="does not come to an end on this page"):
        action.rewrite(make_page("a b"))


def test_a_pattern_that_runs_away_is_ended():
    with pytest.raises(Runaway, match="was ended after 2 seconds"):
        pattern("(?:a|aa)+$", "x").rewrite(make_page("a" * 60 + "b"))


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"with": "b"}, ValidationError, "either `find` or `matches`"),
        ({"find": "a", "matches": "a", "with": "b"}, ValidationError, "either `find` or"),
        ({"find": "a"}, ValidationError, "with"),
        ({"find": "", "with": "b"}, ValidationError, "at least 1"),
        ({"find": "a", "with": "a"}, ValidationError, "the same as `find`"),
        ({"matches": "[[a", "with": "b"}, ValidationError, r"write \\\[\\\["),
        ({"matches": "a(", "with": "b"}, ValidationError, "is not a pattern"),
        ({"matches": "a", "with": r"\1"}, UsageError, "no group '1'"),
        ({"matches": "a", "with": "$1"}, UsageError, "not how a group is written"),
        ({"find": "a", "with": "b", "inside": ["b"]}, ValidationError, "inside"),
    ],
)
def test_what_cannot_be_meant_is_refused_when_the_task_loads(options, error, words):
    with pytest.raises(error, match=words):
        Replace.model_validate(options)


texts = st.lists(
    st.sampled_from(
        [
            *("a", "b", "ab", " ", "<!-- ", " -->", "<nowiki>", "</nowiki>", "<pre>", "</pre>"),
            *("<ref>", "</ref>", "<math>", "</math>", "\n", "é", "<includeonly>", "</includeonly>"),
        ]
    ),
    max_size=15,
).map("".join)


@given(
    texts, st.sampled_from(["a", "b", "ab", "aa", " "]), st.sampled_from(["", "a", "b", "c", "ab"])
)
def test_protected_regions_are_never_touched(text, find, new):
    if find == new:
        return
    try:
        after = result(literal(find, new), text)
    except Runaway:
        return
    kept = [text[one.start : one.end] for one in verbatim_spans(text, SITE)]
    assert [after[one.start : one.end] for one in verbatim_spans(after, SITE)] == kept


@given(st.text(), st.text(min_size=1), st.text())
def test_any_literal_replacement_settles_or_is_told(text, find, new):
    if find != new:
        try:
            result(literal(find, new), text + find)
        except Runaway:
            assert find in new
