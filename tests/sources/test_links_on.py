"""The source `links_on`: what its options ask, and what they give."""

import pytest
from pydantic import ValidationError

from bot import wiki
from bot.errors import InvalidTitle, UsageError
from bot.sources.links_on import LinksOn
from bot.titles import Title
from tests.sources.conftest import made
from tests.sources.linked import found, linked_pages


def test_every_option_reaches_the_query(query_of):
    asked = query_of(
        made(LinksOn, page=["venus", "Mars"], which="red", namespace="0", request_size=7)
    )
    assert asked == wiki.LinksOn(
        pages=(Title(0, "Venus"), Title(0, "Mars")), which="red", namespaces=(0,), request_size=7
    )


@pytest.mark.parametrize(
    ("which", "titles"),
    [("all", ["Mars", "Nowhere"]), ("red", ["Nowhere"]), ("blue", ["Mars"])],
)
def test_links_are_told_by_their_colour(tmp_path, which, titles):
    with linked_pages(tmp_path) as reach:
        links = found(made(LinksOn, page="Venus", which=which), reach)
    assert links == [(title, False, ("Venus",)) for title in titles]


def test_a_page_that_stands_on_several_comes_once_with_all_of_them(tmp_path):
    pages = {"A": "[[X]] [[Talk:Y]]", "B": "[[X]]", "C": "nothing"}
    with linked_pages(tmp_path, pages) as reach:
        assert found(made(LinksOn, page=["A", "B", "C", "D"]), reach) == [
            ("X", False, ("A", "B")),
            ("Talk:Y", False, ("A",)),
        ]
        assert found(made(LinksOn, page=["A", "B"], namespace="Talk"), reach) == [
            ("Talk:Y", False, ("A",))
        ]


def test_options_that_make_no_sense_are_refused(query_of):
    with pytest.raises(ValidationError, match="'all', 'red' or 'blue'"):
        made(LinksOn, page="A", which="green")
    with pytest.raises(InvalidTitle):
        made(LinksOn, page="a|b").fits(query_of.site)
    with pytest.raises(UsageError, match="no namespace"):
        made(LinksOn, page="A", namespace="Tlak").fits(query_of.site)
