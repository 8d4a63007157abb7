r"""The filters over what a page links to and shows, as written and as the wiki has it."""

import pytest
from pydantic import ValidationError

from bot.errors import InvalidTitle, UsageError
from bot.page import TEXT
from bot.wiki import ExternalLinks, LinkedPages, RedirectsTo, ShownFiles
from tests.filters.facts import asks_no_more, make, page_with, queries, titles
from tests.pairs import SITE

TO_MARS = RedirectsTo(to=SITE.title("Mars"))


def seen(name, text, title="Page", known=None, **options):
    """Whether a filter keeps a page with this text, and what it saw."""
    one = make(name, **options)
    one.fits(SITE)
    page = page_with(text=text or " ", title=title, known=known)
    asks_no_more(one, page)
    return one.keep(page), one.finding(page)


def told(name, facet, value, **options):
    """The same, where the wiki's table has this value."""
    one = make(name, **options)
    assert facet in one.needs(SITE)
    page = page_with({facet: value})
    asks_no_more(one, page)
    return one.keep(page), one.finding(page)


@pytest.mark.parametrize(
    ("options", "text", "found"),
    [
        ({"to": "mars"}, "[[Mars]]", "Mars"),
        ({"to": "Mars"}, "[[mars_|the red one]]", "Mars"),
        ({"to": "Mars"}, "[[M%61rs#Moons]]", "Mars"),
        ({"to": ["Venus", "Talk:Mars"]}, "[[talk:mars]] [[Pluto]]", "Talk:Mars"),
        ({"to": "Mars"}, "{{Box|x=[[Mars]]}}", "Mars"),
        ({"to": "Mars"}, "#REDIRECT [[Mars]]", "Mars"),
        ({"to": "File:A.png"}, "[[:File:A.png]]", "File:A.png"),
        ({"matches": "^Ma"}, "[[Mars]] [[Maroon]] [[Venus]]", "Maroon, Mars"),
        ({"matches": "^ma", "case": "ignore"}, "[[Mars]]", "Mars"),
        ({"to": "Venus", "matches": "^P"}, "[[Pluto]]", "Pluto"),
        ({"to": "Page"}, "[[Page#There]]", "Page"),
    ],
)
def test_links_as_written(options, text, found):
    assert seen("has_link", text, **options) == (True, found)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"to": "Mars"}, "Mars"),
        ({"to": "Mars"}, "[[Mars (god)]] [[Talk:Mars]] {{Mars}}"),
        ({"to": "Mars"}, "<nowiki>[[Mars]]</nowiki> <!-- [[Mars]] -->"),
        ({"to": "Mars"}, "[[de:Mars]] [[Mars"),
        ({"to": "File:A.png"}, "[[File:A.png]]"),
        ({"to": "Category:A"}, "[[Category:A]]"),
        ({"matches": "^ma"}, "[[Mars]]"),
        ({"to": "Page"}, "[[Page]]"),
        ({"to": "Mars"}, ""),
    ],
)
def test_what_is_no_link_there(options, text):
    assert seen("has_link", text, **options) == (False, "")


def test_links_to_redirects_count_where_that_is_said():
    known = {TO_MARS: ["Red planet"]}
    assert seen("has_link", "[[red planet]]", known=known, to="Mars") == (False, "")
    options = {"to": "Mars", "through_redirects": True}
    assert seen("has_link", "[[red planet]]", known=known, **options) == (True, "Red planet")
    assert seen("has_link", "[[Mars]]", known=known, **options) == (True, "Mars")
    assert not seen("has_link", "[[Venus]]", known=known, **options)[0]
    assert queries(make("has_link", **options)) == {TO_MARS}


def test_links_as_the_wiki_has_them_are_asked_for_no_others_than_matter():
    few = LinkedPages(titles("Mars", "Venus"))
    options = {"to": ["Mars", "Venus"], "rendered": True}
    assert told("has_link", few, titles("Mars"), **options) == (True, "Mars")
    assert told("has_link", few, titles(), **options) == (False, "")
    every = LinkedPages(None)
    options = {"matches": "^M", "rendered": True}
    assert told("has_link", every, titles("Mars", "Venus"), **options) == (True, "Mars")
    one = make("has_link", to="Mars", rendered=True, through_redirects=True)
    page = page_with({every: titles("Red planet")}, known={TO_MARS: ["Red planet"]})
    assert one.keep(page)


