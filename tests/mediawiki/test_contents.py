"""What stands on pages becomes the right requests, and their answers the right candidates."""

import pytest

from bot.mediawiki.fetching import fetch_query
from bot.mediawiki.questions import QUESTIONS
from bot.page import INFO, Candidate, Via
from bot.titles import Title
from bot.wiki import CategoriesOn, FilesOn, LinksOn, TemplatesOn
from tests.mediawiki.asking import all_own, entry, missing, named, on, own, pages
from tests.mediawiki.scripted import SWEEP, error, siteinfo

A, B = Title(0, "A"), Title(0, "B")
VIA_A, VIA_B = Via("page", A), Via("page", B)


@pytest.fixture
def ask(session):
    def everything(query):
        found = QUESTIONS[type(query)].candidates(session(SWEEP), query)
        return [one for batch in found for one in batch]

    return everything


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        (
            LinksOn(pages=(A,)),
            {"generator": "links", "titles": "A", "gpllimit": "max", "prop": "info"},
        ),
        (LinksOn(pages=(A,), namespaces=(1, 0), request_size=7), {"gplnamespace": "0|1"}),
        (LinksOn(pages=(A,), request_size=7), {"gpllimit": "7"}),
        (TemplatesOn(pages=(A,), namespaces=(10,)), {"gtlnamespace": "10", "gtllimit": "max"}),
        (FilesOn(pages=(A,)), {"generator": "images", "gimlimit": "max"}),
        (CategoriesOn(pages=(A,)), {"generator": "categories", "gcllimit": "max"}),
        (CategoriesOn(pages=(A,), hidden="only"), {"gclshow": "hidden"}),
        (CategoriesOn(pages=(A,), hidden="exclude"), {"gclshow": "!hidden"}),
        (LinksOn(pages=(A, B)), {"prop": "links", "titles": "A|B", "pllimit": "max"}),
        (CategoriesOn(pages=(A, B), hidden="only"), {"prop": "categories", "clshow": "hidden"}),
        (FilesOn(pages=(A, B), request_size=7), {"prop": "images", "imlimit": "7"}),
    ],
)
def test_options_become_parameters(wiki, ask, query, parameters):
    wiki.will({"query": {}})
    assert ask(query) == []
    assert own(wiki.asked[0]).items() >= parameters.items()


@pytest.mark.parametrize(
    "query",
    [
        LinksOn(pages=()),
        CategoriesOn(pages=()),
        LinksOn(pages=(A,), namespaces=()),
        TemplatesOn(pages=(A, B), namespaces=(-1, 99)),
    ],
)
def test_what_can_have_no_answer_is_not_asked(wiki, ask, query):
    assert ask(query) == []
    assert wiki.asked == []


def linked():
    """As a generator gives it: the missing ones first, the others by their numbers."""
    return pages(
        missing("Red"),
        missing("File:Shared.png", 6, known=True),
        entry(3, "Talk:T", 1),
        entry(4, "Blue b", redirect=True),
        entry(9, "Blue"),
    )


def test_what_stands_on_one_page_comes_by_namespace_and_title_with_all_that_is_known(wiki, ask):
    wiki.will(linked())
    assert ask(LinksOn(pages=(A,))) == [
        Candidate(Title(0, "Blue"), 9, redirect=False, direct=False, via=(VIA_A,)),
        Candidate(Title(0, "Blue b"), 4, redirect=True, direct=False, via=(VIA_A,)),
        Candidate(Title(0, "Red"), None, redirect=False, direct=False, via=(VIA_A,)),
        Candidate(Title(1, "Talk:T"), 3, redirect=False, direct=False, via=(VIA_A,)),
        Candidate(Title(6, "File:Shared.png"), None, redirect=False, direct=False, via=(VIA_A,)),
    ]


@pytest.mark.parametrize(
    ("which", "titles"),
    [("red", ["Red"]), ("blue", ["Blue", "Blue b", "Talk:T", "File:Shared.png"])],
)
def test_a_link_is_red_where_readers_see_nothing_behind_it(wiki, ask, which, titles):
    wiki.will(linked())
    assert [one.title.text for one in ask(LinksOn(pages=(A,), which=which))] == titles


def test_each_comes_once_however_the_answers_are_cut(wiki, ask):
    wiki.will(
        pages(entry(1, "X"), missing("Y"), **on(gplcontinue="1|0|Z")),
        pages(entry(1, "X"), entry(2, "Z")),
    )
    found = ask(LinksOn(pages=(A,)))
    assert [one.title.text for one in found] == ["X", "Y", "Z"]


def test_an_answer_without_anything_of_that_colour_gives_no_batch(wiki, session):
    wiki.will(pages(entry(1, "X")))
    query = LinksOn(pages=(A,), which="red")
    assert list(QUESTIONS[LinksOn].candidates(session(SWEEP), query)) == []


