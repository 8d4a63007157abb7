"""What filters tell of a page: short, in one line, and the same whether they keep it or not."""

import pytest

from bot.filters import FILTERS
from bot.filters.findings import in_line, listed
from bot.plugin import Filter
from tests.filters.facts import make, page_with
from tests.pairs import make_page


@pytest.mark.parametrize(
    ("things", "options", "line"),
    [
        ([], {}, ""),
        (["A"], {}, "A"),
        (list("ABCDE"), {}, "A, B, C, D, E"),
        (list("ABCDEF"), {}, "A, B, C, D, E and 1 more"),
        (["A"], {"total": 8}, "A and 7 more"),
        (["A"], {"more": True}, "A and more"),
        (["A\n b"], {}, "A b"),
    ],
)
def test_things_are_listed_up_to_a_few(things, options, line):
    assert listed(things, **options) == line


def test_a_long_text_is_cut():
    assert in_line("a" * 80) == "a" * 80
    assert in_line("a" * 81) == "a" * 79 + "…"


@pytest.mark.parametrize(
    ("name", "options", "found"),
    [
        ("namespace", {"namespace": "Talk"}, "0 (main)"),
        ("title", {"title": "X"}, "Page"),
        ("redirect", {}, "none"),
        ("redirect", {"redirect": False}, "none"),
        ("longer_than", {"size": 3}, "9 bytes"),
        ("shorter_than", {"size": 3}, "9 bytes"),
        ("text", {"text": "b c"}, "b c"),
        ("text", {"text": ["zz", "a"], "matches": r"\w\w"}, "a … cd"),
        ("text", {"text": "zz"}, ""),
        ("text", {"matches": "b.*c", "dot_all": True}, "b c"),
        ("has_section", {}, ""),
    ],
)
def test_the_older_filters_tell_what_they_see(name, options, found):
    assert make(name, **options).finding(make_page("a b cd é")) == found


def test_filters_of_filters_tell_what_those_saw_that_keep_the_page():
    size, title, other = (
        make("longer_than", size=1),
        make("title", title="Page"),
        make("title", title="Other"),
    )
    page = page_with(length=5)
    for name in ("all", "any", "not"):
        one = make(name, filters=(size, other, title))
        assert one.finding(page) == "5 bytes; Page"
    assert make("any", filters=(other,)).finding(page) == ""


def test_every_filter_has_a_finding():
    silent = {name for name, one in FILTERS.items() if one.finding is Filter.finding}
    assert silent == {"in_list"}