@pytest.mark.parametrize(
    ("options", "text", "found"),
    [
        ({}, "[[File:A.png|thumb|[[Mars]]]] [[Image:B.gif]]", "A.png, B.gif"),
        ({"file": "a.png"}, "[[image:A.png]]", "A.png"),
        ({"file": ["File:X.png", "B.gif"]}, "<gallery>\nB.gif|x\n</gallery>", "B.gif"),
        ({"matches": r"\.gif$"}, "[[File:A.png]][[File:B.gif]]", "B.gif"),
        ({"matches": r"\.GIF$", "case": "ignore"}, "[[File:B.gif]]", "B.gif"),
        ({"file": "A.png", "matches": r"\.gif$"}, "[[File:B.gif]]", "B.gif"),
        ({"file": "A.png"}, "[[Media:A.png]]", "A.png"),
    ],
)
def test_files_as_written(options, text, found):
    assert seen("has_file", text, written=True, **options) == (True, found)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({}, "[[:File:A.png]] A.png"),
        ({"file": "A.png"}, "{{Box|image=A.png}}"),
        ({"file": "A.png"}, "[[File:B.png]]"),
        ({"matches": "^File"}, "[[File:A.png]]"),
    ],
)
def test_what_shows_no_such_file(options, text):
    assert seen("has_file", text, written=True, **options) == (False, "")


def test_files_as_the_wiki_has_them():
    few = ShownFiles(titles("File:A.png"))
    assert told("has_file", few, titles("File:A.png"), file="A.png") == (True, "A.png")
    assert told("has_file", few, titles(), file="A.png") == (False, "")
    every = ShownFiles(None)
    assert told("has_file", every, titles("File:A.png"))[0]
    assert not told("has_file", every, titles())[0]
    assert not told("has_file", every, titles("File:A.png"), matches="gif")[0]
    with pytest.raises(UsageError, match="is not a file"):
        make("has_file", file="Talk:A.png").fits(SITE)


ADDRESSES = (
    "https://www.example.org/a [//example.net/b c] <ref>http://EXAMPLE.com:8080/d?e=f</ref> "
    "{{Cite|url=https://user@sub.example.edu.#g}}"
)


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"domain": "example.org"}, "https://www.example.org/a"),
        ({"domain": "WWW.Example.org."}, "https://www.example.org/a"),
        ({"domain": ["none.org", "example.net"]}, "//example.net/b"),
        ({"domain": "example.com"}, "http://EXAMPLE.com:8080/d?e=f"),
        ({"domain": "example.edu"}, "https://user@sub.example.edu.#g"),
        ({"domain": "org"}, "https://www.example.org/a"),
        ({"matches": "^http:"}, "http://EXAMPLE.com:8080/d?e=f"),
        ({"matches": "/A$", "case": "ignore"}, "https://www.example.org/a"),
        (
            {"domain": "example.net", "matches": "^http:"},
            "//example.net/b, http://EXAMPLE.com:8080/d?e=f",
        ),
    ],
)
def test_addresses_as_written(options, found):
    assert seen("has_external_link", ADDRESSES, **options) == (True, found)


@pytest.mark.parametrize(
    "options",
    [
        {"domain": "ample.org"},
        {"domain": "a.org"},
        {"domain": "w.example.org"},
        {"matches": "^ftp"},
    ],
)
def test_what_is_another_domain(options):
    assert seen("has_external_link", ADDRESSES, **options) == (False, "")


def test_any_address_or_none():
    assert seen("has_external_link", "see https://a.org.")[0]
    for text in ("", "a.org", "<nowiki>https://a.org</nowiki>", "<!-- https://a.org -->"):
        assert seen("has_external_link", text) == (False, "")


def test_addresses_as_the_wiki_has_them():
    facet, addresses = ExternalLinks(), frozenset({"https://a.org/", "mailto:x@b.org"})
    options = {"domain": "a.org", "rendered": True}
    assert told("has_external_link", facet, addresses, **options) == (True, "https://a.org/")
    assert not told("has_external_link", facet, addresses, domain="b.org", rendered=True)[0]


MANY = "[[A]] [[B]] [[B#x]] [[Talk:C]] [[Page]] [[File:D.png]] [[Category:E]] [[de:F]]"


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ({"at_least": 3}, True),
        ({"at_least": 4}, False),
        ({"at_most": 3}, True),
        ({"at_most": 2}, False),
        ({"at_least": 3, "at_most": "3"}, True),
        ({"at_most": 2, "namespace": 0}, True),
        ({"at_least": 1, "namespace": ["Talk", "User"]}, True),
        ({"at_least": 1, "namespace": "User"}, False),
        ({"at_least": 3, "namespace": ["content", "Talk"]}, True),
    ],
)
def test_links_are_counted(options, kept):
    assert seen("links_count", MANY, **options)[0] is kept


