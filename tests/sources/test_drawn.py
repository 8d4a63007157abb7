"""The lowest lots win, in the order in which they came, and no more are kept than is said."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.page import Candidate
from bot.sources.drawn import Drawn
from bot.titles import Title

LOTS = st.one_of(st.integers(0, (1 << 64) - 1), st.sampled_from([0, 1, (1 << 64) - 1, 1 << 48]))


def page(number: int) -> Candidate:
    return Candidate(Title(0, f"P{number}"), number)


def drawn(count, lots):
    one = Drawn(count)
    for number, lot in enumerate(lots):
        one.add(lot, page(number))
    return [found for batch in one.batches(7) for found in batch]


def lowest(count, lots):
    winners = sorted(sorted(range(len(lots)), key=lambda number: (lots[number], number))[:count])
    return [page(number) for number in winners]


@given(st.integers(1, 12), st.lists(LOTS, max_size=30))
def test_the_lowest_lots_win_and_of_equal_ones_the_earlier(count, lots):
    assert drawn(count, lots) == lowest(count, lots)


@pytest.mark.parametrize("count", [1, 100, 70_000])
def test_what_is_left_out_on_the_way_would_not_have_won(count):
    chance = random.Random(7)
    lots = [chance.getrandbits(64) for _ in range(160_000)]
    assert drawn(count, lots) == lowest(count, lots)


def test_a_page_that_comes_twice_is_drawn_once():
    one = Drawn(2)
    for number in (1, 1, 2):
        one.add(number, page(number))
    assert list(one.batches(9)) == [[page(1), page(2)]]
