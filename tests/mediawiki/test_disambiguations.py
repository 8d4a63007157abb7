"""Disambiguation pages, on wikis with the extension Disambiguator and without."""

import pytest

from bot.errors import NotOffered
from bot.mediawiki.questions import QUESTIONS
from bot.titles import Title
from bot.wiki import Disambiguations
from tests.mediawiki.asking import all_own, entry, missing, named, on, own, pages
from tests.mediawiki.scripted import SWEEP

LIST = "MediaWiki:Disambiguationspage"


@pytest.fixture
def ask(wiki, session):
    def everything(**options):
        one = session(SWEEP)
        wiki.startup = True
        assert one.site
        wiki.startup = False  # the question has a part that looks like one of start-up
        query = Disambiguations(**options)
        found = QUESTIONS[Disambiguations].candidates(one, query)
        return [one.title for batch in found for one in batch]

    return everything


def told(*entries, extensions=(), links=None, **more):
    page = missing(LIST, 8) if links is None else entry(99, LIST, 8, links=links)
    names = [{"type": "other", "name": name} for name in ("Cite", *extensions)]
    query = {"pageswithprop": list(entries), "extensions": names, "pages": [page]}
    return {"query": query, **more}


def test_pages_with_the_property_come_and_nothing_else_is_asked(wiki, ask):
    wiki.will(
        told(entry(1), entry(2, "Talk:P", 1), extensions=["Disambiguator"], **on(pwpcontinue="3")),
        {"query": {"pageswithprop": [entry(3)]}},
    )
    assert ask() == [Title(0, "P1"), Title(1, "Talk:P"), Title(0, "P3")]
    assert own(wiki.asked[0]) == {
        "list": "pageswithprop",
        "pwppropname": "disambiguation",
        "pwpprop": "ids|title",
        "pwplimit": "max",
        "meta": "siteinfo",
        "siprop": "extensions",
        "prop": "links",
        "titles": LIST,
        "plnamespace": "10",
        "pllimit": "max",
    }


def test_namespaces_are_filtered_here(wiki, ask):
    wiki.will(told(entry(1), entry(2, "Talk:P", 1), extensions=["Disambiguator"]))
    assert ask(namespaces=(1,), request_size=7) == [Title(1, "Talk:P")]
    wiki.will(told(entry(1)))
    assert ask(namespaces=(1,)) == []


def test_a_wiki_that_has_the_extension_and_no_such_page_has_none(wiki, ask):
    wiki.will(told(extensions=["Disambiguator"], links=[named("Template:Dab", 10)]))
    assert ask() == []


def test_without_the_extension_the_templates_named_are_asked_for(wiki, ask):
    links = [named("Template:Dab", 10), named("Template:Surname", 10)]
    wiki.will(
        told(links=links),
        pages(
            entry(1, "Template:Dab", 10, transcludedin=[entry(5), entry(6)]),
            entry(2, "Template:Surname", 10, transcludedin=[entry(6), entry(7)]),
        ),
    )
    assert ask(namespaces=(0,)) == [Title(0, "P5"), Title(0, "P6"), Title(0, "P7")]
    assert (
        all_own(wiki)[1].items()
        >= {
            "prop": "transcludedin",
            "titles": "Template:Dab|Template:Surname",
            "tinamespace": "0",
        }.items()
    )


def test_a_wiki_with_neither_says_so(wiki, ask):
    wiki.will(told(), told(links=[]))
    for _ in range(2):
        with pytest.raises(NotOffered, match="no extension Disambiguator, and MediaWiki:Disamb"):
            ask()