def test_the_number_of_links_is_what_is_found():
    assert seen("links_count", MANY, at_least=1)[1] == "3"
    assert seen("links_count", "", at_least=1) == (False, "0")
    facet = LinkedPages(None, (0,))
    options = {"at_least": 2, "namespace": 0, "rendered": True}
    assert told("links_count", facet, titles("A", "B", "Page"), **options) == (True, "2")


def test_a_dead_end_leads_nowhere_on():
    for text in ("", "[[Talk:C]] [[User:Ann]]", "[[Page]] [[Page#x]]", "[[de:F]] [[File:D.png]]"):
        assert seen("dead_end", text) == (True, "")
    assert seen("dead_end", "[[Red link]] [[B]]") == (False, "B, Red link")
    assert not seen("dead_end", "#REDIRECT [[B]]")[0]
    assert seen("dead_end", "[[B]]", namespace="Talk")[0]
    assert not seen("dead_end", "[[Talk:B]]", namespace="all")[0]
    facet = LinkedPages(None, (0,))
    assert told("dead_end", facet, titles("B"), rendered=True) == (False, "B")
    assert told("dead_end", facet, titles("Page"), rendered=True) == (True, "")


@pytest.mark.parametrize(
    ("options", "text", "found"),
    [
        ({}, "a\n== B ==\n", "== B =="),
        ({"heading": "References"}, "== References ==", "== References =="),
        ({"heading": ["Notes", " See also "]}, "=== See also===", "=== See also ==="),
        ({"heading": "notes", "case": "ignore"}, "==NOTES==", "== NOTES =="),
        ({"matches": "^See"}, "==See also==\n==See more==", "== See also ==, == See more =="),
        ({"heading": "A", "level": 3}, "==A==\n===A===", "=== A ==="),
        ({"level": ["2", 4]}, "=A=\n==B==\n===C===\n====D====", "== B ==, ==== D ===="),
        ({"heading": "''A''"}, "== ''A'' ==", "== ''A'' =="),
        ({"heading": "A"}, "== A <!-- x --> ==", "== A =="),
    ],
)
def test_sections(options, text, found):
    assert seen("has_section", text, **options) == (True, found)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({}, "no heading = at all"),
        ({}, "<nowiki>\n== A ==\n</nowiki>"),
        ({"heading": "A"}, "== A b =="),
        ({"heading": "a"}, "== A =="),
        ({"heading": "A", "level": 3}, "== A =="),
        ({"matches": "^a"}, "== A =="),
    ],
)
def test_what_is_no_such_section(options, text):
    assert seen("has_section", text, **options) == (False, "")


@pytest.mark.parametrize("name", ["links_count", "dead_end"])
def test_a_namespace_that_the_wiki_lacks_is_told_before_the_first_page(name):
    options = {"at_least": 1} if name == "links_count" else {}
    with pytest.raises(UsageError, match="no namespace"):
        make(name, namespace="Spaec", **options).fits(SITE)


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("has_link", {}, "say where the link leads"),
        ("has_link", {"matches": "x", "through_redirects": True}, "there are none"),
        ("has_link", {"to": ""}, "at least 1"),
        ("has_file", {"matches": "[[x"}, "write"),
        ("has_section", {"level": 7}, "less"),
        ("has_section", {"level": "high"}, "integer"),
        ("links_count", {}, "say how many"),
        ("links_count", {"at_least": 3, "at_most": 2}, "no page would be kept"),
        ("dead_end", {"namespace": []}, "at least 1"),
    ],
)
def test_options_that_make_no_sense_are_refused(name, options, words):
    with pytest.raises(ValidationError, match=words):
        make(name, **options)


def test_a_page_that_cannot_be_linked_to_is_told_before_the_first_page():
    with pytest.raises(InvalidTitle):
        make("has_link", to="A{b").fits(SITE)


@pytest.mark.parametrize("name", ["has_link", "has_file", "has_external_link"])
def test_what_is_written_needs_no_more_than_the_text(name):
    needed: dict[str, dict[str, object]] = {"has_link": {"to": "A"}, "has_file": {"written": True}}
    assert make(name, **needed.get(name, {})).needs(SITE) == {TEXT}
