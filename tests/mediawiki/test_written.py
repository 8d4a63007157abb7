"""What only the texts tell: found and read in one request, and told by how it is written."""

import pytest

from bot.page import INFO, NOTHING, TEXT, Candidate, Via
from bot.titles import Title
from bot.wiki import WrittenTransclusions
from tests.mediawiki.asking import all_own, entry, missing, pages
from tests.mediawiki.scripted import SWEEP, error

T, U = Title(10, "Template:T"), Title(10, "Template:U")
R = Via("redirect", Title(10, "Template:R"))


def page(number, text, **more):
    slot = {"contentmodel": "wikitext", "content": text}
    revision = {
        "revid": 100 + number,
        "size": len(text),
        "timestamp": "2026-01-01T00:00:00Z",
        "slots": {"main": slot},
    }
    info = {"lastrevid": 100 + number, "length": len(text), "contentmodel": "wikitext"}
    return entry(number, **info, revisions=[revision], **more)


TEXTS = [
    page(1, "{{T}}"),
    page(2, "{{Navbox}} which has it"),
    page(3, "{{r|1}} <nowiki>{{T}}</nowiki>"),
    page(4, "{{Template:T}} {{R}}", redirect=True),
    page(5, "{{subst:T}} {{{T}}} {{{{{x}}}}} [[Template:T]]"),
]
REDIRECTS = [
    pages(entry(90, "Template:T", 10, redirects=[entry(91, "Template:R", 10)])),
    pages(entry(91, "Template:R", 10)),
]


@pytest.fixture
def asking(mediawiki):
    return mediawiki(SWEEP)


def test_only_pages_whose_own_text_has_it_come_with_the_names_they_use(wiki, asking):
    wiki.will(*REDIRECTS, pages(*TEXTS))
    query = WrittenTransclusions(of=(T,), namespaces=(0,))
    assert asking.offers(query)
    assert list(asking.enumerate(query)) == [
        [
            Candidate(Title(0, "P1"), 1, redirect=False),
            Candidate(Title(0, "P3"), 3, redirect=False, direct=False, via=(R,)),
            Candidate(Title(0, "P4"), 4, redirect=True, via=(R,)),
        ]
    ]
    assert (
        all_own(wiki)[2].items()
        >= {
            "generator": "embeddedin",
            "geititle": "Template:T",
            "geinamespace": "0",
            "geilimit": "500",
            "prop": "info|revisions",
        }.items()
    )


def test_only_the_own_name_counts_where_that_is_asked(wiki, asking):
    wiki.will(pages(*TEXTS))
    query = WrittenTransclusions(of=(T,), through_redirects=False, redirects="exclude")
    ((first, second),) = asking.enumerate(query)
    assert (first.pageid, second.pageid, second.via) == (1, 4, ())
    assert all_own(wiki)[0]["geifilterredir"] == "nonredirects"


@pytest.mark.parametrize("facets", [NOTHING, {INFO}, {TEXT}], ids=str)
def test_whoever_wants_the_text_asks_for_nothing_more(wiki, asking, facets):
    wiki.will(pages(*TEXTS))
    query = WrittenTransclusions(of=(T,), through_redirects=False)
    ((first, second),) = asking.fetch(query, frozenset(facets))
    assert (first.text, second.revid) == ("{{T}}", 104)


def test_the_users_of_several_are_listed_and_then_read(wiki, asking):
    wiki.will(
        pages(
            entry(90, "Template:T", 10, transcludedin=[entry(1), entry(2)]),
            entry(92, "Template:U", 10, transcludedin=[entry(8)]),
        ),
        pages(TEXTS[0], TEXTS[1], {**page(8, "{{U}}")}),
    )
    query = WrittenTransclusions(of=(T, U), through_redirects=False)
    assert [one.pageid for batch in asking.enumerate(query) for one in batch] == [1, 8]
    assert [asked.get("pageids") for asked in all_own(wiki)] == [None, "1|2|8"]


def test_a_page_that_went_or_is_not_shown_has_nothing_written(wiki, asking):
    hidden = {**page(3, ""), "revisions": [{"revid": 103, "slots": {"main": {"texthidden": True}}}]}
    wiki.will(
        pages(
            entry(90, "Template:T", 10, transcludedin=[entry(1), entry(2), entry(3)]),
            entry(92, "Template:U", 10),
        ),
        pages(missing("P1"), {"pageid": 2, "missing": True}, hidden),
    )
    query = WrittenTransclusions(of=(T, U), through_redirects=False)
    assert list(asking.enumerate(query)) == []


def test_one_unreadable_page_does_not_end_the_stream(wiki, asking):
    wiki.will(
        error("internal_api_error_MWException"),
        {"query": {"embeddedin": [entry(1)]}},
        pages(TEXTS[0]),
    )
    query = WrittenTransclusions(of=(T,), through_redirects=False)
    assert [one.pageid for batch in asking.enumerate(query) for one in batch] == [1]
