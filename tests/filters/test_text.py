"""`text` by the words that readers see: the same tests on what is rendered."""

import pytest

from bot.errors import BotError
from bot.page import INFO, TEXT
from bot.wiki.facts import Rendered
from tests.filters.facts import asks_no_more, make, page_with
from tests.pairs import SITE

WORDS = "Mercury is the smallest planet.\nVenus · Earth"


def test_it_reads_either_the_text_or_the_words():
    assert make("text", text="a").needs(SITE) == {TEXT}
    assert make("text", text="a", rendered="no").needs(SITE) == {TEXT}
    assert make("text", text="a", rendered="yes").needs(SITE) == {INFO, Rendered()}


@pytest.mark.parametrize(
    ("options", "kept", "found"),
    [
        ({"text": "Venus · Earth"}, True, "Venus · Earth"),
        ({"text": "venus"}, False, ""),
        ({"text": "venus", "case": "ignore"}, True, "Venus"),
        ({"text": "[[Mercury]]"}, False, ""),
        ({"text": ["x", "planet"]}, True, "planet"),
        ({"text": ["x", "planet"], "match": "all"}, False, "planet"),
        ({"text": "planet", "whole_word": True}, True, "planet"),
        ({"matches": "^Venus"}, False, ""),
        ({"matches": "^Venus", "multiline": True}, True, "Venus"),
        ({"matches": "smallest .*Earth"}, False, ""),
        ({"matches": r"small\w+"}, True, "smallest"),
    ],
)
def test_words_are_looked_for_as_the_text_is(options, kept, found):
    page = page_with({Rendered(): WORDS}, text="[[Mercury]] {{Navbox}}")
    one = make("text", rendered=True, **options)
    assert one.keep(page) is kept
    assert one.finding(page) == found
    asks_no_more(one, page)


def test_what_the_wiki_does_not_show_is_no_reason_to_keep_or_drop():
    with pytest.raises(BotError, match="does not show"):
        make("text", text="a", rendered=True).keep(page_with({Rendered(): None}, text="a"))


def test_the_words_are_those_that_were_read_whatever_the_text_has_become():
    page = page_with({Rendered(): WORDS}, text="[[Mercury]]").with_text("Mars")
    assert make("text", text="Mercury", rendered=True).keep(page)
    assert not make("text", text="Mercury").keep(page)
