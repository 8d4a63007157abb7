"""The conditions: each with edits of which it is true and edits of which it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.conditions import CONDITIONS
from bot.conditions.size_change import SizeChange
from bot.page import NOTHING, Page
from tests.pairs import SITE, holds, make_page


def make(name, **options):
    return CONDITIONS[name].model_validate(options)


ONLY_WHITESPACE = make("only_whitespace")
ONLY_COSMETIC = make("only_cosmetic")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a", "a"),
        ("a  b", "a b"),
        ("a\nb", "a b"),
        ("a\n\n\nb", "a\n\nb"),
        ("a \n", "a"),
        ("==A==", "== A =="),
        ("*a", "* a"),
        ("{{x|a=b}}", "{{x\n| a = b\n}}"),
        ("a\tb", "a b"),
    ],
)
def test_only_whitespace_is_true_of(before, after):
    assert holds(ONLY_WHITESPACE, before, after)
    assert holds(ONLY_WHITESPACE, after, before)
    assert holds(ONLY_COSMETIC, before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("foo bar", "foobar"),
        ("a 1", "a1"),
        ("a", "b"),
        ("a", "a."),
        ("a\u00a0b", "a b"),
        ("[[foo]]", "[[Foo]]"),
        ("a", ""),
    ],
)
def test_only_whitespace_is_not_true_of(before, after):
    assert not holds(ONLY_WHITESPACE, before, after)
    assert not holds(ONLY_WHITESPACE, after, before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[Red_planet|x]]", "[[Red planet|x]]"),
        ("[[mars|x]]", "[[Mars|x]]"),
        ("[[M%61rs|x]]", "[[Mars|x]]"),
        ("[[Mars|Mars]]", "[[Mars]]"),
        ("[[Mars|mars]]", "[[mars]]"),
        ("[[Moon|moons]]", "[[moon]]s"),
        ("[[Moon|moon]]s", "[[moon]]s"),
        ("[[Mars#Poles_a|x]]", "[[Mars#Poles a|x]]"),
        ("[[:mars|x]]", "[[:Mars|x]]"),
        ("[[Image:a.png|thumb]]", "[[File:A.png|thumb]]"),
        ("[[category:planets]]", "[[Category:Planets]]"),
        ("[[Category:A_b| k]]", "[[Category:A b|k]]"),
        ("{{stub}}", "{{Stub}}"),
        ("{{Template:cite_web|a}}", "{{cite web|a}}"),
        ("{{ stub | a }}", "{{Stub|a}}"),
        ("{{a|[[mars|x]]}}", "{{A|[[Mars|x]]}}"),
        ("[[mars|{{a}}]]s", "[[Mars|{{A}}s]]"),
        ("a &ndash; b", "a \u2013 b"),
        ("&eacute;", "é"),
        ("&#233;", "é"),
        ("a<br />b", "a<br>b"),
        ("a<BR/>b", "a<br>b"),
        ("<ref>[[mars|x]]</ref>", "<ref>[[Mars|x]]</ref>"),
        ("<gallery>\na.png|x\n</gallery>", "<gallery>\nFile:A.png|x\n</gallery>"),
        ("[[File:A.png|link=mars|x]]", "[[File:A.png|link=Mars|x]]"),
        ("a<br>[[mars|x]]  b", "a<br />[[Mars|x]] b"),
    ],
)
def test_only_cosmetic_is_true_of(before, after):
    assert holds(ONLY_COSMETIC, before, after)
    assert holds(ONLY_COSMETIC, after, before)
    assert not holds(ONLY_WHITESPACE, before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[mars]]", "[[Mars]]"),
        ("[[Red_planet]]", "[[Red planet]]"),
        ("[[Mars|x]]", "[[Venus|x]]"),
        ("[[Mars|x]]", "[[Mars]]"),
        ("[[Mars#a|x]]", "[[Mars#b|x]]"),
        ("[[Lexicon:word|x]]", "[[Lexicon:Word|x]]"),
        ("[[wikt:a|x]]", "[[wikt:A|x]]"),
        ("[[:File:A.png]]", "[[File:A.png]]"),
        ("[[Category:A|k]]", "[[Category:A|l]]"),
        ("[[Category:A]]", "[[Category:B]]"),
        ("{{stub}}", "{{stub2}}"),
        ("{{x|a}}", "{{x|A}}"),
        ("&lt;b>", "<b>"),
        ("&#91;[A]]", "[[A]]"),
        ("&#39;''a'''", "'''a'''"),
        ("&nbsp;a", "a"),
        ("<!-- a -->", "<!-- b -->"),
        ("<nowiki>&ndash;</nowiki>", "<nowiki>\u2013</nowiki>"),
        ("<nowiki>[[mars|x]]</nowiki>", "<nowiki>[[Mars|x]]</nowiki>"),
        ("<pre><br /></pre>", "<pre><br></pre>"),
        ("[[Mars<!-- a -->|x]]", "[[Mars|x]]"),
        ("[[M<!-- a -->ars|x]]", "[[Mars|x]]"),
        ("{{x<!-- a -->}}", "{{x}}"),
        ("[[mars{{y}}|x]]", "[[Mars{{y}}|x]]"),
        ("a", "a " + "b"),
        ("[[#a_b|x]]", "[[#a b|x]]"),
    ],
)
def test_only_cosmetic_is_not_true_of(before, after):
    assert not holds(ONLY_COSMETIC, before, after)
    assert not holds(ONLY_COSMETIC, after, before)


def test_protected_regions_before_and_behind_do_not_hide_a_spelling():
    before = "<nowiki>x</nowiki> &eacute; <!-- y --> &ndash; <pre>z</pre>"
    assert holds(
        ONLY_COSMETIC, before, before.replace("&eacute;", "é").replace("&ndash;", "\u2013")
    )


@given(st.text(alphabet="[]{}|<>!-a& ;#A_\n'/nowiki"))
def test_no_edit_at_all_is_both(text):
    assert holds(ONLY_WHITESPACE, text, text)
    assert holds(ONLY_COSMETIC, text, text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[Foo bar]]", "[[Foo\nbar]]"),
        ("[[Foo bar|x]]", "[[Foo\nbar|x]]"),
        ("[[Foo|x]]", "[[Foo\n|x]]"),
        ("[[Category:A b]]", "[[Category:A\nb]]"),
        ("[[File:A b.png|thumb]]", "[[File:A\nb.png|thumb]]"),
        ("{{cite web|a}}", "{{cite\nweb|a}}"),
        ("<gallery>\nA.png\nB.png\n</gallery>", "<gallery>\nA.png B.png\n</gallery>"),
        ("{{a}} [[b c]]", "{{a}} [[b\nc]]"),
    ],
)
def test_a_line_break_that_unmakes_a_link_or_a_template_is_neither(before, after):
    for one in (ONLY_WHITESPACE, ONLY_COSMETIC):
        assert not holds(one, before, after)
        assert not holds(one, after, before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[a]]s", "[[a]] s"),
        ("[[Foo|two words]]", "[[Foo|two\nwords]]"),
        ("[[Foo  bar]]", "[[Foo bar ]]"),
        ("{{ a\n}}", "{{a}}"),
    ],
)
def test_whitespace_beside_and_within_links_that_stay_links_is_both(before, after):
    for one in (ONLY_WHITESPACE, ONLY_COSMETIC):
        assert holds(one, before, after)
        assert holds(one, after, before)


PIECES = st.sampled_from(
    [
        *("[[", "]]", "|", "{{", "}}", "a", "A", "_", "<!--", "-->", "<ref>", "</ref>", "&eacute;"),
        *("[[a b]]", "[[a|a]]", "{{a b}}", "[[File:A b.png|", "<gallery>\n", "\n</gallery>", "s"),
        *("<nowiki>", "</nowiki>", "==", "<br />", "#", "*", "'"),
    ]
)
BLANKS = st.sampled_from(["", "", " ", "\n", "  ", "\t", "\n\n"])


@given(st.lists(st.tuples(PIECES, BLANKS, BLANKS), max_size=12))
def test_whatever_changes_only_whitespace_is_cosmetic(pieces):
    before = "".join(piece + one for piece, one, _ in pieces)
    after = "".join(piece + other for piece, _, other in pieces)
    if holds(ONLY_WHITESPACE, before, after):
        assert holds(ONLY_COSMETIC, before, after)


@given(st.text(alphabet="[]{}|<>a A_\n"), st.lists(st.integers(0, 60), max_size=4))
def test_whatever_changes_only_whitespace_is_cosmetic_in_any_text(before, places):
    after = before
    for place in places:
        cut = min(place, len(after))
        blank = after[cut : cut + 1] == " "
        after = after[:cut] + "\n" + after[cut + blank :]
    if holds(ONLY_WHITESPACE, before, after):
        assert holds(ONLY_COSMETIC, before, after)


@pytest.mark.parametrize(
    ("things", "before", "after"),
    [
        ("categories", "[[Category:A]] [[Category:B]]", "[[category:b|k]] x [[Category:A]]"),
        ("categories", "[[:Category:A]]", ""),
        ("categories", "<nowiki>[[Category:A]]</nowiki>", ""),
        ("references", "<ref>a</ref><ref name=b/>", "<ref name='b' /><ref>x</ref><ref>c</ref>"),
        ("templates", "{{a|b}}", "{{A|c}} {{d}}"),
        ("files", "[[File:A.png|thumb]]", "<gallery>\nA.png\n</gallery>"),
        ("links", "[[Mars]] [[Mars]]", "[[mars|a]] [[Mars#x]] [[Venus]]"),
        ("links", "[[Category:A]] [[wikt:x]]", ""),
        ("headings", "== A ==\n=== B ===", "===B===\n\n==A==\n== C =="),
        ("interwikis", "[[wikt:x|y]] [[:de:Mars]]", "[[:de:Mars]] [[wikt:x]]"),
        ("language_links", "[[de:Mars]] [[wikt:x]]", "[[de:Mars]]"),
        ("external_links", "http://a.example x", "[http://a.example y]"),
        (["categories", "links"], "[[Category:A]] [[B]]", "[[B]] [[Category:A]]"),
    ],
)
def test_keeps_is_true_of(things, before, after):
    assert holds(make("keeps", things=things), before, after)


@pytest.mark.parametrize(
    ("things", "before", "after"),
    [
        ("categories", "[[Category:A]]", "[[:Category:A]]"),
        ("categories", "[[Category:A]]", "<!-- [[Category:A]] -->"),
        ("references", "<ref>a</ref><ref>b</ref>", "<ref>a</ref>"),
        ("references", "<ref name=a>x</ref>", "<ref name=b>x</ref>"),
        ("templates", "{{a}}{{a}}", "{{a}}"),
        ("files", "[[File:A.png]]", "[[:File:A.png]]"),
        ("links", "[[Mars]]", "[[Venus]]"),
        ("links", "[[Mars]] [[Mars]]", "[[Mars]]"),
        ("headings", "== A ==", "=== A ==="),
        ("headings", "== A ==", "== B =="),
        ("interwikis", "[[wikt:x]]", "[[wikt:y]]"),
        ("interwikis", "[[:de:Mars]]", "[[de:Mars]]"),
        ("language_links", "[[de:Mars]]", "[[fr:Mars]]"),
        ("external_links", "http://a.example", "https://a.example"),
        (["links", "categories"], "[[Category:A]] [[B]]", "[[B]]"),
    ],
)
def test_keeps_is_not_true_of(things, before, after):
    assert not holds(make("keeps", things=things), before, after)


@pytest.mark.parametrize(
    ("options", "before", "after", "expected"),
    [
        ({"at_most": "3"}, "abc", "abcdef", True),
        ({"at_most": "3"}, "abc", "abcdefg", False),
        ({"at_most": "3"}, "abcd", "", False),
        ({"at_least": "3"}, "abc", "", True),
        ({"at_least": "3"}, "abc", "ab", False),
        ({"at_least": "1", "at_most": "2"}, "abc", "abcde", True),
        ({"at_least": "1", "at_most": "2"}, "abc", "abc", False),
        ({"at_least": "1", "at_most": "2"}, "abc", "abcdef", False),
        ({"at_most": "2"}, "a", "aé", True),
        ({"at_most": "1"}, "a", "aé", False),
        ({"at_most": "50%"}, "abcd", "ab", True),
        ({"at_most": "49.9%"}, "abcd", "ab", False),
        ({"at_least": "50 %"}, "abcd", "abcdef", True),
        ({"at_most": "10%"}, "", "", True),
        ({"at_most": "10%"}, "", "a", False),
        ({"at_most": "0", "direction": "growth"}, "abc", "", True),
        ({"at_most": "0", "direction": "growth"}, "abc", "abcd", False),
        ({"at_most": "0", "direction": "shrink"}, "abc", "abcd", True),
        ({"at_least": "1", "direction": "shrink"}, "abc", "ab", True),
        ({"at_least": "1", "direction": "shrink"}, "abc", "abcd", False),
    ],
)
def test_size_change(options, before, after, expected):
    assert holds(make("size_change", **options), before, after) is expected


GROWS = make("size_change", at_least="1", direction="growth")


def test_not_is_true_where_none_of_its_conditions_is():
    one = make("not", conditions=(ONLY_WHITESPACE, GROWS))
    assert holds(one, "ab", "b")
    assert not holds(one, "a  b", "a b")
    assert not holds(one, "a", "abc")


def test_any_is_true_where_one_of_its_conditions_is():
    one = make("any", conditions=(ONLY_WHITESPACE, GROWS))
    assert not holds(one, "ab", "b")
    assert holds(one, "a  b", "a b")
    assert holds(one, "a", "abc")


def test_all_is_true_where_each_of_its_conditions_is():
    one = make("all", conditions=(ONLY_WHITESPACE, GROWS))
    assert not holds(one, "a  b", "a b")
    assert not holds(one, "a", "abc")
    assert holds(one, "a b", "a  b")


class Curious(SizeChange):
    """A condition that reads something."""

    def needs(self, site):  # noqa: ARG002 - the same everywhere
        return make_page().facets.keys()


@pytest.mark.parametrize("name", ["not", "any", "all"])
def test_nested_conditions_need_what_those_in_them_need(name):
    assert make(name, conditions=(GROWS,)).needs(SITE) == NOTHING
    curious = Curious(at_least="1")
    assert make(name, conditions=(GROWS, curious)).needs(SITE) == set(curious.needs(SITE))


@pytest.mark.parametrize("name", sorted(CONDITIONS))
def test_a_condition_reads_nothing_but_the_texts_and_the_title(name):
    options: dict[str, dict[str, object]] = {
        "keeps": {"things": ["links", "templates"]},
        "size_change": {"at_most": "1"},
        **{nested: {"conditions": (ONLY_COSMETIC,)} for nested in ("not", "any", "all")},
    }
    one = make(name, **options.get(name, {}))
    page = make_page("[[a]]")
    lean = Page(page.candidate, SITE, facets=dict.fromkeys(page.facets, page.text))
    assert one.needs(SITE) == NOTHING
    assert one.holds(lean, "[[a]] {{b}}") in {True, False}


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("keeps", {"things": []}, "at least 1"),
        ("keeps", {"things": ["cats"]}, "categories"),
        ("size_change", {}, "say how much"),
        ("size_change", {"at_most": "much"}, "should be bytes such as 500"),
        ("size_change", {"at_most": "-5"}, "should be bytes"),
        ("size_change", {"at_most": "1.5"}, "a whole number of bytes"),
        ("size_change", {"at_most": "٣"}, "should be bytes"),
        ("size_change", {"at_most": ""}, "should be bytes"),
        ("size_change", {"at_most": "5", "direction": "up"}, "growth"),
        ("not", {"conditions": ()}, "at least 1"),
    ],
)
def test_options_that_make_no_sense_are_refused(name, options, words):
    with pytest.raises(ValidationError, match=words):
        make(name, **options)
