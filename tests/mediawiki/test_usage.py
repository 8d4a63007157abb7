"""Users of templates and files, and pages with language links, become the right requests."""

from typing import Any

import pytest

from bot.errors import NotOffered
from bot.mediawiki.fetching import fetch_query
from bot.mediawiki.questions import QUESTIONS
from bot.page import INFO, Candidate, Via
from bot.titles import Title
from bot.wiki import FileUsage, GlobalFileUsage, LanguageLinksTo, Transclusions
from tests.mediawiki.asking import all_own, answer, entry, on, own, pages
from tests.mediawiki.scripted import SWEEP, siteinfo

T, U = Title(10, "Template:T"), Title(10, "Template:U")
F = Title(6, "File:F.png")


@pytest.fixture
def ask(session):
    """Everything that a query gives, for an account with high limits."""

    def everything(query, credentials=SWEEP):
        found = QUESTIONS[type(query)].candidates(session(credentials), query)
        return [one for batch in found for one in batch]

    return everything


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        (
            Transclusions(of=(T,)),
            {"list": "embeddedin", "eititle": "Template:T", "eifilterredir": "all"},
        ),
        (
            Transclusions(of=(T,), namespaces=(1, 0), redirects="only", request_size=7),
            {"einamespace": "0|1", "eifilterredir": "redirects", "eilimit": "7"},
        ),
        (FileUsage(of=(F,)), {"list": "imageusage", "iutitle": "File:F.png", "iulimit": "max"}),
        (
            Transclusions(of=(T, U), redirects="exclude", namespaces=(0,)),
            {
                "prop": "transcludedin",
                "titles": "Template:T|Template:U",
                "tilimit": "max",
                "tiprop": "pageid|title|redirect",
                "tishow": "!redirect",
                "tinamespace": "0",
            },
        ),
        (
            FileUsage(of=(F, Title(6, "File:G.png")), request_size=9_999),
            {"prop": "fileusage", "titles": "File:F.png|File:G.png", "fulimit": "5000"},
        ),
        (
            LanguageLinksTo(language="de", title="Merkur"),
            {"list": "langbacklinks", "lbllang": "de", "lbltitle": "Merkur", "lbllimit": "max"},
        ),
    ],
)
def test_options_become_parameters(wiki, ask, query, parameters):
    wiki.will({"query": {}})
    assert ask(query) == []
    assert own(wiki.asked[0]).items() >= parameters.items()


@pytest.mark.parametrize(
    "query",
    [
        Transclusions(of=()),
        Transclusions(of=(T,), namespaces=(-1,)),
        Transclusions(of=(T, U), namespaces=()),
        FileUsage(of=(F,), namespaces=(99,), through_redirects=True),
    ],
)
def test_what_can_have_no_answer_is_not_asked(wiki, ask, query):
    assert ask(query) == []
    assert wiki.asked == []


def test_the_users_of_several_come_once_whichever_they_use(wiki, ask):
    wiki.will(
        pages(
            entry(1, "Template:T", 10, transcludedin=[entry(5), entry(6, redirect=True)]),
            entry(2, "Template:U", 10),
            **on(ticontinue="10|U|5"),
        ),
        pages(entry(1, "Template:T", 10), entry(2, "Template:U", 10, transcludedin=[entry(5)])),
    )
    assert ask(Transclusions(of=(T, U))) == [
        Candidate(Title(0, "P5"), 5, redirect=False),
        Candidate(Title(0, "P6"), 6, redirect=True),
    ]


def test_more_titles_than_one_request_may_have_are_asked_in_parts(wiki, ask):
    wiki.about = siteinfo(rights=("read",))
    wiki.will(pages(), pages())
    ask(Transclusions(of=tuple(Title(10, f"Template:T{n}") for n in range(60))))
    assert [asked["titles"].count("|") + 1 for asked in all_own(wiki)] == [50, 10]


