"""What the first difference of two texts decides, and that it never decides wrongly."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.titles import Title
from bot.wikitext.canonical import canonical, without_whitespace
from bot.wikitext.first_difference import differ_in_more_than_blanks, surely_differ
from tests.pairs import SITE

PAGE = Title(0, "Page")
PIECES = (
    *(
        "a",
        "A",
        "ab",
        "é",
        "&eacute;",
        "&#233;",
        "&amp;",
        "&",
        ";",
        " ",
        "_",
        "\n",
        "%41",
        "#",
        ":",
    ),
    *("[[", "]]", "[", "]", "{{", "}}", "{", "}", "|", "=", "'", "<", ">", "/", "\x00", "\x7f"),
    *("[[a]]", "[[A]]", "[[a_b]]", "[[A b]]", "[[A|a]]", "[[a]]s", "[[A|as]]", "[[:a]]", "[[A#]]"),
    *("{{a}}", "{{A}}", "{{a_b|c}}", "{{template:a}}", "{{Template:A", "{{a|[[b]]", "{{{1|a}}}"),
    *("[[File:a|", "[[image:a|", "[[file:A|b [[c]] ", "link=a_b", "link=A b", "[[Category:a]]"),
    *("<br>", "<br />", "<BR/>", "<nowiki>", "</nowiki>", "<!--", "-->", "<ref>", "</ref>"),
    *("<gallery>\n", "image:a", "File:a", "</gallery>", "#REDIRECT ", '<b title="', '">', "-{"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=12)


def differ(before, after):
    return surely_differ(before, after, SITE, PAGE)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The colour of [[iron]].", "The color of [[iron]]."),
        ("{{Infobox|a=[[b]]|c=old}}", "{{Infobox|a=[[b]]|c=new}}"),
        ("<ref>old</ref>", "<ref>new</ref>"),
        ("text", "text and more"),
        ("see [[Mercury]]", "see [[Mercury (planet)|Mercury]]"),
        ("see [[Mercury|it]]", "see [[Venus|it]]"),
        ("[[Mercury]]s", "[[Mercury (planet)|Mercurys]]"),
        ("[[A|b]]", "[[A|c]]"),
        ("a b", "a big b"),
    ],
)
def test_a_real_edit_is_known_as_one_at_once(before, after):
    assert differ(before, after)
    assert differ(after, before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a b", "a b"),
        ("a  b", "a b"),
        ("[[a_b|c]]", "[[A b|c]]"),
        ("[[A|a]]", "[[a]]"),
        ("[[a]]s", "[[A|as]]"),
        ("{{a_b|c}}", "{{A b|c}}"),
        ("&eacute;", "é"),
        ("&#233;", "&#xe9;"),
        ("<br />", "<br>"),
        ("<br/>", "<BR/>"),
        ("<gallery>\nimage:a.jpg\n</gallery>", "<gallery>\nFile:a.jpg\n</gallery>"),
        ("[[File:a|b [[c]]|link=d_e]]", "[[File:a|b [[c]]|link=d e]]"),
        ("[[File:a|<nowiki>]]</nowiki>|link=D]]", "[[File:a|<nowiki>]]</nowiki>|link=d]]"),
    ],
)
def test_a_cosmetic_edit_is_never_called_a_real_one(before, after):
    assert not differ(before, after)
    assert not differ(after, before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{{old}}", "{{new}}"),
        ("<b>", "<i>"),
        ("a [[b", "a {{b"),
        ("[[File:a|b [[c]] d]]", "[[File:a|b [[c]] e]]"),
        ("[[a {{b}}]]", "[[a {{c}}]]"),
        ("<gallery>\nFile:a\n</gallery>", "<gallery>\nFile:b\n</gallery>"),
        ("&eacute;", "&egrave;"),
    ],
)
def test_where_it_would_take_a_parse_nothing_is_said(before, after):
    assert not differ(before, after)


@settings(max_examples=500)
@example(["[[A]]", "s"], ["[[A]]", " ", "s"], [])
@example(["{{a_b", "|", "c"], ["{{a b", "|", "c"], ["}}"])
@example(["é", " ", "&eacute;"], ["&eacute;", " ", "é"], [])
@given(texts, texts, texts)
def test_texts_that_are_called_different_have_different_spellings(left, right, around):
    start = "".join(around)
    before, after = start + "".join(left), start + "".join(right)
    if differ(before, after):
        assert canonical(before, SITE, PAGE) != canonical(after, SITE, PAGE)


@settings(max_examples=300)
@given(texts, st.data())
def test_a_text_is_never_called_different_from_its_cosmetic_twin(pieces, data):
    twins = (("[[a_b]]", "[[A b]]"), ("&eacute;", "é"), ("<br />", "<br>"), ("{{a}}", "{{A}}"))
    one, other = data.draw(st.sampled_from(twins))
    at = data.draw(st.integers(0, len(pieces)))
    before, after = ("".join([*pieces[:at], mid, *pieces[at:]]) for mid in (one, other))
    if canonical(before, SITE, PAGE) == canonical(after, SITE, PAGE):
        assert not differ(before, after)


@settings(max_examples=300)
@example(["a", " ", "b"], ["a", "b"])
@example(["a", "\x00", "b"], ["a", " ", "b"])
@given(texts, texts)
def test_a_difference_of_more_than_blanks_is_one_without_whitespace(left, right):
    before, after = "".join(left), "".join(right)
    if differ_in_more_than_blanks(before, after):
        assert without_whitespace(before) != without_whitespace(after)
        assert differ_in_more_than_blanks(after, before)


@pytest.mark.parametrize(
    ("before", "after"),
    [("a b", "ab"), ("a", "a\n"), ("", " "), ("a\tb", "a b"), ("a b c", "ab d")],
)
def test_blanks_alone_are_left_to_a_closer_look(before, after):
    assert differ_in_more_than_blanks(before, after) is False


def test_a_word_more_or_less_is_more_than_blanks():
    assert differ_in_more_than_blanks("a ", "a b")
    assert differ_in_more_than_blanks("a b", "a")
    assert differ_in_more_than_blanks("a b", "a c")
