"""Transclusions with their places; their names are tested with `extract`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.templates import find_transclusions
from tests.pairs import SITE


def found(text, *, whole=False):
    return [
        (one.title.text, text[one.start : one.end], text[slice(*one.name_span)])
        for one in find_transclusions(text, SITE, SITE.title("Page"), whole=whole)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("none here", []),
        ("a {{ stub }} b", [("Template:Stub", "{{ stub }}", "stub")]),
        ("{{a\n|b={{c}}}}", [("Template:C", "{{c}}", "c"), ("Template:A",)]),
        ("{{safesubst:a|b}}", [("Template:A", "{{safesubst:a|b}}", "a")]),
        ("{{subst:a|b}}", []),
        ("{{a<!-- b -->}}", [("Template:A", "{{a<!-- b -->}}", "a")]),
        ("<ref>é{{a}}</ref>", [("Template:A", "{{a}}", "a")]),
        ("{{{a}}} {{{{a}}}} {{#if:x}} {{PAGENAME}} {{lc:x}} {{{{a}}", [("Template:A",)]),
        ("{{:Mars}}", [("Mars", "{{:Mars}}", ":Mars")]),
        ("{{a|<gallery>\n{{b}}|{{c}}\n</gallery>}}", [("Template:A",)]),
        ("{{ {{a}} }}", [("Template:A",)]),
        ("{{a|{{b}}}", [("Template:B",)]),
        ("[[a {{b]] }}", []),
        ("{{a [[b}} c]] }}", []),
        ("{{a|}}-", [("Template:A", "{{a|}}", "a")]),
        ("-{ {{a}} }-", [("Template:A",)]),
        ("{{a|-{ }} }-}}", [("Template:A", "{{a|-{ }} }-}}")]),
        ("{{a|-{ }} }}", []),
        ("-{{{a}}}-", []),
        ("-{{a}}", [("Template:A",)]),
        ("-{{{{a}}}-", []),
    ],
)
def test_braces_are_paired_as_the_preprocessor_pairs_them(text, expected):
    assert [one[: len(wanted)] for one, wanted in zip(found(text), expected, strict=True)] == (
        expected
    )


def test_a_way_up_that_leads_nowhere_is_no_page():
    assert find_transclusions("{{../box}}", SITE, SITE.title("User:Ann")) == []


def test_templates_within_includeonly_count_only_for_the_whole_text():
    text = "<includeonly>{{a}}</includeonly>{{b}}"
    assert [name for name, *_ in found(text)] == ["Template:B"]
    assert [name for name, *_ in found(text, whole=True)] == ["Template:A", "Template:B"]


@given(st.text(alphabet="{}[]|=-ab\n<>!"))
def test_names_lie_within_their_braces(text):
    for one in find_transclusions(text, SITE, SITE.title("User:Ann/x")):
        assert text[one.start : one.start + 1] == "{"
        assert text[one.end - 1] == "}"
        assert one.start < one.name_span[0] < one.name_span[1] < one.end
