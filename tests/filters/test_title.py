"""What a title's pattern lets the wiki look for by itself."""

import pytest

from bot.filters.title import Title
from bot.wiki import AllPages
from tests.pairs import SITE


def narrowed(pattern, namespace=0):
    return Title(matches=(pattern,)).narrowed(AllPages(namespace=namespace), SITE)


def test_a_beginning_is_asked_for():
    found = narrowed("^List of")
    assert found
    assert found.query == AllPages(namespace=0, prefix="List of")
    assert not found.whole
    inside = narrowed("^Template:Nav", 10)
    assert inside
    assert inside.query == AllPages(namespace=10, prefix="Nav")


@pytest.mark.parametrize(
    ("pattern", "namespace"),
    [("^Nav", 10), ("^Talk:", 0), ("^list", 0), ("List of", 0)],
    ids=["another namespace", "no title", "no title begins so", "anywhere"],
)
def test_what_no_title_begins_with_is_not_asked_for(pattern, namespace):
    assert narrowed(pattern, namespace) is None
