"""The sources that are lists or simple listings: titles, all_pages, category."""

import pytest
from pydantic import ValidationError

from bot import wiki
from bot.errors import InvalidTitle, UsageError
from bot.sources import SOURCES
from bot.sources.all_pages import AllPages
from bot.sources.backlinks import Backlinks
from bot.sources.category import Category
from bot.sources.titles import Titles
from tests.sources.conftest import made


def test_the_table_names_each_source_as_its_class_does():
    assert {name: one.yaml_name for name, one in SOURCES.items()} == {
        name: name for name in SOURCES
    }


def test_titles_are_normalised_and_come_once(query_of):
    asked = query_of(made(Titles, titles=["mercury", "Mercury", "user talk:x_y"]))
    assert [str(title) for title in asked.titles] == ["Mercury", "User talk:X y"]
    assert query_of(made(Titles, titles="Mercury")).titles == asked.titles[:1]


def test_titles_must_be_titles(query_of):
    with pytest.raises(InvalidTitle, match="another wiki"):
        made(Titles, titles=["w:Mercury"]).fits(query_of.site)
    with pytest.raises(ValidationError):
        made(Titles, titles=[])


def test_all_pages_asks_for_one_namespace(query_of):
    asked = query_of(made(AllPages, namespace="Template", from_="A", to="B", prefix="Info"))
    assert asked == wiki.AllPages(namespace=10, start="A", end="B", prefix="Info")
    with pytest.raises(UsageError, match="no namespace"):
        made(AllPages, namespace="x").fits(query_of.site)
    made(AllPages, **{"from": "A"}).fits(query_of.site)


@pytest.mark.parametrize("namespace", ["all", " All"])
def test_all_pages_of_all_namespaces_at_once_are_refused_with_what_to_do(namespace):
    with pytest.raises(ValidationError, match="one namespace at a time; for several, make"):
        made(AllPages, namespace=namespace)


@pytest.mark.parametrize("namespace", ["-1", "Special", "Media"])
def test_all_pages_of_a_namespace_that_can_have_none_are_refused(query_of, namespace):
    asked = made(AllPages, namespace=namespace)
    with pytest.raises(UsageError, match=r"there are no pages in the namespace (Special|Media) "):
        asked.fits(query_of.site)
    with pytest.raises(UsageError, match="there are no pages"):
        query_of(asked)


@pytest.mark.parametrize("name", ["Planets", "Category:planets", ":Category:Planets"])
def test_a_category_goes_by_its_name_with_or_without_prefix(query_of, name):
    asked = query_of(made(Category, category=name, depth="all", type="page"))
    assert (str(asked.category), asked.depth, asked.types) == ("Category:Planets", None, ("page",))


def test_a_category_must_be_one(query_of):
    with pytest.raises(UsageError, match="is not a category"):
        made(Category, category="Talk:Planets").fits(query_of.site)
    with pytest.raises(ValidationError):
        made(Category, category="X", depth="-1")
    assert query_of(made(Category, category="X", depth="2", namespace="0")).depth == 2


def test_a_limit_ends_the_stream_in_the_middle_of_a_batch(reach):
    for limit, found in ((1, 1), (3, 3), (4, 4), (9, 4)):
        titles = made(Titles, titles=["A", "B", "C", "D"], limit=limit)
        assert sum(len(batch) for batch in titles.candidates(reach)) == found


@pytest.mark.parametrize(
    ("limit", "request_size", "asked"),
    [(None, "max", "max"), (None, 7, 7), (3, "max", 3), (3, 7, 3), (9, 7, 7)],
)
def test_no_more_is_asked_for_than_is_wanted(query_of, limit, request_size, asked):
    for source, given in ((AllPages, {}), (Backlinks, {"to": "A"})):
        query = query_of(made(source, **given, limit=limit, request_size=request_size))
        assert query.request_size == asked


def test_lists_that_are_joined_are_read_whole(query_of):
    assert query_of(made(Backlinks, to="A", through_redirects=True, limit=3)).request_size == "max"


def test_backlinks_come_from_the_wiki(reach):
    found = [str(one.title) for batch in made(Backlinks, to="A").candidates(reach) for one in batch]
    assert sorted(found) == ["B", "D"]


def test_a_category_that_can_be_fits(query_of):
    made(Category, category="Planets", namespace="0").fits(query_of.site)
    with pytest.raises(UsageError, match="no namespace"):
        made(Category, category="Planets", namespace="Tlak").fits(query_of.site)
