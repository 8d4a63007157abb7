"""Which stretches of a text are wikitext, and which are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.regions import find_regions, verbatim_spans
from tests.pairs import SITE, make_site


def regions(text, *, whole=False):
    return [(one.name, text[one.start : one.end]) for one in find_regions(text, SITE, whole=whole)]


def verbatim(text, *allowed):
    found = verbatim_spans(text, SITE, frozenset(allowed))
    return [(one.name, text[one.start : one.end]) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain text", []),
        ("a < b, 1 <2 <b>bold</b>", []),
        ("a<!-- b -->c", [("comment", "<!-- b -->")]),
        ("a<!-- b", [("comment", "<!-- b")]),
        ("<nowiki>a</nowiki>b", [("nowiki", "<nowiki>a</nowiki>")]),
        ("<nowiki>a", []),
        ("<nowiki>a<!-- b", [("comment", "<!-- b")]),
        ("<nowiki><!--</nowiki>-->", [("nowiki", "<nowiki><!--</nowiki>")]),
        ("<!--<nowiki>-->a</nowiki>", [("comment", "<!--<nowiki>-->")]),
        ("<NOWIKI>a</NoWiki >", [("nowiki", "<NOWIKI>a</NoWiki >")]),
        ("<nowiki/>a</nowiki>", [("nowiki", "<nowiki/>")]),
        ("<nowiki a=b />x", [("nowiki", "<nowiki a=b />")]),
        ("<nowikis>a</nowikis>", []),
        ("<nowiki", []),
        ("<nowiki <!-- a", [("comment", "<!-- a")]),
        ("<ref name=x>a</ref>", [("ref", "<ref name=x>a</ref>")]),
        ("<math>a</math><pre>b</pre>", [("math", "<math>a</math>"), ("pre", "<pre>b</pre>")]),
        ("<pre>a<pre>b</pre>", [("pre", "<pre>a<pre>b</pre>")]),
        ("<includeonly>a</includeonly>", [("includeonly", "<includeonly>a</includeonly>")]),
        ("<includeonly>a", [("includeonly", "<includeonly>a")]),
        ("<IncludeOnly>a", []),
        ("</includeonly>a", []),
        (
            "<noinclude>a</noinclude>",
            [("noinclude", "<noinclude>"), ("/noinclude", "</noinclude>")],
        ),
    ],
)
def test_regions_are_those_of_the_preprocessor(text, expected):
    assert regions(text) == expected


def test_to_an_editor_includeonly_is_a_pair_of_tags():
    assert regions("<includeonly>a</includeonly>", whole=True) == [
        ("includeonly", "<includeonly>"),
        ("/includeonly", "</includeonly>"),
    ]


def test_regions_say_where_their_content_stands():
    text = "a<pre x=y>bc</pre>d"
    (region,) = find_regions(text, SITE)
    assert text[region.inner_start : region.inner_end] == "bc"
    assert not region.invisible


def test_only_tags_that_the_wiki_knows_count():
    text = "<math>a</math><nowiki>b</nowiki>"
    site = make_site(extension_tags=frozenset({"nowiki"}))
    assert [one.name for one in find_regions(text, site)] == ["nowiki"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<ref>a<!-- b --></ref>", [("comment", "<!-- b -->")]),
        ("<poem><ref><pre>a</pre></ref></poem>", [("pre", "<pre>a</pre>")]),
        ("<includeonly><math>a</math></includeonly>", [("math", "<math>a</math>")]),
        ("<noinclude>a</noinclude>", []),
        ("<gallery>\nA|<nowiki>x</nowiki>\n</gallery>", [("nowiki", "<nowiki>x</nowiki>")]),
    ],
)
def test_what_no_action_may_touch_is_found_within_references_too(text, expected):
    assert verbatim(text) == expected


def test_what_a_task_allows_is_not_protected():
    assert verbatim("<!-- a --><pre>b</pre>", "comment") == [("pre", "<pre>b</pre>")]


@given(st.text(alphabet="<>/!-nowikprefcmt \n"))
def test_regions_are_in_order_and_never_overlap(text):
    position = 0
    for one in find_regions(text, SITE):
        assert position <= one.start <= one.inner_start <= one.inner_end <= one.end <= len(text)
        position = one.end
