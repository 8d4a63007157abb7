"""Whether pages are disambiguation pages: by the extension's property, or by templates."""

from typing import Any

import pytest

from bot.errors import NotOffered
from bot.mediawiki.ambiguous import disambiguation
from bot.page import Candidate, Page
from bot.titles import Title
from bot.wiki import Disambiguation
from tests.mediawiki.asking import all_own, entry, missing, named, on, pages
from tests.mediawiki.scripted import SWEEP

LIST = "MediaWiki:Disambiguationspage"


@pytest.fixture
def ask(wiki, session):
    opened = session(SWEEP)
    site = opened.site
    wiki.startup = False

    def are(*numbers):
        asked = [
            Page(Candidate(Title(0, f"P{one}")), site, exists=one > 0, pageid=one or None)
            for one in numbers
        ]
        return disambiguation(opened, asked, Disambiguation())

    return are


def about(*extensions, links=(), **more):
    page = entry(99, LIST, 8, links=list(links)) if links else missing(LIST, 8)
    names = [{"type": "other", "name": name} for name in ("Cite", *extensions)]
    return {"query": {"extensions": names, "pages": [page]}, **more}


def test_the_property_tells_and_the_wiki_is_asked_once_whether_it_has_such(wiki, ask):
    marked: Any = {"pageprops": {"disambiguation": ""}}
    wiki.will(
        about("Disambiguator"),
        pages(entry(1, **marked), entry(2), entry(3, pageprops={})),
        pages(entry(4, **marked)),
    )
    assert ask(1, 2, 0, 3) == [True, False, False, False]
    assert ask(4) == [True]
    assert all_own(wiki)[1:] == [
        {"prop": "pageprops", "ppprop": "disambiguation", "pageids": "1|2|3"},
        {"prop": "pageprops", "ppprop": "disambiguation", "pageids": "4"},
    ]


def test_without_the_extension_the_templates_that_the_wiki_names_tell(wiki, ask):
    template = named("Template:Disambig", 10)
    wiki.will(
        about(links=[template], **on(plcontinue="x")),
        {"query": {"pages": [entry(99, LIST, 8, links=[named("Template:Surname", 10)])]}},
        pages(entry(1, templates=[template]), entry(2)),
    )
    assert ask(1, 2) == [True, False]
    assert all_own(wiki)[2] == {
        "prop": "templates",
        "tltemplates": "Template:Disambig|Template:Surname",
        "tllimit": "max",
        "pageids": "1|2",
    }


@pytest.mark.parametrize("more", [0, 1])
def test_more_templates_than_a_request_may_name_are_told_apart_here(wiki, ask, more):
    most = 500 + more
    templates = [named(f"Template:D{one}", 10) for one in range(most)]
    wiki.will(
        about(links=templates),
        pages(entry(1, templates=[templates[-1]]), entry(2, templates=[named("Template:Cn", 10)])),
    )
    assert ask(1, 2) == [True, False]
    asked = all_own(wiki)[1]
    assert ("tltemplates" in asked) is (not more)
    assert asked.get("tlnamespace") == ("10" if more else None)


def test_a_wiki_with_neither_cannot_tell(wiki, ask):
    wiki.will(about())
    with pytest.raises(NotOffered, match="no extension Disambiguator, and MediaWiki:Disamb"):
        ask(1)


def test_pages_that_do_not_exist_are_not_asked_about(wiki, ask):
    wiki.will(about("Disambiguator"))
    assert ask(0, 0) == [False, False]
