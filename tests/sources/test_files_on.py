"""The source `files_on`: what its options ask, and what they give."""

import pytest

from bot import wiki
from bot.errors import InvalidTitle
from bot.sources.files_on import FilesOn
from bot.titles import Title
from tests.sources.conftest import made
from tests.sources.linked import found, linked_pages


def test_every_option_reaches_the_query(query_of):
    asked = query_of(made(FilesOn, page="venus", request_size=7))
    assert asked == wiki.FilesOn(pages=(Title(0, "Venus"),), request_size=7)


def test_files_come_with_the_pages_they_are_on(tmp_path):
    with linked_pages(tmp_path) as reach:
        assert found(made(FilesOn, page=["Venus", "Mars"]), reach) == [
            ("File:Globe.png", False, ("Venus",)),
            ("File:Ball.png", False, ("Mars",)),
        ]


def test_fits_tells_what_the_wiki_cannot_have(query_of):
    with pytest.raises(InvalidTitle):
        made(FilesOn, page="a|b").fits(query_of.site)
