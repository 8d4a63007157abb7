"""What several sources have in common."""

import pytest
from pydantic import ValidationError

from bot.page import Via
from bot.sources.backlinks import Backlinks
from bot.sources.intersection import Intersection
from bot.sources.titles import Titles
from bot.titles import Title
from tests.sources.conftest import made


def titles(*names):
    return made(Titles, titles=list(names))


def found(source, reach):
    return [[one.title.text for one in batch] for batch in source.candidates(reach)]


@pytest.mark.parametrize(
    ("lists", "common"),
    [
        (["DCBA", "ABD"], [["D", "B", "A"]]),
        (["DCBA", "ABD", "ACD"], [["D", "A"]]),
        (["AB", "AB"], [["A", "B"]]),
        (["AB", "CD"], []),
        (["AB", "CD", "AB"], []),
        (["A", "B", "B"], []),
    ],
)
def test_only_what_all_find_is_kept_in_the_order_of_the_first(reach, lists, common):
    sources = tuple(titles(*one) for one in lists)
    assert found(made(Intersection, sources=sources), reach) == common


def test_a_page_has_the_ways_of_all(wide):
    sources = (
        made(Backlinks, to="A", through_redirects=True),
        titles("X", "Y", "Z"),
        made(Backlinks, to="B", through_redirects=True),
    )
    pages = {
        one.title.text: one
        for batch in made(Intersection, sources=sources).candidates(wide)
        for one in batch
    }
    assert list(pages) == ["X", "Y"]
    ways = (Via("redirect", Title(0, "To A")), Via("redirect", Title(0, "To B")))
    assert pages["X"].via == ways
    assert pages["X"].direct  # it was named
    assert pages["X"].pageid is not None


def test_what_cannot_change_the_answer_is_not_asked(reach):
    before = reach.wiki.requests
    sources = (made(Backlinks, to="A"), made(Backlinks, to="Nowhere"), made(Backlinks, to="B"))
    assert found(made(Intersection, sources=sources), reach) == []
    assert reach.wiki.requests == before + 1


def test_an_empty_second_source_ends_it_before_the_first_is_asked(reach):
    before = reach.wiki.requests
    sources = (made(Backlinks, to="A"), made(Backlinks, to="Nowhere"))
    assert found(made(Intersection, sources=sources), reach) == []
    assert reach.wiki.requests == before + 1


def test_one_source_alone_is_refused():
    with pytest.raises(ValidationError, match="at least 2"):
        made(Intersection, sources=(titles("A"),))
