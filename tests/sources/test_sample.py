"""A sample is one of chance, and the same again for the same seed."""

import pytest
from pydantic import ValidationError

from bot.sources.sample import Sample
from bot.sources.titles import Titles
from tests.sources.conftest import made

NAMES = [f"Page {number}" for number in range(1000)]


def sample(names=NAMES, **options):
    return made(Sample, of=made(Titles, titles=list(names)), **options)


def drawn(source, reach):
    return [one.title.text for batch in source.candidates(reach) for one in batch]


@pytest.mark.parametrize("count", [1, 7, 999, 1000, 5000])
def test_a_count_is_kept_and_so_is_the_order(reach, count):
    found = drawn(sample(count=count), reach)
    assert len(found) == len(set(found)) == min(count, 1000)
    assert found == sorted(found, key=NAMES.index)


def test_a_share_is_about_so_many(reach):
    assert 60 < len(drawn(sample(share="10%"), reach)) < 140
    assert drawn(sample(share="100%"), reach) == NAMES
    assert drawn(sample(share="12.5 %"), reach) == drawn(sample(share="12.5%"), reach)


@pytest.mark.parametrize("options", [{"count": 50}, {"share": "5%"}], ids=str)
def test_the_seed_decides(reach, options):
    first = drawn(sample(**options), reach)
    assert drawn(sample(**options), reach) == first
    assert drawn(sample(**options, seed=0), reach) == first
    assert drawn(sample(**options, seed=1), reach) != first
    assert drawn(sample(**options, seed=-(10**80)), reach) != first


def test_a_list_that_grew_a_little_gives_nearly_the_same_sample(reach):
    old = set(drawn(sample(count=50), reach))
    new = set(drawn(sample([*NAMES, *(f"New {number}" for number in range(20))], count=50), reach))
    assert len(old & new) >= 40


def test_every_page_has_the_same_chance(reach):
    hits = dict.fromkeys(NAMES[:20], 0)
    for seed in range(300):
        for name in drawn(sample(NAMES[:20], count=5, seed=seed), reach):
            hits[name] += 1
    assert min(hits.values()) > 45
    assert max(hits.values()) < 105


def test_shares_that_draw_nothing_are_no_batch(reach):
    assert list(sample(["A"], share="0.0001%").candidates(reach)) == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "either `count` or `share`"),
        ({"count": 1, "share": "5%"}, "either `count` or `share`"),
        ({"count": 0}, "greater"),
        ({"share": "5"}, "a percentage such as 5%"),
        ({"share": "x%"}, "a percentage such as 5%"),
        ({"share": "\u0665%"}, "a percentage such as 5%"),
        ({"share": "0%"}, "more than 0%"),
        ({"share": "101%"}, "more than 0%"),
    ],
)
def test_sizes_that_make_no_sense_are_refused(options, words):
    with pytest.raises(ValidationError, match=words):
        sample(["A"], **options)
