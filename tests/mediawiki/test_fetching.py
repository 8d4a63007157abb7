"""Pages come whole, in order, in full batches; one bad page never ends the stream."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from bot.errors import ApiError, NotOffered
from bot.mediawiki.fetching import UNREADABLE, fetch_candidates, fetch_further, fetch_query
from bot.page import INFO, NOTHING, TEXT, Candidate, Facet, Page
from bot.titles import Title
from bot.wiki import (
    REDIRECT_FLAG,
    AllPages,
    Backlinks,
    Categories,
    CategoryMembers,
    Incoming,
    Titles,
    UsedTemplates,
)
from tests.mediawiki.asking import entry
from tests.mediawiki.scripted import SWEEP, error

X = Title(0, "X")
READ_AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ALL = frozenset({INFO, TEXT, REDIRECT_FLAG, Categories()})
DENIED = error("accessdenied")


def info(number, title="", ns=0, **more):
    return {
        "pageid": number,
        "ns": ns,
        "title": title or f"P{number}",
        "lastrevid": 1000 + number,
        "length": 4,
        "contentmodel": "wikitext",
        **more,
    }


def revision(text, revid=5, model="wikitext", **more):
    slot = {"contentmodel": model, "content": text}
    made = "2026-01-01T00:00:00Z"
    size = len(text.encode())
    one = {"revid": revid, "timestamp": made, "size": size, "slots": {"main": slot}, **more}
    return {"revisions": [one]}


def pages(*entries, more=None, complete=True, **query):
    return {
        "query": {"pages": list(entries), **query},
        **({"continue": more} if more else {}),
        **({"batchcomplete": True} if complete else {}),
    }


def candidates(*numbers):
    return [[Candidate(Title(0, f"P{number}"), number) for number in numbers]]


@pytest.fixture
def fetch(session):
    """Everything that is fetched, for an account with high limits, as one list."""

    def everything(wanted, facets=frozenset({TEXT})):
        one = session(SWEEP)
        _ = one.site
        get = fetch_candidates if isinstance(wanted, list) else fetch_query
        return [page for batch in get(one, wanted, facets) for page in batch]

    return everything


def test_a_page_has_all_that_its_answer_tells(wiki, fetch):
    wiki.will(
        pages(
            info(
                1,
                "X",
                redirect=True,
                categories=[{"ns": 14, "title": "Category:C"}],
                **revision("é"),
            )
        )
    )
    (page,) = fetch([[Candidate(X, 1, row={"n": "1"})]], ALL)
    assert page.candidate.row == {"n": "1"}
    assert page.exists
    assert page.redirect
    assert (page.pageid, page.revid, page.length, page.model) == (1, 5, 2, "wikitext")
    assert page.timestamp == datetime(2026, 1, 1, tzinfo=UTC)
    assert page.read_at == READ_AT
    assert page.text == "é"
    assert page[INFO] is None
    assert page[REDIRECT_FLAG] is True
    assert page[Categories()] == {Title(14, "Category:C")}
    asked = wiki.asked[0].parameters
    assert asked["prop"] == "categories|info|revisions"
    assert asked["rvslots"] == "main"
    assert asked["cllimit"] == "max"
    assert "rvlimit" not in asked


def test_without_the_text_info_alone_is_asked(wiki, fetch):
    wiki.will(pages(info(1)))
    (page,) = fetch(candidates(1), frozenset({INFO}))
    assert (page.revid, page.length, page.timestamp) == (1001, 4, None)
    assert wiki.asked[0].parameters["prop"] == "info"
    assert "rvprop" not in wiki.asked[0].parameters


def test_the_text_brings_info_along(wiki, fetch):
    wiki.will(pages(info(1, **revision("x"))))
    assert fetch(candidates(1))[0][INFO] is None


@pytest.mark.parametrize("facets", [NOTHING, frozenset({REDIRECT_FLAG})])
def test_what_is_known_already_is_not_asked_again(wiki, fetch, facets):
    told = [[Candidate(X, 1, redirect=True)]]
    (page,) = fetch(told, facets)
    assert page.redirect is True
    assert page.facets == ({REDIRECT_FLAG: True} if facets else {})
    assert wiki.asked == []


def test_a_redirect_flag_that_nobody_told_is_asked(wiki, fetch):
    wiki.will(pages(info(1), info(2, redirect=True)))
    told = [[Candidate(X, 1, redirect=True), Candidate(Title(0, "P2"), 2)]]
    assert [page[REDIRECT_FLAG] for page in fetch(told, frozenset({REDIRECT_FLAG}))] == [
        False,
        True,
    ]


def test_candidates_are_regrouped_to_full_requests_in_their_order(wiki, session):
    one = session(SWEEP)
    numbers = list(range(1200, 0, -1))
    parts = [candidates(*numbers[at : at + 130])[0] for at in range(0, 1200, 130)]
    for at in (0, 500, 1000):
        wiki.will(pages(*(info(number) for number in sorted(numbers[at : at + 500]))))
    batches = list(fetch_candidates(one, parts, frozenset({INFO})))
    assert [len(batch) for batch in batches] == [500, 500, 200]
    assert [page.pageid for batch in batches for page in batch] == numbers
    assert all("pageids" in asked.parameters for asked in wiki.asked)


def test_batches_come_as_soon_as_they_are_complete(wiki, session):
    wiki.about["query"]["userinfo"]["rights"] = []
    wiki.will(pages(*(info(number) for number in range(1, 51))))

    def endless():
        number = 0
        while True:
            number += 1
            yield [Candidate(Title(0, f"P{number}"), number)]

    stream = fetch_candidates(session(SWEEP), endless(), frozenset({INFO}))
    assert len(next(stream)) == 50
    assert len(wiki.asked) == 1


def test_titles_that_the_wiki_spells_otherwise_are_led_back(wiki, fetch):
    wiki.will(
        pages(
            {"ns": 0, "title": "Gone", "missing": True},
            {"ns": -1, "title": "Special:Foo", "special": True},
            {"title": "A<b", "invalid": True, "invalidreason": "<"},
            info(1, "X", **revision("x")),
            normalized=[{"from": "x", "to": "X"}],
        )
    )
    names = ["x", "Gone", "Special:Foo", "A<b", "de:Elsewhere", "X"]
    found = fetch([[Candidate(Title(0, name)) for name in names]])
    assert [page.exists for page in found] == [True, False, False, False, False, True]
    assert [page.title.text for page in found] == ["X", *names[1:]]
    assert [page.pageid for page in found] == [1, None, None, None, None, 1]
    assert TEXT not in found[1].facets
    assert found[1].read_at == READ_AT
    assert found[1].redirect is False
    assert wiki.asked[0].parameters["titles"] == "|".join(names)


def test_a_batch_of_ids_and_titles_is_one_request_by_title(wiki, fetch):
    wiki.will(pages(info(1, "X"), {"ns": 0, "title": "Red", "missing": True}))
    found = fetch([[Candidate(X, 1), Candidate(Title(0, "Red"))]], frozenset({INFO}))
    assert [page.exists for page in found] == [True, False]
    assert wiki.asked[0].parameters["titles"] == "X|Red"


def test_a_page_that_vanished_does_not_exist(wiki, fetch):
    wiki.will(pages({"pageid": 1, "missing": True}))
    (page,) = fetch(candidates(1), ALL)
    assert not page.exists
    assert page.title.text == "P1"
    assert TEXT not in page.facets
    assert page[Categories()] == frozenset()
    assert page[REDIRECT_FLAG] is False


def test_a_page_that_moved_has_its_new_title(wiki, fetch):
    wiki.will(pages(info(1, "Talk:New", ns=1)))
    (page,) = fetch(candidates(1), frozenset({INFO}))
    assert page.title == Title(1, "Talk:New")


@pytest.mark.parametrize(
    "hidden",
    [
        {},
        {"revisions": []},
        {"revisions": [{"revid": 5, "slots": {"main": {"texthidden": True}}}]},
        {"revisions": [{"revid": 5, "slots": {"main": {"textmissing": True}}}]},
        {"revisions": [{"revid": 5}]},
    ],
)
def test_a_text_that_is_hidden_or_lost_makes_the_page_unreadable(wiki, fetch, hidden):
    wiki.will(pages(info(1, **hidden), info(2, **revision("x"))))
    lost, whole = fetch(candidates(1, 2))
    assert lost.exists
    assert (lost.model, lost.text, lost.pageid, lost.revid) == (UNREADABLE, "", 1, 1001)
    assert whole.text == "x"


@pytest.mark.parametrize("code", ["accessdenied", "internal_api_error_MWException"])
def test_the_page_that_makes_its_batch_fail_is_found_by_halving(wiki, fetch, code):
    bad = error(code)
    wiki.will(
        bad,
        pages(info(1, **revision("a")), info(2, **revision("b"))),
        bad,
        bad,
        pages(info(4, **revision("d"))),
    )
    found = fetch(candidates(1, 2, 3, 4))
    assert [page.model for page in found] == ["wikitext", "wikitext", UNREADABLE, "wikitext"]
    assert found[2].exists
    assert found[2].text == ""
    assert found[2].pageid == 3


def test_another_error_of_a_batch_ends_the_stream(wiki, fetch):
    wiki.will(error("unknown_action"))
    with pytest.raises(ApiError, match="unknown_action"):
        fetch(candidates(1, 2))
    wiki.will(error("unknown_action"))
    with pytest.raises(ApiError, match="unknown_action"):
        fetch(Backlinks(to=X))


def test_an_unreadable_page_without_text_wanted_has_none(wiki, fetch):
    wiki.will(DENIED)
    (page,) = fetch(candidates(1), frozenset({INFO}))
    assert page.model == UNREADABLE
    assert TEXT not in page.facets


def test_a_limit_that_shrinks_is_followed(wiki, fetch):
    wiki.will(
        error("toomanyvalues", limit=2, lowlimit=2, highlimit=500),
        pages(info(1), info(2)),
        pages(info(3)),
    )
    found = fetch(candidates(1, 2, 3), frozenset({INFO}))
    assert [page.pageid for page in found] == [1, 2, 3]


def test_what_is_asked_of_each_page_shrinks_with_the_limit(wiki, fetch):
    few = frozenset(Title(10, f"Template:T{number}") for number in range(3))
    facet = UsedTemplates(few)
    wiki.will(
        error("toomanyvalues", limit=2, lowlimit=2, highlimit=500, parameter="tltemplates"),
        pages(info(1, templates=[{"ns": 10, "title": "Template:T1"}]), info(2)),
        pages(info(3)),
    )
    found = fetch(candidates(1, 2, 3), frozenset({INFO, facet}))
    assert [len(page[facet]) for page in found] == [1, 0, 0]
    assert [asked.parameters.get("tltemplates", "").count("|") for asked in wiki.asked] == [2, 0, 0]


def test_a_limit_that_shrinks_while_pages_are_found_and_read_in_one(wiki, fetch):
    wiki.will(
        pages(info(1, **revision("a")), more={"gblcontinue": "0|2", "continue": "gblcontinue||"}),
        error("toomanyvalues", limit=1, lowlimit=1, highlimit=500),
        {"query": {"backlinks": [entry(number) for number in (1, 2, 3)]}, "batchcomplete": True},
        pages(info(2, **revision("b"))),
        pages(info(3, **revision("c"))),
    )
    found = fetch(Backlinks(to=X))
    assert [page.text for page in found] == ["a", "b", "c"]


@pytest.mark.parametrize("limit", [0, 500])
def test_a_limit_that_is_none_or_no_smaller_is_an_error(wiki, fetch, limit):
    wiki.will(error("toomanyvalues", limit=limit))
    with pytest.raises(ApiError, match="toomanyvalues"):
        fetch(Backlinks(to=X))


def test_a_truncated_batch_comes_whole(wiki, fetch):
    big = "x" * 100_000
    cut = {"result": {"warnings": "This result was truncated"}}
    first = pages(info(1, **revision(big)), info(2), more={"rvcontinue": "2", "continue": "||info"})
    first.pop("batchcomplete")
    wiki.will(
        {**first, "warnings": cut},
        pages({"pageid": 1, "ns": 0, "title": "P1"}, {"pageid": 2, "title": "P2", **revision(big)}),
    )
    found = fetch(candidates(1, 2))
    assert [len(page.text) for page in found] == [100_000, 100_000]


# By generator.


def test_a_query_is_found_and_fetched_in_one_request(wiki, fetch):
    wiki.will(
        pages(
            info(1, redirect=True, **revision("a")),
            info(2, **revision("b")),
            more={"gblcontinue": "0|3", "continue": "gblcontinue||"},
        ),
        pages(info(3, **revision("c"))),
    )
    found = fetch(Backlinks(to=X, namespaces=(0,), redirects="exclude"))
    assert [page.text for page in found] == ["a", "b", "c"]
    assert [page.candidate.redirect for page in found] == [True, False, False]
    asked = wiki.asked[0].parameters
    assert asked["generator"] == "backlinks"
    assert (asked["gbltitle"], asked["gbllimit"], asked["gblnamespace"]) == ("X", "500", "0")
    assert asked["gblfilterredir"] == "nonredirects"


@pytest.mark.parametrize(("size", "limit"), [(7, "7"), (5000, "500"), ("max", "500")])
def test_a_generator_finds_no_more_than_one_request_can_read(wiki, fetch, size, limit):
    wiki.will(pages())
    assert fetch(Backlinks(to=X, request_size=size)) == []
    assert wiki.asked[0].parameters["gbllimit"] == limit


@pytest.mark.parametrize(("size", "limit"), [(7, "7"), (9000, "5000"), ("max", "5000")])
def test_without_texts_a_generator_gives_as_many_as_a_list(wiki, fetch, size, limit):
    wiki.will(pages())
    assert fetch(Backlinks(to=X, request_size=size), frozenset({INFO, Categories()})) == []
    assert wiki.asked[0].parameters["gbllimit"] == limit


def test_what_a_generator_gives_comes_in_batches_of_the_usual_size(wiki, session):
    wiki.will(pages(*(info(number) for number in range(1, 1201))))
    batches = list(fetch_query(session(SWEEP), Backlinks(to=X), frozenset({INFO})))
    assert [len(batch) for batch in batches] == [500, 500, 200]
    assert [page.pageid for batch in batches for page in batch] == list(range(1, 1201))


def redirect_to(number):
    """A page that nothing but a redirect leads to."""
    return info(number, redirects=[{"pageid": 9000 + number, "ns": 0, "title": f"R{number}"}])


def test_a_few_redirects_of_many_pages_without_texts_are_one_question(wiki, session):
    one, links = session(SWEEP), frozenset({Incoming()})
    unread = [Page.unread(each, one.site) for each in candidates(*range(1, 1201))[0]]
    wiki.will(
        pages(redirect_to(1), *map(info, range(2, 501))),
        pages(*map(info, range(501, 1001))),
        pages(redirect_to(1001), *map(info, range(1002, 1201))),
        pages(info(9001, "R1", linkshere=[info(7)]), info(10001, "R1001")),
    )
    batches = list(fetch_further(one, [unread[:700], unread[700:]], links))
    assert [len(batch) for batch in batches] == [500, 500, 200]
    found = [page for batch in batches for page in batch if page[Incoming()].titles]
    assert [page.title.text for page in found] == ["P1"]
    assert wiki.asked[-1].parameters["titles"] == "R1|R1001"


def test_of_pages_with_their_texts_no_more_wait_than_one_request_reads(wiki, session):
    one, links = session(SWEEP), frozenset({Incoming()})
    read = [
        replace(Page.unread(each, one.site), facets={TEXT: "text"})
        for each in candidates(*range(1, 601))[0]
    ]
    wiki.will(pages(redirect_to(1), *map(info, range(2, 501))), pages(info(9001, "R1")))
    stream = fetch_further(one, [read], links)
    assert len(next(stream)) == 500
    pages_asked, redirects_asked = (asked.parameters for asked in wiki.asked[-2:])
    assert len(pages_asked["pageids"].split("|")) == 500
    assert redirects_asked["titles"] == "R1"


@pytest.mark.parametrize(
    ("query", "order"),
    [
        (Backlinks(to=X), [1, 2, 3]),
        (Backlinks(to=X, order="descending"), [3, 2, 1]),
        (Backlinks(to=X, namespaces=(0, 1)), [2, 3, 1]),
        (AllPages(), [2, 3, 1]),
        (AllPages(order="descending"), [1, 3, 2]),
        (CategoryMembers(category=Title(14, "Category:C")), [2, 3, 1]),
    ],
)
def test_a_generators_pages_come_in_the_order_of_the_list(wiki, fetch, query, order):
    wiki.will(pages(info(1, "Talk:Z", 1), info(2, "A a"), info(3, "B")))
    assert [page.pageid for page in fetch(query, frozenset({INFO}))] == order


def test_a_page_that_comes_again_is_left_out(wiki, fetch):
    wiki.will(
        pages(info(1), info(2), more={"gblcontinue": "x"}),
        error("badcontinue"),
        pages(info(1), info(2), more={"gblcontinue": "x"}),
        pages(info(3)),
    )
    assert [page.pageid for page in fetch(Backlinks(to=X), frozenset({INFO}))] == [1, 2, 3]


@pytest.mark.parametrize(
    "query",
    [
        Backlinks(to=X, through_redirects=True),
        CategoryMembers(category=Title(14, "Category:C"), depth=1),
        Titles(titles=(X,)),
        Backlinks(to=X, namespaces=()),
    ],
)
def test_other_queries_are_enumerated_and_then_fetched(wiki, fetch, query):
    links = {"pageid": 1, "ns": 0, "title": "X", "linkshere": []}
    if isinstance(query, Backlinks) and query.through_redirects:
        wiki.will(pages(links))
    elif isinstance(query, CategoryMembers):
        wiki.will({"query": {"categorymembers": []}})
    elif isinstance(query, Titles):
        wiki.will(pages(info(1, "X", **revision("x"))))
    found = fetch(query)
    assert [page.text for page in found] == (["x"] if isinstance(query, Titles) else [])
    assert not any("generator" in asked.parameters for asked in wiki.asked)


def test_what_the_query_tells_is_not_fetched(wiki, fetch):
    told = {"backlinks": [{"pageid": 1, "ns": 0, "title": "A", "redirect": True}]}
    wiki.will({"query": told}, {"query": told})
    (page,) = fetch(Backlinks(to=X), frozenset({REDIRECT_FLAG}))
    assert page[REDIRECT_FLAG] is True
    assert fetch(Backlinks(to=X), NOTHING)[0].title.text == "A"
    assert {asked.parameters["list"] for asked in wiki.asked} == {"backlinks"}


def test_a_page_that_fails_a_generator_is_looked_for_among_those_that_are_left(wiki, fetch):
    wiki.will(
        pages(info(1, **revision("a")), more={"gblcontinue": "0|2"}),
        DENIED,
        {"query": {"backlinks": [{"pageid": n, "ns": 0, "title": f"P{n}"} for n in (1, 2, 3)]}},
        DENIED,
        DENIED,
        pages(info(3, **revision("c"))),
    )
    found = fetch(Backlinks(to=X))
    assert [(page.pageid, page.model) for page in found] == [
        (1, "wikitext"),
        (2, UNREADABLE),
        (3, "wikitext"),
    ]


@dataclass(frozen=True, slots=True)
class Moon(Facet[int]):
    """A facet of somebody else's."""


@pytest.mark.parametrize("wanted", [candidates(1), Backlinks(to=X)])
def test_a_facet_that_nobody_knows_is_not_offered(fetch, wanted):
    with pytest.raises(NotOffered, match=r"^testwiki: Moon"):
        fetch(wanted, frozenset({Moon()}))
