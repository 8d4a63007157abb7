"""The filters over one fact of a page: whether it exists, its size, model, language, protection."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from bot.errors import InvalidTitle, UsageError
from bot.page import INFO, NOTHING
from bot.wiki import (
    Categories,
    Contributors,
    Disambiguation,
    Editors,
    Language,
    LastRevision,
    Property,
    Protection,
    Restriction,
    UsedTemplates,
)
from tests.filters.facts import asks_no_more, make, page_with, revision, titles
from tests.pairs import SITE


def test_exists():
    here, nowhere = page_with(), page_with(exists=False)
    assert make("exists").keep(here)
    assert not make("exists").keep(nowhere)
    assert make("exists", exists="false").keep(nowhere)
    assert not make("exists", exists=False).keep(here)
    assert make("exists").finding(here) == "exists"
    assert make("exists").finding(nowhere) == "missing"
    assert make("exists").needs(SITE) == {INFO}


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ({"at_least": 3}, [3, 4, 5]),
        ({"at_most": "3"}, [2, 3]),
        ({"at_least": 3, "at_most": 4}, [3, 4]),
        ({"at_least": 0, "at_most": 2}, [2]),
    ],
)
def test_size(options, kept):
    one = make("size", **options)
    assert [size for size in (2, 3, 4, 5) if one.keep(page_with(length=size))] == kept
    assert one.finding(page_with(length=2)) == "2 bytes"


def test_content_model():
    one = make("content_model", model=["wikitext", "Scribunto"])
    assert one.keep(page_with(model="wikitext"))
    assert one.keep(page_with(model="Scribunto"))
    assert not one.keep(page_with(model="scribunto"))
    assert one.finding(page_with(model="css")) == "css"


def test_language():
    one = make("language", language=["de", "PT-br"])
    assert one.keep(page_with({Language(): "de"}))
    assert one.keep(page_with({Language(): "pt-br"}))
    for other in ("de-at", "en", ""):
        assert not one.keep(page_with({Language(): other}))
    asks_no_more(one, page_with({Language(): "de"}))


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ({}, "emu"),
        ({"action": "edit"}, "e"),
        ({"action": ["move", "upload"]}, "mu"),
        ({"level": "sysop"}, "em"),
        ({"action": "move", "level": ["x", "sysop"]}, "m"),
        ({"action": "upload", "level": "sysop"}, ""),
    ],
)
def test_protected(options, kept):
    one = make("protected", **options)
    pages = {
        "n": (),
        "e": (Restriction("edit", "sysop", source="Main Page"),),
        "m": (Restriction("move", "sysop"),),
        "u": (Restriction("upload", "autoconfirmed"),),
    }
    found = {key: page_with({Protection(): value}) for key, value in pages.items()}
    assert sorted(key for key, page in found.items() if one.keep(page)) == sorted(kept)
    assert one.finding(found["e"]) == "edit=sysop"
    assert one.finding(found["n"]) == ""
    asks_no_more(one, found["m"])


@pytest.mark.parametrize(
    ("title", "depth"),
    [
        ("User:Ann", 0),
        ("User:Ann/Notes", 1),
        ("User:Ann/Notes/Old", 2),
        ("AC/DC", 0),
        ("File:A/B.png", 0),
        ("Talk:AC/DC", 1),
        ("Portal:A/B/C", 2),
    ],
)
def test_subpage(title, depth):
    page = page_with(title=title)
    assert make("subpage").keep(page) is (depth > 0)
    assert make("subpage", subpage=True).keep(page) is (depth > 0)
    assert make("subpage", subpage="false").keep(page) is (depth == 0)
    assert make("subpage", at_most=1).keep(page) is (depth <= 1)
    assert make("subpage", at_least=2).keep(page) is (depth >= 2)
    assert make("subpage", at_least=1, at_most="1").keep(page) is (depth == 1)
    assert make("subpage").finding(page) == f"depth {depth}"
    assert make("subpage").needs(SITE) == NOTHING


@pytest.mark.parametrize(
    ("options", "value", "kept"),
    [
        ({}, "", True),
        ({}, None, False),
        ({"equals": "Mars"}, "Mars", True),
        ({"equals": "Mars"}, "mars", False),
        ({"equals": ["x", "mars"], "case": "ignore"}, "Mars", True),
        ({"equals": "Mars"}, "Mars, red", False),
        ({"matches": "^M"}, "Mars", True),
        ({"matches": "^M"}, "a M", False),
        ({"matches": "."}, "", False),
    ],
)
def test_has_property(options, value, kept):
    one = make("has_property", property="sort", **options)
    page = page_with({Property("sort"): value})
    assert one.keep(page) is kept
    assert one.finding(page) == ("" if value is None else f"sort={value}")
    asks_no_more(one, page)


def test_of_several_properties_one_is_enough():
    one = make("has_property", property=["a", "b"])
    assert one.needs(SITE) == {Property("a"), Property("b")}
    assert one.keep(page_with({Property("a"): None, Property("b"): "1"}))
    assert not one.keep(page_with({Property("a"): None, Property("b"): None}))


def test_disambiguation_pages_are_those_that_the_wiki_marks():
    one = make("disambiguation")
    assert one.keep(page_with({Disambiguation(): True}))
    assert not one.keep(page_with({Disambiguation(): False}))
    other = make("disambiguation", disambiguation=False)
    assert other.keep(page_with({Disambiguation(): False}))
    assert one.finding(page_with({Disambiguation(): True})) == "disambiguation"
    assert one.finding(page_with({Disambiguation(): False})) == "none"
    asks_no_more(one, page_with({Disambiguation(): True}))


def test_disambiguation_pages_are_those_with_a_template_or_category_where_that_is_said():
    one = make("disambiguation", template=["Disambig", "Surname"], category="Lists of names")
    used = UsedTemplates(titles("Template:Disambig", "Template:Surname"))
    assert one.needs(SITE) == {used, Categories()}
    nothing = {used: titles(), Categories(): titles()}
    only = make("disambiguation", template="Surname")
    assert not only.keep(page_with({UsedTemplates(titles("Template:Surname")): titles()}))
    assert not one.keep(page_with(nothing))
    assert one.keep(page_with({**nothing, used: titles("Template:Surname")}))
    assert one.keep(page_with({**nothing, Categories(): titles("Category:Lists of names")}))
    assert make("disambiguation", category="X").needs(SITE) == {Categories()}
    assert make("disambiguation", template="X").keep(
        page_with({UsedTemplates(titles("Template:X")): titles("Template:X")})
    )
    listed = make("disambiguation", category="X")
    assert listed.keep(page_with({Categories(): titles("Category:X")}))
    assert not listed.keep(page_with({Categories(): titles()}))
    asks_no_more(one, page_with(nothing))
    for options in ({"template": "Talk:X"}, {"category": "Template:X"}):
        with pytest.raises(UsageError, match="leave its prefix out"):
            make("disambiguation", **options).fits(SITE)


def test_last_editor():
    one = make("last_editor", user=["ann", "Old_bot", "127.0.0.1"])
    one.fits(SITE)
    for user, kept in (("Ann", True), ("Old bot", True), ("127.0.0.1", True), ("Ben", False)):
        page = page_with({LastRevision(): revision(user)})
        assert one.keep(page) is kept
        assert one.finding(page) == user
    nobody = page_with({LastRevision(): None})
    assert not one.keep(nobody)
    assert one.finding(nobody) == ""
    asks_no_more(one, nobody)
    with pytest.raises(InvalidTitle):
        make("last_editor", user="A[b").fits(SITE)


@pytest.mark.parametrize(
    ("users", "anonymous", "kept", "alone"),
    [
        ({"Ann", "Cleo"}, 0, True, False),
        ({"Ann"}, 0, True, True),
        ({"Ann", "Ben"}, 0, True, True),
        ({"Ann"}, 1, True, False),
        ({"Cleo"}, 0, False, False),
        (set(), 3, False, False),
        (set(), 0, False, False),
    ],
)
def test_edited_by(users, anonymous, kept, alone):
    page = page_with({Contributors(): Editors(frozenset(users), anonymous)})
    one = make("edited_by", user=["ann", "Ben"])
    assert one.keep(page) is kept
    assert make("edited_by", user=["ann", "Ben"], only=True).keep(page) is alone
    told = [*sorted(users), *([f"{anonymous} without an account"] if anonymous else [])]
    assert one.finding(page) == ", ".join(told)
    asks_no_more(one, page)


@pytest.mark.parametrize("address", ["127.0.0.1", "2001:db8::1", "2001:DB8:0:0:0:0:0:1"])
def test_edited_by_knows_no_addresses_and_says_so(address):
    make("edited_by", user="Ann 127").fits(SITE)
    with pytest.raises(UsageError, match="is an address"):
        make("edited_by", user=address).fits(SITE)


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("size", {}, "say how many"),
        ("size", {"at_least": 2, "at_most": 1}, "no page would be kept"),
        ("size", {"at_least": -1}, "greater"),
        ("subpage", {"subpage": True, "at_most": 1}, "drop one of them"),
        ("subpage", {"at_least": 3, "at_most": 1}, "no page would be kept"),
        ("content_model", {}, "required"),
        ("content_model", {"model": []}, "at least 1"),
        ("language", {"language": ""}, "at least 1"),
        ("has_property", {"equals": "x"}, "required"),
        ("edited_by", {"user": ()}, "at least 1"),
        ("last_editor", {}, "required"),
        ("exists", {"exists": "maybe"}, "boolean"),
    ],
)
def test_options_that_make_no_sense_are_refused(name, options, words):
    with pytest.raises(ValidationError, match=words):
        make(name, **options)


def test_a_page_as_its_source_told_it_has_no_model_but_the_usual_one():
    page = replace(page_with(), facets={})
    assert make("content_model", model="wikitext").keep(page)
