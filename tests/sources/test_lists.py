"""The sources that are lists or simple listings: titles, file, all_pages, category, union."""

import pytest
from pydantic import ValidationError

from bot import wiki
from bot.errors import InvalidFile, InvalidTitle, UsageError
from bot.sources import SOURCES
from bot.sources.all_pages import AllPages
from bot.sources.category import Category
from bot.sources.file import File
from bot.sources.titles import Titles
from bot.sources.union import Union


def test_the_table_names_each_source_as_its_class_does():
    assert {name: one.yaml_name for name, one in SOURCES.items()} == {
        name: name for name in SOURCES
    }


def test_titles_are_normalised_and_come_once(query_of):
    asked = query_of(Titles(titles=["mercury", "Mercury", "user talk:x_y"]))
    assert [str(title) for title in asked.titles] == ["Mercury", "User talk:X y"]
    assert query_of(Titles(titles="Mercury")).titles == asked.titles[:1]


def test_titles_must_be_titles(query_of):
    with pytest.raises(InvalidTitle, match="another wiki"):
        Titles(titles=["w:Mercury"]).fits(query_of.site)
    with pytest.raises(ValidationError):
        Titles(titles=[])


def test_a_file_gives_titles_and_links_line_by_line(query_of, tmp_path):
    (tmp_path / "list.txt").write_text(
        "\ufeff# a comment\r\n\r\nMercury\r\n  venus  \r\n* [[Mars|the red one]], "
        "[[:Category:Planets]]\n# [[Earth#Moon]]\nSaturn\tvia Cronus\nunclosed [[Pluto\n",
        encoding="utf-8",
    )
    asked = query_of(File(path="list.txt"))
    assert [str(title) for title in asked.titles] == [
        "Mercury",
        "Venus",
        "Mars",
        "Category:Planets",
        "Earth",
        "Saturn",
    ]


def test_a_file_tells_every_bad_line_at_once(query_of, tmp_path):
    (tmp_path / "list.txt").write_text("Good\nA{b\n  [[x|y]] [[<z>]]\n")
    with pytest.raises(InvalidFile) as told:
        query_of(File(path="list.txt"))
    assert [(one.place.line, one.place.column) for one in told.value.problems] == [(2, 1), (3, 11)]


def test_a_file_that_is_not_there_is_told_with_its_path(query_of, tmp_path):
    with pytest.raises(UsageError, match=r"none\.txt: cannot read it: No such file"):
        query_of(File(path="none.txt"))
    (tmp_path / "latin.txt").write_bytes(b"M\xfcnchen")
    with pytest.raises(UsageError, match="byte 1 is not UTF-8"):
        query_of(File(path="latin.txt"))


def test_all_pages_asks_for_one_namespace(query_of):
    asked = query_of(AllPages(namespace="Template", from_="A", to="B", prefix="Info"))
    assert asked == wiki.AllPages(namespace=10, start="A", end="B", prefix="Info")
    with pytest.raises(UsageError, match="no namespace"):
        AllPages(namespace="x").fits(query_of.site)
    AllPages(**{"from": "A"}).fits(query_of.site)


@pytest.mark.parametrize("name", ["Planets", "Category:planets", ":Category:Planets"])
def test_a_category_goes_by_its_name_with_or_without_prefix(query_of, name):
    asked = query_of(Category(category=name, depth="all", type="page"))
    assert (str(asked.category), asked.depth, asked.types) == ("Category:Planets", None, ("page",))


def test_a_category_must_be_one(query_of):
    with pytest.raises(UsageError, match="is not a category"):
        Category(category="Talk:Planets").fits(query_of.site)
    with pytest.raises(ValidationError):
        Category(category="X", depth="-1")
    assert query_of(Category(category="X", depth="2", namespace="0")).depth == 2


def test_a_union_gives_each_page_once_in_the_order_of_its_sources(reach):
    union = Union(sources=(Titles(titles=["B", "A"]), Titles(titles=["A", "C", "D"], limit=2)))
    found = [str(one.title) for batch in union.candidates(reach) for one in batch]
    assert found == ["B", "A", "C"]


def test_a_limit_ends_the_stream_in_the_middle_of_a_batch(reach):
    for limit, found in ((1, 1), (3, 3), (4, 4), (9, 4)):
        titles = Titles(titles=["A", "B", "C", "D"], limit=limit)
        assert sum(len(batch) for batch in titles.candidates(reach)) == found
