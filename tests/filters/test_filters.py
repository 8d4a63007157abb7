"""The small filters: each with pages that it keeps and pages that it drops."""

import pytest
from pydantic import ValidationError

from bot.errors import InvalidTitle, Runaway, UsageError
from bot.filters import FILTERS
from bot.page import INFO, NOTHING, TEXT, Candidate, Page
from bot.wiki import REDIRECT_FLAG, Categories
from tests.pairs import SITE, keeps, make_page


def make(name, **options):
    return FILTERS[name].model_validate(options)


@pytest.mark.parametrize(
    ("namespaces", "kept", "dropped"),
    [
        ("0", ["Mars"], ["Talk:Mars", "User:Ann"]),
        ("main", ["Mars"], ["Talk:Mars"]),
        ("Talk", ["Talk:Mars"], ["Mars", "User talk:Ann"]),
        ("user_talk", ["User talk:Ann"], ["User:Ann"]),
        ("P", ["Portal:Space"], ["Mars"]),
        (["0", "Project"], ["Mars", "Devwiki:About"], ["Talk:Mars"]),
        (6, ["File:A.png"], ["Mars"]),
    ],
)
def test_namespace(namespaces, kept, dropped):
    one = make("namespace", namespace=namespaces)
    one.fits(SITE)
    assert [title for title in kept + dropped if keeps(one, title=title)] == kept


def test_a_namespace_that_the_wiki_lacks_is_told_before_the_first_page():
    with pytest.raises(UsageError, match="no namespace 'Spaec' on devwiki"):
        make("namespace", namespace=["0", "Spaec"]).fits(SITE)


@pytest.mark.parametrize(
    ("options", "kept", "dropped"),
    [
        ({"title": "Mars"}, ["Mars"], ["Mars (god)", "Talk:Mars", "MARS"]),
        ({"title": "mars_"}, ["Mars"], ["Venus"]),
        ({"title": ["Mars", "Talk:Venus"]}, ["Mars", "Talk:Venus"], ["Venus"]),
        ({"title": "Lexicon:word"}, ["Lexicon:word"], ["Lexicon:Word"]),
        ({"contains": "(planet"}, ["Mercury (planet)"], ["Mercury", "Mercury (Planet)"]),
        ({"contains": "talk:", "case": "ignore"}, ["Talk:Mars"], ["Mars"]),
        ({"matches": "^List of"}, ["List of moons"], ["A List of moons", "LIST of moons"]),
        ({"matches": "^Talk:"}, ["Talk:Mars"], ["Mars"]),
        ({"matches": ["s$", "^V"]}, ["Mars", "Venus", "Vesta"], ["Pluto"]),
        ({"matches": "MARS", "case": "ignore"}, ["Mars"], ["Venus"]),
        ({"title": "Mars", "matches": "^V"}, ["Mars", "Venus"], ["Pluto"]),
    ],
)
def test_title(options, kept, dropped):
    one = make("title", **options)
    one.fits(SITE)
    assert [title for title in kept + dropped if keeps(one, title=title)] == kept


@pytest.mark.parametrize("title", ["a{b", "wikt:Mars", "#x"])
def test_a_title_that_no_page_can_have_is_told_before_the_first_page(title):
    with pytest.raises(InvalidTitle):
        make("title", title=title).fits(SITE)


@pytest.mark.parametrize(
    ("options", "kept", "dropped"),
    [
        ({"text": "planet"}, ["a planet", "planets"], ["Planet", ""]),
        ({"text": "{{stub}}"}, ["x {{stub}}"], ["{{Stub}}"]),
        ({"text": "a.c"}, ["a.c"], ["abc"]),
        ({"text": "planet", "case": "ignore"}, ["PLANET"], ["plan"]),
        ({"text": "planet", "whole_word": True}, ["a planet."], ["planets", "planet_x"]),
        ({"text": ["a", "b"]}, ["a", "b", "ab"], ["c"]),
        ({"text": ["a", "b"], "match": "all"}, ["ab", "b a"], ["a", "b", "c"]),
        ({"matches": r"\bplanets?\b"}, ["planet", "planets"], ["planetary"]),
        ({"matches": "a.b"}, ["acb"], ["a\nb", "A-B"]),
        ({"matches": "a.b", "dot_all": True}, ["acb", "a\nb"], ["ab"]),
        ({"matches": "^b"}, ["b"], ["a\nb"]),
        ({"matches": "^b", "multiline": True}, ["b", "a\nb"], ["ab"]),
        ({"matches": r"\{\{stub", "case": "ignore"}, ["{{Stub}}"], ["stub"]),
        ({"text": "a", "matches": r"\d"}, ["a", "1"], ["b"]),
        ({"text": "a", "matches": [r"\d", "c"], "match": "all"}, ["a1c"], ["a1", "1c"]),
        ({"text": "a"}, ["<nowiki>a</nowiki>", "<!-- a -->"], []),
    ],
)
def test_text(options, kept, dropped):
    one = make("text", **options)
    assert [text for text in kept + dropped if keeps(one, text)] == kept


