"""Which other pages link to the pages of a batch, and in how few questions that is known."""

from typing import Any

import pytest

from bot.errors import ApiError
from bot.mediawiki.incoming import incoming
from bot.page import Candidate, Page
from bot.patterns import compile_pattern
from bot.titles import Title
from bot.wiki import Incoming
from tests.mediawiki.asking import all_own, entry, missing, named, on, pages
from tests.mediawiki.scripted import SWEEP, error

NUMBERED = ((1, "A"), (2, "B"), (3, "C"))
STUBS = Title(14, "Category:Stubs")


@pytest.fixture
def ask(wiki, session):
    def links_to(*names, **options):
        one = session(SWEEP)
        site = one.site
        wiki.startup = False
        asked = [Page(Candidate(Title(0, name)), site) for name in names]
        return [
            [title.text for title in found.titles] + ["…"] * found.more
            for found in incoming(one, asked, Incoming(**options))
        ]

    return links_to


def linked(number, title, *links, redirects=(), **more):
    """A page of an answer with the pages that link to it, and the redirects to it."""
    lists: dict[str, Any] = {"linkshere": list(links)} if links else {}
    if redirects:
        lists["redirects"] = list(redirects)
    return entry(number, title, **lists, **more)


def test_links_to_many_pages_are_one_question(wiki, ask):
    wiki.will(pages(linked(1, "A", entry(7), entry(8)), linked(2, "B"), missing("C")))
    assert ask("B", "A", "C", enough=3, namespaces=(0, 1)) == [[], ["P7", "P8"], []]
    assert all_own(wiki) == [
        {
            "prop": "redirects|linkshere",
            "titles": "B|A|C",
            "rdprop": "pageid|title",
            "rdlimit": "max",
            "lhprop": "pageid|title",
            "lhlimit": "max",
            "lhshow": "!redirect",
            "lhnamespace": "0|1",
        }
    ]


def test_pages_whose_numbers_are_known_are_asked_about_by_number(wiki, session):
    one = session(SWEEP)
    site = one.site
    wiki.startup = False
    asked = [Page.unread(Candidate(Title(0, name), number), site) for number, name in NUMBERED]
    wiki.will(
        pages(
            linked(1, "A", redirects=[entry(8, "R")]),
            linked(2, "B, which moved", entry(7)),
            {"pageid": 3, "missing": True},
        ),
        pages(linked(8, "R", entry(9))),
    )
    found = incoming(one, asked, Incoming())
    assert [[title.text for title in links.titles] for links in found] == [["P9"], ["P7"], []]
    assert [named["pageids"] for named in all_own(wiki)[:1]] == ["1|2|3"]
    assert [named["titles"] for named in all_own(wiki)[1:]] == ["R"]


def test_of_what_is_enough_no_more_is_told(wiki, ask):
    wiki.will(pages(linked(1, "A", entry(9), entry(7), entry(8))))
    assert ask("A", enough=2) == [["P7", "P8", "…"]]


def test_redirects_are_followed_for_pages_that_are_not_decided(wiki, ask):
    wiki.will(
        pages(
            linked(1, "A", redirects=[entry(10, "R")]),
            linked(2, "B", entry(7), redirects=[entry(11, "S")]),
            linked(3, "C", redirects=[entry(10, "R"), entry(12, "T")]),
        ),
        pages(linked(10, "R", redirects=[entry(13, "U")]), linked(12, "T", entry(8))),
        pages(linked(13, "U", entry(9))),
    )
    assert ask("A", "B", "C") == [["P9", "…"], ["P7", "…"], ["P8", "…"]]
    assert [one["titles"] for one in all_own(wiki)] == ["A|B|C", "R|T", "U"]


def test_redirects_in_a_loop_come_to_an_end(wiki, ask):
    wiki.will(
        pages(linked(1, "A", redirects=[entry(2, "B")])),
        pages(linked(2, "B", redirects=[entry(1, "A"), entry(2, "B"), entry(3, "C")])),
        pages(linked(3, "C", redirects=[entry(2, "B")])),
    )
    assert ask("A") == [[]]


