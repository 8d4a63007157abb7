"""Addresses and language links, which are looked for in the texts of an export."""

import pytest

from bot.errors import UsageError
from bot.titles import Title
from bot.wiki import ExternalLinksTo
from tests.offline.exports import Entry, Rev


@pytest.fixture
def titles(wiki_of):
    texts = {f"P{number}": "http://many.example" for number in range(45)}
    texts |= {
        "Two": "http://a.example/x https://a.example/y",
        "Talk:T": "[//a.example/ t]",
        "Umlaut": "http://m%C3%BCller.example/",
        "Mail": "[mailto:who@a.example who] mailto:a.example",
        "Under_score": "http://a_b.example/",
        "Near": "http://ab.example/ http://a.example.net/ a.example",
    }
    css = Entry("User:A/x.css", (Rev("/* http://a.example/css */", 900, model="css"),), 900)
    json = Entry("User:A/x.json", (Rev('"http://a.example/"', 901, model="json"),), 901)
    wiki = wiki_of(texts, css, json)

    def ask(pattern, *protocols, **options):
        query = ExternalLinksTo(pattern=pattern, protocols=protocols, **options)
        return [one.title.text for batch in wiki.enumerate(query) for one in batch]

    return ask


def test_pages_come_once_and_by_the_protocols_asked_for(titles):
    assert titles("a.example") == ["Two", "Talk:T", "User:A/x.css"]
    assert titles("a.example", "https") == ["Two", "Talk:T"]
    assert titles("a.example", "ftp") == []
    assert titles("a.example", namespaces=(1,)) == ["Talk:T"]
    assert titles("a.example", namespaces=()) == []
    assert titles("a.example/y") == ["Two"]


def test_a_walk_goes_on_behind_its_first_block(titles):
    assert titles("many.example") == [f"P{number}" for number in range(45)]


def test_a_host_may_be_written_in_other_letters(titles):
    assert titles("müller.example") == ["Umlaut"]
    assert titles("a_b.example") == ["Under score"]


def test_addresses_without_host_are_found_by_how_they_begin(titles):
    assert titles("who@", "mailto") == ["Mail"]
    assert titles("a.example", "mailto") == ["Mail"]
    assert titles("example", "mailto") == []


def test_what_is_no_pattern_is_told(titles):
    with pytest.raises(UsageError, match="is no pattern of addresses"):
        titles("*")


def test_what_is_told_is_what_a_listing_tells(wiki_of):
    wiki = wiki_of({"A": "http://a.example", "B": "#REDIRECT [[A]]\nhttp://a.example"})
    ((first, second),) = wiki.enumerate(ExternalLinksTo(pattern="a.example"))
    assert (first.title, first.pageid, first.redirect) == (Title(0, "A"), 1, False)
    assert (second.title, second.pageid, second.redirect) == (Title(0, "B"), 2, True)