def test_a_pattern_that_runs_away_is_ended():
    with pytest.raises(Runaway):
        keeps(make("text", matches="(?:a|aa)+$"), "a" * 60 + "b")


def test_redirect():
    assert keeps(make("redirect"), redirect=True)
    assert not keeps(make("redirect"), redirect=False)
    assert keeps(make("redirect", redirect="false"), redirect=False)
    assert not keeps(make("redirect", redirect="no"), redirect=True)


def test_redirect_also_reads_what_was_fetched_where_the_source_told_nothing():
    page = Page(Candidate(SITE.title("Mars")), SITE, facets={REDIRECT_FLAG: True})
    assert make("redirect").keep(page)


def test_sizes_are_bytes_and_the_bound_itself_is_neither_longer_nor_shorter():
    assert keeps(make("longer_than", size="3"), "éé")
    assert not keeps(make("longer_than", size="4"), "éé")
    assert not keeps(make("shorter_than", size="4"), "éé")
    assert keeps(make("shorter_than", size="5"), "éé")


def test_in_category():
    one = make("in_category", category=["planets", "Category:Moons"])
    one.fits(SITE)
    assert keeps(one, categories=["Planets", "Rocks"])
    assert keeps(one, categories=["Moons"])
    assert not keeps(one, categories=["Dwarf planets"])
    assert not keeps(one, categories=[])


@pytest.mark.parametrize("name", ["Talk:Planets", ":Planets"])
def test_a_page_that_is_no_category_is_told_before_the_first_page(name):
    with pytest.raises(UsageError, match="is not a category"):
        make("in_category", category=name).fits(SITE)


LONG = make("longer_than", size=3)
LIST = make("title", matches="^List")


def test_not_drops_what_one_of_its_filters_keeps():
    one = make("not", filters=(LONG, LIST))
    assert keeps(one, "ab")
    assert not keeps(one, "abcd")
    assert not keeps(one, "ab", title="List of moons")


def test_any_keeps_what_one_of_its_filters_keeps():
    one = make("any", filters=(LONG, LIST))
    assert not keeps(one, "ab")
    assert keeps(one, "abcd")
    assert keeps(one, "ab", title="List of moons")


def test_all_keeps_what_each_of_its_filters_keeps():
    one = make("all", filters=(LONG, LIST))
    assert not keeps(one, "abcd")
    assert not keeps(one, "ab", title="List of moons")
    assert keeps(one, "abcd", title="List of moons")


@pytest.mark.parametrize(
    ("name", "options", "needs"),
    [
        ("namespace", {"namespace": "0"}, NOTHING),
        ("title", {"title": "Mars"}, NOTHING),
        ("text", {"text": "a"}, {TEXT}),
        ("redirect", {}, {REDIRECT_FLAG}),
        ("longer_than", {"size": 1}, {INFO}),
        ("shorter_than", {"size": 1}, {INFO}),
        ("in_category", {"category": "A"}, {Categories()}),
        ("not", {"filters": (LIST,)}, NOTHING),
        ("any", {"filters": (LIST, LONG)}, {INFO}),
        ("all", {"filters": (LONG, make("text", text="a"))}, {INFO, TEXT}),
    ],
)
def test_a_filter_asks_for_no_more_than_it_reads(name, options, needs):
    one = make(name, **options)
    assert one.needs(SITE) == needs
    page = make_page("abc", categories=["A"])
    known = {facet: value for facet, value in page.facets.items() if facet in needs}
    lean = Page(page.candidate, SITE, redirect=None, length=3, facets=known)
    assert one.keep(lean) in {True, False}


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("namespace", {"namespace": []}, "at least 1"),
        ("namespace", {}, "required"),
        ("title", {}, "say which titles"),
        ("title", {"title": ""}, "at least 1"),
        ("title", {"matches": "[[x"}, "write"),
        ("text", {}, "say what to look for"),
        ("text", {"text": [""]}, "at least 1"),
        ("text", {"matches": "{{stub}}"}, "write"),
        ("text", {"text": "a", "match": "some"}, "any"),
        ("longer_than", {"size": "many"}, "integer"),
        ("longer_than", {"size": -1}, "greater"),
        ("in_category", {"category": []}, "at least 1"),
        ("redirect", {"redirect": "perhaps"}, "boolean"),
        ("not", {"filters": ()}, "at least 1"),
        ("any", {"filters": ()}, "at least 1"),
        ("all", {}, "required"),
        ("text", {"text": "a", "regex": "b"}, "not permitted"),
    ],
)
def test_options_that_make_no_sense_are_refused(name, options, words):
    with pytest.raises(ValidationError, match=words):
        make(name, **options)
