"""The table of facets: what is asked together, what is left out, and what an entry says."""

import pytest

from bot.mediawiki.facets import FETCHERS, prop_parameters
from bot.page import INFO, TEXT
from bot.site import Limits
from bot.titles import Title
from bot.wiki import (
    Categories,
    Contributors,
    Edited,
    Editors,
    ExternalLinks,
    Language,
    LastRevision,
    LinkedPages,
    Property,
    Protection,
    Restriction,
    Sha1,
    ShownFiles,
    UsedTemplates,
)
from tests.mediawiki.asking import entry, named
from tests.pairs import make_site

SITE = make_site(limits=Limits(titles=3))
A, B, TALK = Title(0, "A"), Title(0, "B"), Title(1, "Talk:A")
STUB, CN = Title(10, "Template:Stub"), Title(10, "Template:Cn")


def asked(*facets):
    return prop_parameters(frozenset(facets), SITE, SITE.limits.titles)


def read(facet, page):
    fetcher = FETCHERS[type(facet)]
    assert fetcher.read
    return fetcher.read(page, facet)


def test_what_can_go_together_is_one_question():
    assert asked(INFO, Categories(), UsedTemplates(), Property("noindex"), Protection()) == {
        "prop": "categories|info|pageprops|templates",
        "cllimit": "max",
        "tllimit": "max",
        "ppprop": "noindex",
        "inprop": "protection",
    }


def test_revisions_are_asked_for_once_with_all_that_is_wanted_of_them():
    found = asked(TEXT, Sha1(), LastRevision(), Edited())
    assert found["prop"] == "info|revisions"
    assert sorted(found["rvprop"].split("|")) == [
        *("comment", "content", "ids", "size", "slotsha1", "timestamp", "user")
    ]
    assert found["rvslots"] == "main"


def test_only_what_some_facet_wants_is_asked_for():
    few = asked(UsedTemplates(frozenset({STUB})), UsedTemplates(frozenset({CN, STUB})))
    assert few["tltemplates"] == "Template:Cn|Template:Stub"
    assert asked(Property("a"), Property("b"))["ppprop"] == "a|b"
    assert asked(ShownFiles(frozenset({Title(6, "File:A.png")})))["imimages"] == "File:A.png"
    assert asked(LinkedPages(frozenset({A}), (0, 1))) == {
        "prop": "info|links",
        "pllimit": "max",
        "pltitles": "A",
        "plnamespace": "0|1",
    }


@pytest.mark.parametrize(
    "facets",
    [
        [UsedTemplates(frozenset({STUB})), UsedTemplates()],
        [UsedTemplates(frozenset(Title(10, f"Template:T{number}") for number in range(4)))],
        [UsedTemplates(frozenset())],
        [LinkedPages(frozenset({A})), LinkedPages(namespaces=(0,))],
        [LinkedPages(namespaces=tuple(one for one in SITE.namespaces if one >= 0))],
        [LinkedPages(namespaces=(4711,))],
    ],
    ids=str,
)
def test_nothing_is_left_out_that_some_facet_wants_or_beyond_the_limit(facets):
    assert not asked(*facets).keys() & {"tltemplates", "pltitles", "plnamespace"}


def test_a_facet_tells_what_it_was_asked_for_though_another_asked_for_more():
    page = entry(1, templates=[named("Template:Stub", 10), named("Template:Cn", 10)])
    assert read(UsedTemplates(frozenset({STUB})), page) == {STUB}
    assert read(UsedTemplates(), page) == {STUB, CN}
    links = entry(1, links=[named("A"), named("B"), named("Talk:A", 1)])
    assert read(LinkedPages(), links) == {A, B, TALK}
    assert read(LinkedPages(frozenset({A, TALK}), (0,)), links) == {A}
    assert read(LinkedPages(namespaces=(1,)), links) == {TALK}


@pytest.mark.parametrize(
    ("facet", "page", "value"),
    [
        (ShownFiles(), {"images": [named("File:A.png", 6)]}, {Title(6, "File:A.png")}),
        (ExternalLinks(), {"extlinks": [{"url": "https://a.org"}]}, {"https://a.org"}),
        (Property("x"), {"pageprops": {"x": ""}}, ""),
        (Property("x"), {"pageprops": {"y": "1"}}, None),
        (Property("x"), {}, None),
        (Language(), {"pagelanguage": "de"}, "de"),
        (Language(), {"pagelanguage": "de", "missing": True}, ""),
        (Language(), {}, ""),
        (
            Contributors(),
            {"contributors": [{"name": "Ann"}, {"userid": 7}], "anoncontributors": 2},
            Editors(frozenset({"Ann"}), 2),
        ),
        (Contributors(), {}, Editors()),
        (
            Protection(),
            {
                "protection": [
                    {"type": "edit", "level": "sysop", "cascade": True},
                    {"type": "move", "level": "x", "source": "Main Page"},
                ]
            },
            (
                Restriction("edit", "sysop", cascade=True),
                Restriction("move", "x", source="Main Page"),
            ),
        ),
        (Protection(), {}, ()),
        (Edited(), {"missing": True}, None),
        (LastRevision(), {}, None),
        (LastRevision(), {"revisions": []}, None),
    ],
    ids=str,
)
def test_the_value_of_a_facet_is_in_the_entry_of_its_page(facet, page, value):
    assert read(facet, page) == value


def test_the_newest_revision_with_hidden_parts_is_one_all_the_same():
    revision = {"revid": 7, "timestamp": "2026-01-02T03:04:05Z", "userhidden": True}
    last = read(LastRevision(), {"revisions": [revision]})
    assert (last.revid, last.parent, last.user, last.sha1) == (7, 0, "", "")
    assert read(Edited(), {"revisions": [revision]}) == last.timestamp
