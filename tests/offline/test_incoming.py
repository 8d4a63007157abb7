"""Which other pages link to a page of an export: the counting behind orphans."""

import pytest

from bot.errors import NotOffered
from bot.page import Candidate
from bot.patterns import compile_pattern
from bot.titles import Title
from bot.wiki import Incoming

TEXTS = {
    "A": "[[A]] [[A#b]] [[To A]]",
    "To A": "#REDIRECT [[A]] [[B]]",
    "User:To A": "#REDIRECT [[To A]]",
    "Loop": "#REDIRECT [[Loop 2]]",
    "Loop 2": "#REDIRECT [[Loop]]",
    "X": "[[User:To A]] [[A]]",
    "Y": "[[To A]] [[Category:Lists]]",
    "User:Z": "[[To A]] [[Loop]]",
    "List of A": "[[A]]",
}


@pytest.fixture
def ask(wiki_of):
    wiki = wiki_of(TEXTS)

    def links_to(name, **options):
        facet = Incoming(**{"enough": 100, **options})
        [[page]] = wiki.fetch([[Candidate(wiki.site.title(name))]], frozenset({facet}))
        found = page[facet]
        return [title.text for title in found.titles] + ["…"] * found.more

    return links_to


def test_links_count_directly_and_by_redirects_of_any_length(ask):
    assert ask("A") == ["List of A", "X", "Y", "User:Z"]
    assert ask("A", namespaces=(0,)) == ["List of A", "X", "Y"]
    assert ask("A", namespaces=(2, 3)) == ["User:Z"]
    assert ask("To A") == ["A", "X", "Y", "User:Z"]


def test_neither_redirects_nor_the_page_itself_count(ask):
    assert ask("B") == []
    assert ask("Y") == []


def test_redirects_in_a_loop_come_to_an_end(ask):
    assert ask("Loop") == ask("Loop 2") == ["User:Z"]


def test_some_pages_do_not_count(ask):
    unlike = (compile_pattern("^List of"), compile_pattern("^X"))
    assert ask("A", unlike=unlike) == ["Y", "User:Z"]
    assert ask("A", not_in=frozenset({Title(14, "Category:Lists")})) == [
        *("List of A", "X", "User:Z")
    ]
    assert ask("A", not_in=frozenset({Title(14, "Category:Other")}), namespaces=(2,)) == ["User:Z"]


def test_no_more_is_told_than_is_enough(ask):
    assert len(ask("A", enough=2)) == 3
    assert ask("A", enough=2)[-1] == "…"
    assert ask("A", enough=5)[-1] == "User:Z"


def test_a_title_without_a_page_may_be_linked_to(ask):
    assert ask("Nowhere") == []


def test_links_are_written_ones_whether_that_is_asked_or_not(ask):
    assert ask("A", written=True) == ask("A")


def test_disambiguation_pages_are_not_known(wiki_of):
    wiki = wiki_of(TEXTS)
    facet = Incoming(not_disambiguations=True)
    assert not wiki.offers(facet)
    with pytest.raises(NotOffered):
        list(wiki.fetch([[Candidate(Title(0, "A"))]], frozenset({facet})))
