"""Several sources as one: each page once, with every way by which any of them found it."""

import pytest
from pydantic import ValidationError

from bot.errors import UsageError
from bot.page import Via
from bot.sources.backlinks import Backlinks
from bot.sources.category import Category
from bot.sources.titles import Titles
from bot.sources.union import Union
from bot.titles import Title
from tests.sources.conftest import made

WAYS = pytest.mark.parametrize("ways", ["all", "first"])


def names(source, reach):
    return [[one.title.text for one in batch] for batch in source.candidates(reach)]


def flat(source, reach):
    return [name for batch in names(source, reach) for name in batch]


@WAYS
def test_each_page_comes_once_in_the_order_of_the_sources(reach, ways):
    union = made(
        Union,
        sources=(made(Titles, titles=["B", "A"]), made(Titles, titles=["A", "C", "D"], limit=2)),
        ways=ways,
    )
    assert flat(union, reach) == ["B", "A", "C"]


@WAYS
def test_it_keeps_its_own_limit_and_those_of_its_sources(reach, ways):
    union = made(
        Union,
        sources=(made(Backlinks, to="A", limit=1), made(Titles, titles=["A", "B", "C", "D"])),
        limit=3,
        ways=ways,
    )
    assert flat(union, reach) == ["B", "A", "C"]


def test_a_page_has_the_ways_of_all_sources_that_found_it(reach):
    union = made(
        Union,
        sources=(
            made(Titles, titles=["B", "Nowhere"]),
            made(Backlinks, to="A", through_redirects=True),
            made(Backlinks, to="B", through_redirects=True),
        ),
    )
    found = {one.title.text: one for batch in union.candidates(reach) for one in batch}
    assert list(found) == ["B", "Nowhere", "D", "A"]
    assert found["B"].pageid is not None  # `titles` did not know it, `backlinks` did
    assert found["B"].redirect is False
    assert found["B"].direct
    assert found["Nowhere"].pageid is None


def test_of_a_page_found_directly_and_by_a_redirect_both_are_told(wide):
    through = made(Backlinks, to="A", through_redirects=True)
    other = made(Backlinks, to="B", through_redirects=True)
    union = made(Union, sources=(through, other))
    found = {one.title.text: one for batch in union.candidates(wide) for one in batch}
    assert found["X"].via == (Via("redirect", Title(0, "To A")), Via("redirect", Title(0, "To B")))
    assert not found["X"].direct
    assert found["Y"].via == (Via("redirect", Title(0, "To A")),)
    assert found["Y"].direct
    first = made(Union, sources=(through, other), ways="first")
    lone = {one.title.text: one for batch in first.candidates(wide) for one in batch}
    assert lone["X"].via == (Via("redirect", Title(0, "To A")),)
    assert not lone["Y"].direct
    assert lone.keys() == found.keys()


def test_with_first_ways_the_second_source_is_not_asked_before_the_first_page(reach):
    union = made(
        Union,
        sources=(made(Titles, titles=["A"]), made(Backlinks, to="C")),
        ways="first",
    )
    before = reach.wiki.requests
    stream = union.candidates(reach)
    assert [one.title.text for one in next(stream)] == ["A"]
    assert reach.wiki.requests == before + 1
    assert [[one.title.text for one in batch] for batch in stream] == [["B"]]


def test_a_source_that_adds_nothing_new_adds_no_batch(reach):
    sources = tuple(made(Titles, titles=[title]) for title in "AAB")
    assert names(made(Union, sources=sources, ways="first"), reach) == [["A"], ["B"]]
    assert names(made(Union, sources=sources), reach) == [["A", "B"]]


def test_one_source_alone_stays_the_stream_it_is(reach):
    assert names(made(Union, sources=(made(Titles, titles=["B", "A"]),)), reach) == [["B", "A"]]


def test_sources_that_find_nothing_are_no_batch(reach):
    sources = (made(Backlinks, to="Nowhere"), made(Category, category="Nothing"))
    assert names(made(Union, sources=sources), reach) == []
    assert names(made(Union, sources=sources, ways="first"), reach) == []


def test_it_asks_each_of_its_sources_whether_it_fits(reach):
    union = made(Union, sources=(made(Titles, titles=["A"]), made(Category, category="Talk:X")))
    whole, titles, category = union.parts()
    whole.fits(reach.wiki.site)
    titles.fits(reach.wiki.site)
    with pytest.raises(UsageError, match="not a category"):
        category.fits(reach.wiki.site)


def test_a_union_of_nothing_is_refused():
    with pytest.raises(ValidationError, match="at least 1"):
        made(Union, sources=())