def test_neither_the_page_itself_counts_nor_a_title_that_is_left_out(wiki, ask):
    wiki.will(
        pages(
            linked(1, "A", entry(1, "A"), entry(7, "List of A"), redirects=[entry(2, "R")]),
            linked(5, "B", entry(8, "The list of B")),
        ),
        pages(linked(2, "R", entry(1, "A"), entry(9, "Index"))),
    )
    unlike = (compile_pattern("^List of"), compile_pattern("^Index"))
    assert ask("A", "B", unlike=unlike) == [[], ["The list of B", "…"]]


def test_a_page_that_links_twice_counts_once(wiki, ask):
    wiki.will(
        pages(linked(1, "A", entry(7), redirects=[entry(2, "R"), entry(3, "S")])),
        pages(linked(2, "R", entry(7)), linked(3, "S", entry(7), entry(8))),
    )
    assert ask("A", enough=5) == [["P7", "P8"]]


def test_an_answer_in_parts_is_put_together(wiki, ask):
    wiki.will(
        pages(linked(1, "A", entry(7)), linked(2, "B"), **on(lhcontinue="1|8")),
        pages(linked(1, "A", entry(8)), linked(2, "B"), **on(lhcontinue="2|7")),
        pages(linked(1, "A"), linked(2, "B", entry(7)), batchcomplete=True),
    )
    assert ask("A", "B", enough=5) == [["P7", "P8"], ["P7"]]


def test_a_page_with_very_many_links_is_not_read_to_its_end(wiki, ask):
    wiki.will(
        pages(linked(1, "A", entry(7)), linked(2, "B"), **on(lhcontinue="1|8")),
        pages(linked(1, "A", entry(8)), linked(2, "B"), **on(lhcontinue="1|9")),
        pages(linked(2, "B", entry(9))),
    )
    assert ask("A", "B") == [["P7", "…"], ["P9", "…"]]
    assert [one["titles"] for one in all_own(wiki)] == ["A|B", "A|B", "B"]


def test_where_all_pages_have_enough_the_rest_is_not_asked_for(wiki, ask):
    wiki.will(
        pages(linked(1, "A", entry(7)), **on(lhcontinue="1|8")),
        pages(linked(1, "A", entry(8)), **on(lhcontinue="1|9")),
    )
    assert ask("A") == [["P7", "…"]]


def test_links_from_some_categories_do_not_count(wiki, ask):
    stub: Any = {"categories": [named("Category:Stubs", 14)]}
    wiki.will(
        pages(linked(1, "A", entry(7), entry(8)), linked(2, "B", entry(7))),
        pages(entry(7, **stub), entry(8)),
    )
    assert ask("A", "B", not_in=frozenset({STUBS})) == [["P8", "…"], []]
    assert all_own(wiki)[1] == {
        "prop": "categories",
        "cllimit": "max",
        "clcategories": "Category:Stubs",
        "pageids": "7|8",
    }


def test_categories_beyond_the_limit_are_not_named(wiki, ask):
    others = frozenset(Title(14, f"Category:C{number}") for number in range(501))
    wiki.will(
        pages(linked(1, "A", entry(7))),
        pages(entry(7, categories=[named("Category:C500", 14)])),
    )
    assert ask("A", not_in=others) == [[]]
    assert "clcategories" not in all_own(wiki)[1]


def test_a_linking_page_that_is_gone_or_not_shown_does_not_count(wiki, ask):
    wiki.will(
        pages(linked(1, "A", entry(7), entry(8), entry(9))),
        error("accessdenied"),
        pages({"pageid": 7, "missing": True}),
        error("accessdenied"),
        error("accessdenied"),
        pages(entry(9)),
    )
    assert ask("A", enough=2, not_in=frozenset({STUBS})) == [["P9"]]
    assert [one.get("pageids") for one in all_own(wiki)[1:]] == ["7|8|9", "7", "8|9", "8", "9"]


def test_more_linking_pages_are_looked_at_until_it_is_decided(wiki, ask):
    wiki.will(
        pages(linked(1, "A", *map(entry, range(100, 112)))),
        pages(text(100, "")),
        pages(*(text(number, "") for number in range(101, 105))),
        pages(text(105, "[[A]]"), *(text(number, "") for number in range(106, 112))),
    )
    assert ask("A", written=True) == [["P105", "…"]]
    assert [one["pageids"].count("|") + 1 for one in all_own(wiki)[1:]] == [1, 4, 7]