def test_users_through_redirects_tell_which_ones_they_use(wiki, ask):
    r1, r2 = entry(11, "Template:R1", 10), entry(12, "Template:R2", 10)
    wiki.will(
        pages(
            entry(
                1,
                "Template:T",
                10,
                redirects=[r1, r2],
                transcludedin=[entry(5), entry(6), entry(7, redirect=True)],
            )
        ),
        pages({**r1, "transcludedin": [entry(6)]}, {**r2, "transcludedin": [entry(6)]}),
    )
    via = (Via("redirect", Title(10, "Template:R1")), Via("redirect", Title(10, "Template:R2")))
    assert ask(Transclusions(of=(T,), through_redirects=True, namespaces=(0,))) == [
        Candidate(Title(0, "P5"), 5, redirect=False),
        Candidate(Title(0, "P6"), 6, redirect=False, direct=False, via=via),
        Candidate(Title(0, "P7"), 7, redirect=True),
    ]
    assert all_own(wiki)[1] == {
        "prop": "redirects|transcludedin",
        "pageids": "11|12",
        "rdprop": "pageid|title",
        "rdlimit": "max",
        "tiprop": "pageid|title|redirect",
        "tilimit": "max",
        "tinamespace": "0",
    }


def test_a_target_that_redirects_to_another_target_is_a_target(wiki, ask):
    wiki.will(
        pages(
            entry(1, "File:F.png", 6, redirects=[entry(2, "File:G.png", 6)], fileusage=[entry(5)]),
            entry(2, "File:G.png", 6, fileusage=[entry(5)]),
        )
    )
    query = FileUsage(of=(F, Title(6, "File:G.png")), through_redirects=True)
    assert ask(query) == [Candidate(Title(0, "P5"), 5, redirect=False)]


def test_one_template_is_found_and_fetched_in_one_request(wiki, session):
    info: dict[str, Any] = {"lastrevid": 9, "length": 3, "contentmodel": "wikitext"}
    wiki.will(pages(entry(5, **info), entry(6, redirect=True, **info)))
    ((first, second),) = fetch_query(session(SWEEP), Transclusions(of=(T,)), frozenset({INFO}))
    assert (first.pageid, second.pageid, second.redirect) == (5, 6, True)
    assert own(wiki.asked[0]).items() >= {"generator": "embeddedin", "geilimit": "5000"}.items()


def test_language_links_are_filtered_here_as_the_wiki_does_not(wiki, ask):
    entries = [entry(1), entry(2, "Talk:P", 1), entry(3, redirect=True)]
    wiki.will(*[answer("langbacklinks", *entries)] * 5)

    def names(**options):
        return [one.title.text for one in ask(LanguageLinksTo(language="de", **options))]

    assert names() == ["P1", "Talk:P", "P3"]
    assert names(namespaces=(0,)) == ["P1", "P3"]
    assert names(redirects="only") == ["P3"]
    assert names(redirects="exclude") == ["P1", "Talk:P"]
    assert names(redirects="only", namespaces=(1,)) == []


MODULE = {"paraminfo": {"modules": [{"name": "globalusage", "group": "prop", "prefix": "gu"}]}}


def use(number, title, ns=0, wiki="wiki.example.org"):
    return {"title": title, "wiki": wiki, "pageid": str(number), "ns": str(ns)}


def test_of_the_pages_of_all_wikis_those_of_this_one_are_kept(wiki, ask):
    uses = [
        use(5, "Two_words"),
        use(5, "Two_words"),
        use(6, "Talk:Of_it:all", 1),
        use(7, "Else", wiki="de.example.org"),
        use(8, "Gone:A_namespace", 4711),
    ]
    wiki.will(MODULE, pages(entry(1, "File:F.png", 6, globalusage=uses)))
    assert ask(GlobalFileUsage(of=(F,))) == [
        Candidate(Title(0, "Two words"), 5),
        Candidate(Title(1, "Talk:Of it:all"), 6),
    ]
    assert all_own(wiki)[1] == {
        "prop": "globalusage",
        "titles": "File:F.png",
        "guprop": "pageid|namespace",
        "gulimit": "max",
    }


def test_namespaces_are_those_of_the_pages_found(wiki, ask):
    wiki.will(MODULE, pages(entry(1, "File:F.png", 6, globalusage=[use(5, "A"), use(6, "T:A", 1)])))
    assert [one.pageid for one in ask(GlobalFileUsage(of=(F,), namespaces=(1,)))] == [6]
    wiki.will(MODULE, pages(entry(1, "File:F.png", 6)))
    assert ask(GlobalFileUsage(of=(F,))) == []


def test_a_wiki_without_the_extension_says_so_before_it_is_asked(wiki, ask):
    wiki.will({"paraminfo": {"modules": []}})
    with pytest.raises(NotOffered, match="lacks the extension GlobalUsage"):
        ask(GlobalFileUsage(of=(F,)))
    assert own(wiki.asked[0]) == {"modules": "query+globalusage"}
