"""The source `categories_on`: what its options ask, and what they give."""

import pytest

from bot import wiki
from bot.errors import InvalidTitle, NotOffered
from bot.sources.categories_on import CategoriesOn
from bot.titles import Title
from tests.sources.conftest import made
from tests.sources.linked import found, linked_pages


def test_every_option_reaches_the_query(query_of):
    asked = query_of(made(CategoriesOn, page="venus", hidden="only", request_size=7))
    assert asked == wiki.CategoriesOn(pages=(Title(0, "Venus"),), hidden="only", request_size=7)


def test_categories_come_with_the_pages_in_them(tmp_path):
    with linked_pages(tmp_path) as reach:
        categories = found(made(CategoriesOn, page=["Venus", "Mars"]), reach)
    assert categories == [("Category:Planets", False, ("Venus",))]


def test_an_export_does_not_know_which_categories_are_hidden(tmp_path):
    with linked_pages(tmp_path) as reach:
        for hidden in ("exclude", "only"):
            source = made(CategoriesOn, page="Venus", hidden=hidden)
            assert not reach.wiki.offers(source.query(reach))
            with pytest.raises(NotOffered, match="which categories are hidden"):
                found(source, reach)


def test_fits_tells_what_the_wiki_cannot_have(query_of):
    with pytest.raises(InvalidTitle):
        made(CategoriesOn, page="a|b").fits(query_of.site)
