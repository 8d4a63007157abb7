"""The parameters that a page gives to its templates, read as MediaWiki's preprocessor does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.arguments import find_calls
from bot.wikitext.templates import find_transclusions
from tests.pairs import SITE

PAGE, BOX = SITE.title("Page"), SITE.title("Template:Box")


def calls(text):
    return [call.arguments for call in find_calls(text, SITE, PAGE, frozenset({BOX}))]


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("{{Box}}", {}),
        ("{{box_}}", {}),
        ("{{Template:Box|a}}", {"1": "a"}),
        ("{{Box|}}", {"1": ""}),
        ("{{Box|=}}", {"": ""}),
        ("{{Box|a|b=1|c}}", {"1": "a", "b": "1", "2": "c"}),
        ("{{Box| a | b = 1 }}", {"1": " a ", "b": "1"}),
        ("{{Box\n| name = Mars\n| kind = planet\n}}", {"name": "Mars", "kind": "planet"}),
        ("{{Box|a=1|a=2}}", {"a": "2"}),
        ("{{Box|x|1=y}}", {"1": "y"}),
        ("{{Box|2=z|x}}", {"2": "z", "1": "x"}),
        ("{{Box|a=b=c}}", {"a": "b=c"}),
        ("{{Box|a=[[b|c=d]]|e}}", {"a": "[[b|c=d]]", "1": "e"}),
        ("{{Box|[[a=b]]}}", {"1": "[[a=b]]"}),
        ("{{Box|{{B|c=d}}|e={{B|f=g}}}}", {"1": "{{B|c=d}}", "e": "{{B|f=g}}"}),
        ("{{Box|{{{x|y=z}}}|a}}", {"1": "{{{x|y=z}}}", "2": "a"}),
        ("{{Box|{{{{{x}}}|y=z}}|a=b}}", {"1": "{{{{{x}}}|y=z}}", "a": "b"}),
        ("{{Box|-{zh=x|y}-|b}}", {"1": "-{zh=x|y}-", "2": "b"}),
        ("{{Box|\n== x ==\n|a=b}}", {"1": "\n== x ==\n", "a": "b"}),
        ("{{Box|a\n=b}}", {"a": "b"}),
        ("{{Box|name=Mars <!-- c=d -->}}", {"name": "Mars"}),
        ("{{Box|<!-- x= -->a}}", {"1": "a"}),
        ("{{Box|<nowiki>=</nowiki>|b}}", {"1": "<nowiki>=</nowiki>", "2": "b"}),
        ("{{Box|<ref>a=b|c</ref><!-- d -->e}}", {"1": "<ref>a=b|c</ref>e"}),
        ("{{Box|a{{!}}b}}", {"1": "a{{!}}b"}),
        ("{{Box|a=é 水 [[ß]]}}", {"a": "é 水 [[ß]]"}),
    ],
)
def test_the_arguments_of_one_use(text, arguments):
    assert calls(text) == [arguments]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{{Boxes|a=b}}",
        "{{User:Box|a=b}}",
        "<nowiki>{{Box|a=b}}</nowiki>",
        "<!-- {{Box|a=b}} -->",
        "{{{Box|a=b}}}",
        "{{Box|a=b",
        "{{Box|[[a=b}}",
        "{{#if:Box|a=b}}",
        "{{subst:Box|a=b}}",
        "<includeonly>{{Box|a=b}}</includeonly>",
    ],
)
def test_what_is_no_use_of_the_template_gives_nothing(text):
    assert calls(text) == []


def test_uses_in_uses_and_in_references_are_found_inner_ones_first():
    assert calls("{{Box|a={{Box|b=1}}}} <ref>{{Box|c=2}}</ref>") == [
        {"b": "1"},
        {"a": "{{Box|b=1}}"},
        {"c": "2"},
    ]


PIECES = st.sampled_from(
    [
        *("{{Box", "{{", "}}", "|", "=", "[[", "]]", "{{{", "}}}", "\n", "==", "a", "-{", "}-"),
        *("<!--", "-->"),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_whatever_is_written_every_use_of_the_template_is_told(text):
    uses = [one for one in find_transclusions(text, SITE, PAGE) if one.title == BOX]
    found = calls(text)
    assert len(found) == len(uses)
    for arguments in found:
        assert all("|" not in value or any(mark in value for mark in "[{-") for value in arguments)
