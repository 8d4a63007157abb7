"""The source `all_pages`: sizes, protection and language links, beside what `test_lists` has."""

import pytest
from pydantic import ValidationError

from bot import wiki
from bot.errors import NotOffered
from bot.sources.all_pages import AllPages
from tests.sources.conftest import made


def test_every_option_reaches_the_query(query_of):
    asked = made(
        AllPages,
        smallest="10",
        largest="20",
        protection="edit",
        level=["sysop", "autoconfirmed"],
        language_links="without",
    )
    assert query_of(asked) == wiki.AllPages(
        smallest=10,
        largest=20,
        protected=("edit",),
        levels=("sysop", "autoconfirmed"),
        language_links="without",
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"level": "sysop"}, "`level` is about `protection`"),
        ({"smallest": 3, "largest": 2}, "no page can be"),
        ({"smallest": "-1"}, "greater than or equal to 0"),
        ({"language_links": "maybe"}, "with"),
    ],
)
def test_what_makes_no_sense_is_refused(options, told):
    with pytest.raises(ValidationError, match=told):
        made(AllPages, **options)


def test_where_pages_are_left_out_of_answers_a_limit_bounds_no_request(query_of):
    assert query_of(made(AllPages, largest=9, limit=2)).request_size == "max"
    assert query_of(made(AllPages, smallest=9, limit=2)).request_size == 2


@pytest.mark.parametrize(
    ("bounds", "found"),
    [
        ({}, ["A", "B", "C", "D"]),
        ({"largest": 5}, ["A", "C"]),
        ({"smallest": 1, "largest": 5}, ["A"]),
        ({"smallest": 6, "order": "descending"}, ["D", "B"]),
        ({"smallest": 99}, []),
        ({"largest": 0, "smallest": 0}, ["C"]),
    ],
)
def test_sizes_are_bounds_that_are_included(reach, bounds, found):
    batches = made(AllPages, **bounds).candidates(reach)
    assert [str(one.title) for batch in batches for one in batch] == found


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"protection": "edit"}, "does not know which pages are protected"),
        ({"language_links": "with"}, "does not know which pages have language links"),
    ],
)
def test_an_offline_wiki_says_what_it_does_not_know(reach, query_of, options, told):
    asked = made(AllPages, **options)
    assert not reach.wiki.offers(query_of(asked))
    with pytest.raises(NotOffered, match=told):
        list(asked.candidates(reach))