def test_what_stands_on_several_pages_has_them_all(wiki, ask):
    wiki.will(
        pages(entry(1, "A", links=[named("X")]), missing("No page"), **on(plcontinue="1|0|Y")),
        pages(entry(1, "A", links=[named("Y")]), entry(2, "B", links=[named("X")])),
    )
    assert ask(LinksOn(pages=(A, B, Title(0, "No page")))) == [
        Candidate(Title(0, "X"), direct=False, via=(VIA_A, VIA_B)),
        Candidate(Title(0, "Y"), direct=False, via=(VIA_A,)),
    ]


def test_for_several_pages_the_colours_are_asked_for_beside(wiki, ask):
    wiki.will(
        linked(),
        pages(
            entry(1, "A", links=[named("Blue"), named("Red")]),
            entry(2, "B", links=[named("Red"), named("File:Shared.png", 6)]),
        ),
    )
    assert ask(LinksOn(pages=(A, B), which="blue")) == [
        Candidate(Title(0, "Blue"), 9, redirect=False, direct=False, via=(VIA_A,)),
        Candidate(Title(6, "File:Shared.png"), None, redirect=False, direct=False, via=(VIA_B,)),
    ]
    assert [asked.get("generator") for asked in all_own(wiki)] == ["links", None]
    assert "titles" in all_own(wiki)[1]


def test_more_pages_than_one_request_may_have_are_asked_in_parts(wiki, ask):
    wiki.about = siteinfo(rights=("read",))
    wiki.will(error("toomanyvalues", limit=30), pages(), pages(), pages())
    ask(FilesOn(pages=tuple(Title(0, f"P{n}") for n in range(70))))
    assert [asked["titles"].count("|") + 1 for asked in all_own(wiki)] == [50, 30, 30, 10]


def test_a_great_many_come_in_batches(wiki, session):
    wiki.about = siteinfo(rights=("read",))
    wiki.will(pages(entry(1, "A", links=[named(f"X{n}") for n in range(1100)]), entry(2, "B")))
    query = LinksOn(pages=(A, B))
    batches = list(QUESTIONS[LinksOn].candidates(session(SWEEP), query))
    assert [len(batch) for batch in batches] == [500, 500, 100]


INFO_OF_A_PAGE = {"lastrevid": 9, "length": 3, "contentmodel": "wikitext"}


def with_info(one):
    return one if "missing" in one else {**one, **INFO_OF_A_PAGE}


def test_what_stands_on_one_page_is_found_and_fetched_at_once(wiki, session):
    everything = [with_info(one) for one in linked()["query"]["pages"]]
    wiki.will(pages(*everything))
    query = LinksOn(pages=(A,), which="blue", namespaces=(0, 1, 6))
    (found,) = fetch_query(session(SWEEP), query, frozenset({INFO}))
    assert [(page.title.text, page.exists, page.pageid, page.redirect) for page in found] == [
        ("Blue", True, 9, False),
        ("Blue b", True, 4, True),
        ("Talk:T", True, 3, False),
        ("File:Shared.png", False, None, False),
    ]
    assert {(page.candidate.direct, page.candidate.via) for page in found} == {(False, (VIA_A,))}
    assert own(wiki.asked[0]) == {
        "generator": "links",
        "titles": "A",
        "gplnamespace": "0|1|6",
        "gpllimit": "5000",
        "prop": "info",
    }


def test_missing_pages_come_once_where_one_page_cannot_be_read(wiki, session):
    first = [missing("Red"), with_info(entry(9, "Blue"))]
    rest = [missing("Redder"), entry(3, "Bluer")]
    wiki.will(
        pages(*first, batchcomplete=True, **on(gplcontinue="1|0|Bluer")),
        error("internal_api_error_MWException"),
        pages(missing("Red"), entry(9, "Blue"), *rest),
        pages(missing("Redder"), with_info(entry(3, "Bluer"))),
    )
    batches = list(fetch_query(session(SWEEP), LinksOn(pages=(A,)), frozenset({INFO})))
    assert [[page.title.text for page in batch] for batch in batches] == [
        ["Blue", "Red"],
        ["Bluer", "Redder"],
    ]


def test_what_stands_on_several_pages_is_found_first(wiki, session):
    wiki.will(
        pages(entry(1, "A", links=[named("Blue"), named("Red")]), entry(2, "B")),
        pages(with_info(entry(9, "Blue")), missing("Red")),
    )
    (found,) = fetch_query(session(SWEEP), LinksOn(pages=(A, B)), frozenset({INFO}))
    assert [(page.title.text, page.exists) for page in found] == [("Blue", True), ("Red", False)]
    assert all_own(wiki)[1]["titles"] == "Blue|Red"
