"""Rows as candidates, and walks from pages to the redirects to them."""

from dataclasses import replace

import pytest

from bot.offline.found import candidate, key_of, real_namespaces, walk_redirects
from bot.offline.store import Store
from bot.page import Candidate, Via
from bot.site import plain_site
from bot.titles import Title

SITE = plain_site()
PAGES = {
    "R1": "X",
    "R2": "X",
    "DR": "R1",
    "TR": "DR",
    "Loop": "Pool",
    "Pool": "Loop",
    "Selfish": "Selfish",
}


@pytest.fixture
def walk(wiki_of, tmp_path):
    wiki = wiki_of({name: f"#REDIRECT [[{target}]]" for name, target in PAGES.items()})
    assert wiki.site
    wiki.close()
    (path,) = (tmp_path / "cache").glob("*.sqlite")
    store = Store(path)

    def walked(*targets, double=True):
        keys = [(0, name) for name in targets]
        return [
            (row[2], between and between[1])
            for row, between in walk_redirects(store.rows, keys, 2, double=double)
        ]

    yield walked
    store.close()


def test_redirects_come_breadth_first_with_what_lies_between(walk):
    assert walk("X") == [("R1", None), ("R2", None), ("DR", "R1"), ("TR", "DR")]
    assert walk("X", double=False) == [("R1", None), ("R2", None)]


def test_a_loop_is_walked_once_and_no_target_comes_again(walk):
    assert walk("Loop") == [("Pool", None)]
    assert walk("Loop", "Pool") == []
    assert walk("Selfish") == []
    assert walk("X", "R1") == [("R2", None), ("DR", None), ("TR", "DR")]
    assert walk() == []


def test_a_row_becomes_a_candidate():
    via = (Via("redirect", Title(0, "R")),)
    row = (7, 10, "A_b", 1)
    assert candidate(SITE, row) == Candidate(Title(10, "Template:A b"), 7, redirect=True)
    assert candidate(SITE, row, direct=False, via=via) == replace(
        candidate(SITE, row), direct=False, via=via
    )
    assert key_of(row) == (10, "A_b")


def test_all_namespaces_are_none_and_impossible_ones_are_dropped():
    assert real_namespaces(SITE, None) is None
    assert real_namespaces(SITE, tuple(SITE.namespaces)) is None
    assert real_namespaces(SITE, (3, -1, 0, 99)) == (0, 3)
    assert real_namespaces(SITE, (-1,)) == ()