def test_where_all_links_that_were_read_do_not_count_the_rest_is_read(wiki, ask):
    stub: Any = {"categories": [named("Category:Stubs", 14)]}
    first = [entry(number) for number in range(100, 121)]
    everything = [*first, entry(200)]
    wiki.will(
        pages(linked(1, "A", *first), linked(2, "B"), **on(lhcontinue="1|121")),
        pages(linked(1, "A", entry(200)), linked(2, "B"), **on(lhcontinue="1|201")),
        pages(linked(2, "B")),
        pages(*(entry(one["pageid"], **stub) for one in everything)),
        pages(linked(1, "A", *everything), **on(lhcontinue="1|201")),
        pages(linked(1, "A", entry(201))),
        pages(entry(201)),
    )
    assert ask("A", "B", not_in=frozenset({STUBS})) == [["P201", "…"], []]
    assert [one.get("titles") for one in all_own(wiki)] == [
        *("A|B", "A|B", "B", None, "A", "A", None)
    ]


def text(number, content, **more):
    return entry(number, revisions=[{"slots": {"main": {"content": content}}}], **more)


def test_links_that_only_a_template_brings_do_not_count_where_they_shall_not(wiki, ask):
    wiki.will(
        pages(
            linked(1, "A", entry(7), entry(8), entry(9), redirects=[entry(2, "R")]),
            linked(3, "B", entry(7)),
        ),
        pages(text(7, "{{Navbox}}")),
        pages(text(8, "<nowiki>[[A]]</nowiki>"), text(9, "[[R]]")),
        pages(linked(2, "R", entry(9), entry(8), entry(7))),
    )
    assert ask("A", "B", written=True) == [["P9", "…"], []]
    asked = all_own(wiki)
    assert asked[1] == {
        "prop": "revisions",
        "rvprop": "content",
        "rvslots": "main",
        "pageids": "7",
    }
    assert [one.get("titles") for one in asked] == ["A|B", None, None, "R"]  # 7 to 9 are known


def test_a_hidden_text_has_no_links(wiki, ask):
    wiki.will(
        pages(linked(1, "A", entry(7), entry(8))),
        pages(entry(7, revisions=[{"slots": {"main": {"texthidden": True}}}])),
        pages(entry(8)),
    )
    assert ask("A", written=True) == [[]]


def test_disambiguation_pages_are_known_by_their_property(wiki, ask):
    wiki.will(
        pages(linked(1, "A", entry(7), entry(8))),
        {"query": {"extensions": [{"name": "Disambiguator"}], "pages": []}},
        pages(entry(7, pageprops={"disambiguation": ""}), entry(8)),
    )
    assert ask("A", not_disambiguations=True) == [["P8", "…"]]
    assert all_own(wiki)[2] == {
        "prop": "pageprops",
        "ppprop": "disambiguation",
        "pageids": "7|8",
    }


def test_all_that_decides_is_one_question(wiki, ask):
    wiki.will(
        pages(linked(1, "A", entry(7))),
        {"query": {"extensions": [{"name": "Disambiguator"}], "pages": []}},
        pages(text(7, "[[a]]")),
    )
    options = {"not_disambiguations": True, "written": True, "not_in": frozenset({STUBS})}
    assert ask("A", **options) == [["P7", "…"]]
    assert all_own(wiki)[2]["prop"] == "categories|pageprops|revisions"


def test_nothing_is_asked_where_no_namespace_can_be_meant(wiki, ask):
    assert ask("A", "B", namespaces=(4711,)) == [[], []]
    assert wiki.asked == []


def test_a_limit_that_turns_out_to_be_smaller_is_kept(wiki, ask):
    wiki.will(
        error("toomanyvalues", limit=1, lowlimit=1, highlimit=500),
        pages(linked(1, "A", entry(7))),
        pages(linked(2, "B")),
    )
    assert ask("A", "B") == [["P7", "…"], []]


def test_an_error_that_is_not_one_page_s_is_told(wiki, ask):
    wiki.will(pages(linked(1, "A", entry(7))), error("badvalue"))
    with pytest.raises(ApiError, match="badvalue"):
        ask("A", not_in=frozenset({STUBS}))
