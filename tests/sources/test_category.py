"""The sources `category` and `subcategories`: what their options mean together."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from bot import wiki
from bot.errors import UsageError
from bot.sources.category import Category
from bot.sources.subcategories import Subcategories
from tests.sources.conftest import made


def test_a_category_alone_is_asked_for_in_no_order(query_of):
    asked = query_of(made(Category, category="X"))
    assert asked == wiki.CategoryMembers(category=query_of.site.title("Category:X"))


@pytest.mark.parametrize(
    ("options", "sort", "order"),
    [
        ({"sort": "sortkey"}, "sortkey", "ascending"),
        ({"sort": "sortkey", "order": "descending"}, "sortkey", "descending"),
        ({"order": "descending"}, "sortkey", "descending"),
        ({"from": "M"}, "sortkey", "ascending"),
        ({"sort": "timestamp"}, "timestamp", "descending"),
        ({"sort": "timestamp", "order": "ascending"}, "timestamp", "ascending"),
        ({"since": "2026-01-02"}, "timestamp", "descending"),
    ],
)
def test_the_newest_come_first_by_time_and_the_first_by_sort_key(query_of, options, sort, order):
    asked = query_of(made(Category, category="X", **options))
    assert (asked.sort, asked.order) == (sort, order)


def test_from_and_since_reach_the_query(query_of):
    assert query_of(made(Category, category="X", **{"from": "M"})).start == "M"
    asked = query_of(made(Category, category="X", since="2026-01-02"))
    assert asked.since == datetime(2026, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"depth": 1, "sort": "timestamp"}, "about one category"),
        ({"depth": "all", "order": "descending"}, "about one category"),
        ({"depth": 1, "from": "A"}, "about one category"),
        ({"depth": 1, "since": "1 day"}, "about one category"),
        ({"from": "A", "sort": "timestamp"}, "`from` is a sort key"),
        ({"from": "A", "since": "1 day"}, "`from` is a sort key"),
        ({"sort": "sortkey", "since": "1 day"}, "`since` is a time"),
        ({"since": "soon"}, "is no time"),
        ({"sort": "size"}, "sortkey"),
    ],
)
def test_what_cannot_be_together_is_refused(options, told):
    with pytest.raises(ValidationError, match=told):
        made(Category, category="X", **options)


@pytest.mark.parametrize(("depth", "asked"), [("0", 5), ("1", "max")])
def test_a_limit_asks_for_no_more_of_one_category_than_it_takes(query_of, depth, asked):
    for source in (Category, Subcategories):
        assert query_of(made(source, category="X", depth=depth, limit=5)).request_size == asked


def test_subcategories_are_the_members_that_are_categories(query_of):
    asked = query_of(made(Subcategories, category="Category:x", depth="all"))
    assert (str(asked.category), asked.depth, asked.types) == ("Category:X", None, ("subcat",))
    made(Subcategories, category="X").fits(query_of.site)
    with pytest.raises(UsageError, match="is not a category"):
        made(Subcategories, category="Talk:X").fits(query_of.site)
