"""Two texts that are the same to a reader; the conditions' own tests have the pairs."""

import pytest

from bot.wikitext.sameness import same_but_spelling, same_but_whitespace
from tests.pairs import SITE

PAGE = SITE.title("Page")


@pytest.mark.parametrize(
    ("before", "after", "whitespace", "spelling"),
    [
        ("a  b", "a b", True, True),
        ("[[mars|x]]", "[[Mars|x]]", False, True),
        ("[[a]]s", "[[a]] s", True, True),
        ("[[Foo bar]]", "[[Foo\nbar]]", False, False),
        ("[[Foo bar|x]]", "[[Foo\nbar|x]]", False, False),
        ("{{a b}}", "{{a\nb}}", False, False),
        ("a", "b", False, False),
        ("a b", "ab", False, False),
    ],
)
def test_what_is_the_same_but_whitespace_is_the_same_but_spelling(
    before, after, whitespace, spelling
):
    assert same_but_whitespace(before, after, SITE, PAGE) is whitespace
    assert same_but_spelling(before, after, SITE, PAGE) is spelling
