"""What stands on pages, by the texts of an export."""

import pytest

from bot.page import Candidate, Via
from bot.titles import Title
from bot.wiki import CategoriesOn, FilesOn, LinksOn, TemplatesOn

A, B = Title(0, "A"), Title(0, "B")
PAGES = {
    "A": "[[Red]] [[B]] [[Talk:B]] {{T}} [[File:F.png]] [[Category:C]] [[R]]",
    "B": "[[A]] [[Red|again]] {{Missing}} {{:A}} [[Category:C]] [[Category:D]]",
    "R": "#REDIRECT [[A]]",
    "Talk:B": "",
    "Template:T": "",
    "File:F.png": "",
}


@pytest.fixture
def ask(wiki_of):
    wiki = wiki_of(PAGES)

    def everything(query):
        return [one for batch in wiki.enumerate(query) for one in batch]

    return everything


def names(found):
    return {one.title.text: [via.title.text for via in one.via] for one in found}


def test_each_is_told_with_what_is_known_of_it(ask):
    via = (Via("page", A),)
    assert ask(LinksOn(pages=(A,))) == [
        Candidate(Title(0, "B"), 2, redirect=False, direct=False, via=via),
        Candidate(Title(0, "R"), 3, redirect=True, direct=False, via=via),
        Candidate(Title(0, "Red"), None, redirect=False, direct=False, via=via),
        Candidate(Title(1, "Talk:B"), 4, redirect=False, direct=False, via=via),
    ]


def test_what_stands_on_several_pages_comes_once_with_all_of_them(ask):
    assert names(ask(LinksOn(pages=(A, B, Title(0, "No page"))))) == {
        "B": ["A"],
        "R": ["A"],
        "Red": ["A", "B"],
        "Talk:B": ["A"],
        "A": ["B"],
    }
    assert names(ask(CategoriesOn(pages=(A, B)))) == {
        "Category:C": ["A", "B"],
        "Category:D": ["B"],
    }


def test_links_are_red_or_blue_and_of_namespaces(ask):
    assert list(names(ask(LinksOn(pages=(A,), which="red")))) == ["Red"]
    assert list(names(ask(LinksOn(pages=(A,), which="blue")))) == ["B", "R", "Talk:B"]
    assert list(names(ask(LinksOn(pages=(A,), namespaces=(1,))))) == ["Talk:B"]
    assert ask(LinksOn(pages=(A,), namespaces=())) == []


def test_templates_and_files_are_told_missing_or_not(ask):
    assert names(ask(TemplatesOn(pages=(A, B)))) == {
        "Template:T": ["A"],
        "A": ["B"],
        "Template:Missing": ["B"],
    }
    assert names(ask(TemplatesOn(pages=(A, B), namespaces=(0,)))) == {"A": ["B"]}
    assert names(ask(FilesOn(pages=(B, A)))) == {"File:F.png": ["A"]}


def test_no_pages_have_nothing_on_them(ask):
    for query in (LinksOn(pages=()), FilesOn(pages=(Title(0, "No page"),))):
        assert ask(query) == []
