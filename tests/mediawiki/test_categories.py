"""Members in an order, and pages with a property: the requests; trees are in `test_questions`."""

from datetime import UTC, datetime

import pytest

from bot.page import INFO
from bot.titles import Title
from bot.wiki import CategoryMembers, WithProperty
from tests.mediawiki.asking import entry, own
from tests.mediawiki.lists import answer, everything, titles
from tests.mediawiki.scripted import SWEEP

C = Title(14, "Category:C")
SINCE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
CM = {"list": "categorymembers", "cmtitle": "Category:C", "cmlimit": "max"}
ALL = "page|subcat|file"


@pytest.mark.parametrize(
    ("options", "parameters"),
    [
        ({}, {"cmtype": ALL}),
        (
            {"sort": "sortkey", "order": "descending"},
            {"cmtype": ALL, "cmsort": "sortkey", "cmdir": "descending"},
        ),
        (
            {"sort": "sortkey", "start": "M"},
            {"cmtype": ALL, "cmsort": "sortkey", "cmstartsortkeyprefix": "M"},
        ),
        (
            {"sort": "timestamp", "order": "descending", "since": SINCE},
            {"cmsort": "timestamp", "cmdir": "descending", "cmend": "2026-01-02T03:04:05Z"},
        ),
        (
            {"sort": "timestamp", "since": SINCE},
            {"cmsort": "timestamp", "cmstart": "2026-01-02T03:04:05Z"},
        ),
        (
            {"sort": "timestamp", "types": ("subcat", "file")},
            {"cmsort": "timestamp", "cmnamespace": "6|14"},
        ),
        (
            {"sort": "timestamp", "types": ("page",)},
            {"cmsort": "timestamp", "cmnamespace": "0|1|2|3|4|10"},
        ),
        (
            {"sort": "timestamp", "types": ("page",), "namespaces": (0, 14)},
            {"cmsort": "timestamp", "cmnamespace": "0"},
        ),
    ],
)
def test_members_are_asked_for_in_the_order_that_is_meant(wiki, session, options, parameters):
    wiki.will(answer("categorymembers", entry(2), entry(1)))
    assert titles(session(SWEEP), CategoryMembers(category=C, **options)) == ["P2", "P1"]
    assert own(wiki.asked[0]) == {**CM, **parameters}


def test_by_time_a_type_and_a_namespace_that_exclude_each_other_ask_nothing(session):
    query = CategoryMembers(category=C, sort="timestamp", types=("file",), namespaces=(0,))
    assert everything(session(SWEEP), query) == []


def test_an_order_is_kept_where_pages_are_read(wiki, mediawiki):
    info = {"lastrevid": 1, "length": 2, "contentmodel": "wikitext"}
    wiki.will(
        answer("categorymembers", entry(2), entry(1)),
        answer("pages", entry(1) | info, entry(2) | info),
    )
    query = CategoryMembers(category=C, sort="timestamp")
    [pages] = mediawiki(SWEEP).fetch(query, frozenset({INFO}))
    assert [page.pageid for page in pages] == [2, 1]


def test_pages_with_a_property_come_by_number(wiki, session):
    wiki.will(answer("pageswithprop", entry(3), entry(1)))
    query = WithProperty(name="noindex", order="descending", request_size=3)
    assert titles(session(SWEEP), query) == ["P3", "P1"]
    assert own(wiki.asked[0]) == {
        "list": "pageswithprop",
        "pwppropname": "noindex",
        "pwpdir": "descending",
        "pwplimit": "3",
    }


def test_pages_with_a_property_are_found_and_read_in_one(wiki, mediawiki):
    info = {"lastrevid": 1, "length": 2, "contentmodel": "wikitext"}
    wiki.will(answer("pages", entry(1) | info, entry(3) | info))
    query = WithProperty(name="noindex", order="descending")
    [pages] = mediawiki(SWEEP).fetch(query, frozenset({INFO}))
    assert [page.pageid for page in pages] == [3, 1]
    assert wiki.asked[0].parameters["generator"] == "pageswithprop"
