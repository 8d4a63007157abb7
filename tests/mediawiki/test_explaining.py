"""A wiki that sends nothing: what it tells is what the real code would send."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from bot.mediawiki.explaining import RehearsedMediaWiki
from bot.mediawiki.questions import QUESTIONS
from bot.mediawiki.written import READINGS
from bot.page import INFO, TEXT, Candidate, Page
from bot.site import Limits, plain_site
from bot.titles import Title
from bot.wiki import (
    AllPages,
    Backlinks,
    Categories,
    CategoriesOn,
    CategoryMembers,
    Confirmed,
    Contributions,
    Disambiguation,
    Disambiguations,
    ExternalLinksTo,
    FilesOn,
    FileUsage,
    FirstRevision,
    GlobalFileUsage,
    Incoming,
    LanguageLinksTo,
    LinksOn,
    LintErrors,
    LogEvents,
    Orphans,
    PageIds,
    PrefixSearch,
    Query,
    RandomPages,
    RawList,
    RecentChanges,
    RedirectsTo,
    Search,
    SpecialPage,
    TemplatesOn,
    Titles,
    Transclusions,
    WithProperty,
    WrittenTransclusions,
)
from bot.wiki.asked import Asked
from tests.mediawiki.scripted import ScriptedWiki

MARS, BOX = Title(0, "Mars"), Title(10, "Template:Box")
SITE = replace(plain_site("w"), limits=Limits(500, 5000))
QUERIES: list[Query] = [
    AllPages(protected=("edit",)),
    AllPages(largest=9),
    Backlinks(to=MARS),
    Backlinks(to=MARS, through_redirects=True),
    CategoriesOn(pages=(MARS,)),
    CategoryMembers(category=Title(14, "Category:C")),
    CategoryMembers(category=Title(14, "Category:C"), depth=None),
    Contributions(users=("Ann",)),
    Disambiguations(),
    ExternalLinksTo(pattern="example.org"),
    FilesOn(pages=(MARS,)),
    FileUsage(of=(Title(6, "File:X.png"),)),
    GlobalFileUsage(of=(Title(6, "File:X.png"),)),
    LanguageLinksTo(language="de"),
    LinksOn(pages=(MARS,)),
    LogEvents(),
    LintErrors(),
    Orphans(links=Incoming(), namespaces=(0, 1)),
    PageIds(ids=(1, 2)),
    PrefixSearch(text="M"),
    RandomPages(count=10),
    RawList(module="backlinks", parameters=(("bltitle", "Mars"),)),
    RecentChanges(),
    RedirectsTo(to=MARS),
    Search(text="x"),
    SpecialPage(name="Lonelypages"),
    TemplatesOn(pages=(MARS,)),
    Transclusions(of=(BOX,), through_redirects=True),
    WithProperty(name="noindex"),
    WrittenTransclusions(of=(BOX,)),
    Confirmed(question=Backlinks(to=MARS), found=lambda: iter([[Candidate(MARS, 1)]])),
    Confirmed(question=Orphans(links=Incoming()), found=lambda: iter([[Candidate(MARS, 1)]])),
]


def taken(asking: Iterable[object], wiki: RehearsedMediaWiki) -> list[Asked]:
    for _ in asking:
        pass
    return wiki.taken()


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: type(query).__name__)
def test_every_question_can_be_rehearsed(query):
    wiki = RehearsedMediaWiki(SITE)
    assert taken(wiki.enumerate(query), wiki)
    assert taken(wiki.fetch(query, frozenset({INFO, TEXT})), wiki)
    assert wiki.requests == 0
    assert wiki.taken() == []


def test_no_question_is_forgotten():
    rest = {type(query) for query in QUERIES}
    known = {*QUESTIONS, *READINGS}
    assert {one.__name__ for one in known - rest} <= {
        *("Titles", "BacklinkLevels", "Watchlist", "ChangedSince")
    }


def test_a_list_is_told_with_its_limits():
    wiki = RehearsedMediaWiki(SITE)
    (asked,) = taken(wiki.enumerate(Backlinks(to=MARS, namespaces=(0,))), wiki)
    assert asked.parameters == {
        "list": "backlinks",
        "bllimit": "max",
        "bltitle": "Mars",
        "blnamespace": "0",
        "blfilterredir": "all",
        "bldir": "ascending",
    }
    assert (asked.pages, asked.values) == (5000, None)


def test_a_generator_reads_in_the_same_request():
    wiki = RehearsedMediaWiki(SITE)
    (asked,) = taken(wiki.fetch(Backlinks(to=MARS), frozenset({TEXT, Categories()})), wiki)
    assert asked.parameters["generator"] == "backlinks"
    assert asked.parameters["gbllimit"] == "500"
    assert asked.pages == 500


def test_redirects_are_asked_about_in_a_second_round():
    wiki = RehearsedMediaWiki(SITE)
    first, second = taken(wiki.enumerate(Backlinks(to=MARS, through_redirects=True)), wiki)
    assert (first.parameters["titles"], first.pages, first.values) == ("Mars", None, 5000)
    assert (second.parameters["pageids"], second.pages) == ("…", 500)


@pytest.mark.parametrize("facet", [Incoming(), Disambiguation(), FirstRevision()])
def test_what_is_asked_for_apart_reads_no_page_that_is_named_by_number(facet):
    wiki = RehearsedMediaWiki(SITE)
    page = Page.unread(Candidate(Title(0, "…"), 1), SITE)
    asked = taken(wiki.further([[page]], frozenset({facet})), wiki)
    assert asked
    assert not any("info" in one.parameters.get("prop", "") for one in asked)
    (read, *_) = taken(
        wiki.further([[Page.unread(Candidate(MARS), SITE)]], frozenset({facet})), wiki
    )
    assert read.parameters["prop"] == "info"


def test_what_decides_whether_linking_pages_count_is_told_too():
    wiki = RehearsedMediaWiki(SITE)
    category = Title(14, "Category:Lists")
    facet = Incoming(not_in=frozenset({category}), not_disambiguations=True)
    page = Page.unread(Candidate(Title(0, "…"), 1), SITE)
    links, marks, linking = taken(wiki.further([[page]], frozenset({facet})), wiki)
    assert links.parameters["prop"] == "redirects|linkshere"
    assert marks.parameters["titles"] == "MediaWiki:Disambiguationspage"
    assert linking.parameters["prop"] == "categories|pageprops"
    assert linking.parameters["clcategories"] == "Category:Lists"


def test_titles_ask_nothing_before_they_are_read():
    wiki = RehearsedMediaWiki(SITE)
    assert taken(wiki.enumerate(Titles(titles=(MARS,))), wiki) == []


def test_a_rehearsal_that_would_never_end_ends():
    wiki = RehearsedMediaWiki(SITE)
    many = [[Candidate(Title(0, f"Page {number}"))] for number in range(100)]
    batches = ([one] for batch in many for one in batch)
    asked = [
        one for batch in batches for one in taken(wiki.fetch([batch], frozenset({INFO})), wiki)
    ]
    assert len(asked) == 100
    questions = Titles(titles=tuple(Title(0, f"Page {number}") for number in range(20_000)))
    assert len(taken(wiki.fetch(questions, frozenset({INFO})), wiki)) == 20


def test_what_is_told_is_what_is_sent(wiki: ScriptedWiki, mediawiki):
    told = RehearsedMediaWiki(replace(plain_site("w"), limits=Limits()))
    (asked,) = taken(told.enumerate(Backlinks(to=MARS, redirects="exclude")), told)
    wiki.will({"query": {"backlinks": []}})
    list(mediawiki().enumerate(Backlinks(to=MARS, redirects="exclude")))
    assert asked.parameters.items() <= wiki.asked[-1].parameters.items()
