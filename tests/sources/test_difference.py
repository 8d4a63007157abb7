"""What one source finds and others do not."""

import pytest
from pydantic import ValidationError

from bot.page import Via
from bot.sources.backlinks import Backlinks
from bot.sources.difference import Difference
from bot.sources.titles import Titles
from bot.titles import Title
from tests.sources.conftest import made


def titles(*names):
    return made(Titles, titles=list(names))


@pytest.mark.parametrize(
    ("lists", "left"),
    [
        (["DCBA", "BX"], ["D", "C", "A"]),
        (["DCBA", "B", "A"], ["D", "C"]),
        (["AB", "BA"], []),
        (["AB", "CD"], ["A", "B"]),
    ],
)
def test_what_another_finds_is_left_out(reach, lists, left):
    sources = tuple(titles(*one) for one in lists)
    batches = list(made(Difference, sources=sources).candidates(reach))
    assert [one.title.text for batch in batches for one in batch] == left
    assert all(batches)


def test_a_page_comes_as_the_first_source_found_it(wide):
    sources = (made(Backlinks, to="A", through_redirects=True), titles("X"))
    pages = {
        one.title.text: one
        for batch in made(Difference, sources=sources).candidates(wide)
        for one in batch
    }
    assert "X" not in pages
    assert pages["Y"].via == (Via("redirect", Title(0, "To A")),)


def test_the_first_source_is_a_stream(reach):
    sources = (made(Backlinks, to="B"), made(Backlinks, to="C"))
    stream = made(Difference, sources=sources).candidates(reach)
    assert [one.title.text for one in next(stream)] == ["A"]


def test_one_source_alone_is_refused():
    with pytest.raises(ValidationError, match="at least 2"):
        made(Difference, sources=(titles("A"),))
