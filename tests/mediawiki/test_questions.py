"""Each query becomes the right requests, and its answers the right candidates."""

import pytest

from bot.errors import ApiError, Unreachable, UsageError
from bot.mediawiki.questions import QUESTIONS
from bot.page import Candidate, Via
from bot.titles import Title
from bot.wiki import (
    AllPages,
    BacklinkLevels,
    Backlinks,
    CategoryMembers,
    RawList,
    RedirectsTo,
    Titles,
)
from tests.mediawiki.scripted import SWEEP, Raw, error

X = Title(0, "X")


def entry(number, title="", ns=0, **more):
    return {"pageid": number, "ns": ns, "title": title or f"P{number}", **more}


def answer(name, *entries, more=None):
    return {"query": {name: list(entries)}, **({"continue": more} if more else {})}


def pages(*entries, more=None):
    return answer("pages", *entries, more=more)


def own(asked):
    common = {"action", "format", "formatversion", "maxlag", "curtimestamp", "assert", "assertuser"}
    return {key: value for key, value in asked.parameters.items() if key not in common}


@pytest.fixture
def ask(session):
    """Everything that a query gives, for an account with high limits."""

    def everything(query):
        found = QUESTIONS[type(query)].candidates(session(SWEEP), query)
        return [one for batch in found for one in batch]

    return everything


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        (Backlinks(to=X), {"bltitle": "X", "bllimit": "max"}),
        (Backlinks(to=12), {"blpageid": "12"}),
        (Backlinks(to=X, namespaces=(1, 0)), {"blnamespace": "0|1"}),
        (Backlinks(to=X, namespaces=(0, -1, 99)), {"blnamespace": "0"}),
        (Backlinks(to=X, redirects="exclude"), {"blfilterredir": "nonredirects"}),
        (Backlinks(to=X, redirects="only"), {"blfilterredir": "redirects"}),
        (Backlinks(to=X, order="descending"), {"bldir": "descending"}),
        (Backlinks(to=X, request_size=7), {"bllimit": "7"}),
        (Backlinks(to=X, request_size=99999), {"bllimit": "5000"}),
        (Backlinks(to=X, request_size=0), {"bllimit": "1"}),
        (BacklinkLevels(to=X), {"bltitle": "X", "blredirect": "1", "bllimit": "max"}),
        (BacklinkLevels(to=X, request_size=99999), {"bllimit": "2500"}),
        (BacklinkLevels(to=3, namespaces=(4,)), {"blpageid": "3", "blnamespace": "4"}),
        (AllPages(), {"apnamespace": "0", "apfilterredir": "all", "aplimit": "max"}),
        (AllPages(start="A", end="B", prefix="P"), {"apfrom": "A", "apto": "B", "apprefix": "P"}),
        (
            AllPages(start="A", end="B", order="descending"),
            {"apfrom": "B", "apto": "A", "apdir": "descending"},
        ),
        (
            CategoryMembers(category=Title(14, "Category:C"), types=("page", "file")),
            {"cmtitle": "Category:C", "cmtype": "page|file", "cmlimit": "max"},
        ),
    ],
)
def test_options_become_parameters(wiki, ask, query, parameters):
    wiki.will({"query": {}})
    assert ask(query) == []
    assert own(wiki.asked[0]).items() >= parameters.items()


def test_all_namespaces_are_no_parameter_at_all(wiki, ask):
    wiki.will({"query": {}}, {"query": {}})
    ask(Backlinks(to=X))
    ask(Backlinks(to=X, namespaces=(0, 1, 2, 3, 4, 6, 10, 14)))
    assert not any("blnamespace" in asked.parameters for asked in wiki.asked)


@pytest.mark.parametrize(
    "query",
    [
        Backlinks(to=X, namespaces=()),
        Backlinks(to=X, namespaces=(-1, 99)),
        Backlinks(to=X, namespaces=(), through_redirects=True),
        BacklinkLevels(to=X, namespaces=()),
        CategoryMembers(category=Title(14, "Category:C"), namespaces=(99,)),
        CategoryMembers(category=Title(14, "Category:C"), types=()),
        CategoryMembers(category=Title(14, "Category:C"), types=(), depth=0),
        Titles(titles=()),
    ],
)
def test_what_can_have_no_answer_is_not_asked(wiki, ask, query):
    assert ask(query) == []
    assert wiki.asked == []


def test_backlinks_come_to_the_end_each_once(wiki, ask):
    more = {"blcontinue": "0|2", "continue": "-||"}
    wiki.will(
        answer("backlinks", entry(1), entry(2, redirect=True), more=more),
        answer("backlinks", more={"blcontinue": "0|3", "continue": "-||"}),
        error("blbadcontinue"),
        answer("backlinks", entry(1), entry(2, redirect=True), more=more),
        answer("backlinks", entry(3, "Talk:P", ns=1)),
    )
    assert ask(Backlinks(to=X)) == [
        Candidate(Title(0, "P1"), 1, redirect=False),
        Candidate(Title(0, "P2"), 2, redirect=True),
        Candidate(Title(1, "Talk:P"), 3, redirect=False),
    ]


@pytest.mark.parametrize(
    ("redirects", "told"), [("include", None), ("exclude", False), ("only", True)]
)
def test_all_pages_tells_of_redirects_what_the_filter_tells(wiki, ask, redirects, told):
    wiki.will(answer("allpages", entry(1)))
    assert ask(AllPages(redirects=redirects)) == [Candidate(Title(0, "P1"), 1, redirect=told)]


def test_titles_ask_nothing_and_keep_order_and_rows(session):
    titles = tuple(Title(0, f"T{number % 900}") for number in range(1000))
    one = session(SWEEP)
    batches = list(QUESTIONS[Titles].candidates(one, Titles(titles=titles)))
    assert [len(batch) for batch in batches] == [500, 400]
    assert batches[1][0] == Candidate(Title(0, "T500"))
    rows = ({"n": "1"}, {"n": "2"}, {"n": "3"})
    query = Titles(titles=(titles[0], titles[1], titles[0]), rows=rows)
    ((first, second),) = QUESTIONS[Titles].candidates(one, query)
    assert (first.row, second.row) == ({"n": "1"}, {"n": "2"})
    assert one.requests == 0


# Through redirects.


def links(*entries):
    return [{**one, "redirect": one.get("redirect", False)} for one in entries]


def test_through_redirects_each_page_has_all_its_ways(wiki, ask):
    r1, r2 = entry(11, "R1"), entry(12, "Test:R2", ns=4)
    double = entry(21, "DR")
    wiki.will(
        pages(
            entry(
                1,
                "X",
                redirects=[r1, r2],
                linkshere=links(entry(2, "A"), entry(11, "R1", redirect=True)),
            )
        ),
        pages(
            {**r1, "redirects": [double], "linkshere": links(entry(2, "A"), entry(3, "B"))},
            {**r2, "linkshere": links(entry(4, "C"))},
        ),
        pages({**double, "linkshere": links(entry(3, "B"), entry(5, "D"))}),
    )
    found = ask(Backlinks(to=X, through_redirects=True, namespaces=(0,), redirects="include"))
    ways = {one.title.text: (one.direct, [via.title.text for via in one.via]) for one in found}
    assert ways == {
        "A": (True, ["R1"]),
        "R1": (True, []),
        "B": (False, ["R1", "DR"]),
        "C": (False, ["Test:R2"]),
        "D": (False, ["DR"]),
    }
    assert {one.via[0].kind for one in found if one.via} == {"redirect"}
    assert [one.redirect for one in found] == [False, True, False, False, False]
    assert [own(asked).get("titles", own(asked).get("pageids")) for asked in wiki.asked] == [
        "X",
        "11|12",
        "21",
    ]
    assert own(wiki.asked[1]) == {
        "prop": "redirects|linkshere",
        "rdprop": "pageid|title",
        "rdlimit": "max",
        "lhprop": "pageid|title|redirect",
        "lhlimit": "max",
        "lhnamespace": "0",
        "pageids": "11|12",
    }


@pytest.mark.parametrize(("redirects", "show"), [("exclude", "!redirect"), ("only", "redirect")])
def test_the_filter_for_redirects_is_about_the_linking_pages(wiki, ask, redirects, show):
    wiki.will(pages({"ns": 0, "title": "X", "missing": True}))
    assert ask(Backlinks(to=X, through_redirects=True, redirects=redirects, request_size=9)) == []
    assert own(wiki.asked[0])["lhshow"] == show
    assert own(wiki.asked[0])["lhlimit"] == own(wiki.asked[0])["rdlimit"] == "9"


def test_a_loop_of_redirects_comes_to_its_end(wiki, ask):
    x, r = entry(1, "X"), entry(2, "R")
    wiki.will(
        pages({**x, "redirects": [r], "linkshere": links({**r, "redirect": True})}),
        pages({**r, "redirects": [x, r], "linkshere": links({**x, "redirect": True})}),
    )
    found = ask(Backlinks(to=1, through_redirects=True))
    assert [(one.title.text, one.direct) for one in found] == [("R", True), ("X", False)]


def test_sixty_redirects_cost_two_requests_or_three_with_small_limits(wiki, ask):
    redirects = [entry(number) for number in range(100, 160)]
    wiki.will(pages(entry(1, "X", redirects=redirects)), pages(*redirects))
    assert ask(Backlinks(to=X, through_redirects=True)) == []
    wiki.about["query"]["userinfo"]["rights"] = []
    wiki.will(
        pages(entry(1, "X", redirects=redirects)), pages(*redirects[:50]), pages(*redirects[50:])
    )
    assert ask(Backlinks(to=X, through_redirects=True)) == []
    assert len(wiki.asked) == 5


def test_continuation_through_redirects_follows_both_lists(wiki, ask):
    more = {"lhcontinue": "9", "rdcontinue": "8", "continue": "||"}
    r1, r2 = entry(11, "R1"), entry(12, "R2")
    wiki.will(
        pages(entry(1, "X", redirects=[r1], linkshere=links(entry(2, "A"))), more=more),
        error("badcontinue"),
        pages(entry(1, "X", redirects=[r1], linkshere=links(entry(2, "A"))), more=more),
        pages(entry(1, "X", redirects=[r2], linkshere=links(entry(3, "B")))),
        pages({**r1, "linkshere": links(entry(3, "B"))}, r2),
    )
    found = ask(Backlinks(to=X, through_redirects=True))
    assert [(one.pageid, one.direct, len(one.via)) for one in found] == [(2, True, 0), (3, True, 1)]
    assert own(wiki.asked[4])["pageids"] == "11|12"


@pytest.mark.parametrize("through", [True, False])
def test_a_page_id_that_is_no_pages_is_an_error(wiki, ask, through):
    wiki.will(
        pages({"pageid": 99, "missing": True})
        if through
        else error("nosuchpageid", "There is no page with ID 99.")
    )
    with pytest.raises((UsageError, ApiError), match=r"^testwiki: .*no page with .*99"):
        ask(Backlinks(to=99, through_redirects=through))


def test_redirects_to_a_page_come_with_those_behind_them(wiki, ask):
    r, double = entry(11, "R"), entry(21, "DR")
    wiki.will(
        pages(entry(1, "X", redirects=[r])), pages({**r, "redirects": [double]}), pages(double)
    )
    assert ask(RedirectsTo(to=X)) == [
        Candidate(Title(0, "R"), 11, redirect=True),
        Candidate(
            Title(0, "DR"), 21, redirect=True, direct=False, via=(Via("redirect", Title(0, "R")),)
        ),
    ]
    wiki.will(pages(entry(1, "X", redirects=[r])))
    assert len(ask(RedirectsTo(to=X, double=False, request_size=5))) == 1
    assert own(wiki.asked[-1])["rdlimit"] == "5"


# The two levels of the API itself.


def texts(found):
    return [(one.title.text, one.direct, [via.title.text for via in one.via]) for one in found]


def test_levels_are_groups_merged_over_the_continuation_of_the_second(wiki, ask):
    a, r, b = entry(1, "A"), entry(2, "R", redirect=True), entry(3, "B")
    wiki.will(
        answer("backlinks", a, {**r, "redirlinks": [entry(5, "L1")]}, more={"blcontinue": "a"}),
        answer(
            "backlinks",
            a,
            {**r, "redirlinks": [entry(5, "L1"), entry(6, "L2", redirect=True)]},
            more={"blcontinue": "b"},
        ),
        answer("backlinks", b),
    )
    found = ask(BacklinkLevels(to=X))
    assert texts(found) == [
        ("A", True, []),
        ("R", True, []),
        ("L1", False, ["R"]),
        ("L2", False, ["R"]),
        ("B", True, []),
    ]
    assert [one.redirect for one in found] == [False, True, False, True, False]


def test_what_comes_late_for_a_group_is_not_lost(wiki, ask):
    r, b = entry(2, "R", redirect=True), entry(3, "B")
    wiki.will(
        answer("backlinks", {**r, "redirlinks": [entry(5, "L1")]}, more={"blcontinue": "a"}),
        answer("backlinks", b, more={"blcontinue": "b"}),
        error("badcontinue"),
        answer("backlinks", {**r, "redirlinks": [entry(5, "L1"), entry(6, "L2")]}),
    )
    assert texts(ask(BacklinkLevels(to=X))) == [
        ("R", True, []),
        ("L1", False, ["R"]),
        ("B", True, []),
        ("L2", False, ["R"]),
    ]


# Categories.

C = Title(14, "Category:C")


def member(number, title, kind="page", ns=0):
    return entry(number, title, ns, type=kind)


def test_a_category_alone_is_a_plain_list(wiki, ask):
    wiki.will(answer("categorymembers", entry(1), more={"cmcontinue": "x"}))
    wiki.will(answer("categorymembers", entry(2)))
    found = ask(CategoryMembers(category=C))
    assert found == [Candidate(Title(0, "P1"), 1), Candidate(Title(0, "P2"), 2)]


def test_a_tree_gives_each_page_once_with_every_category(wiki, ask):
    sub, low = member(20, "Category:S", "subcat", 14), member(21, "Category:L", "subcat", 14)
    wiki.will(
        answer("categorymembers", member(1, "A"), sub),
        answer("categorymembers", member(1, "A"), member(2, "B"), low),
        answer("categorymembers", member(2, "B"), member(30, "Category:C", "subcat", 14)),
    )
    found = ask(CategoryMembers(category=C, depth=None, types=("page",)))
    assert texts(found) == [
        ("A", True, ["Category:S"]),
        ("B", False, ["Category:S", "Category:L"]),
    ]
    assert found[0].via[0].kind == "category"
    assert [own(asked)["cmtitle"] for asked in wiki.asked] == [
        "Category:C",
        "Category:S",
        "Category:L",
    ]
    assert own(wiki.asked[0])["cmtype"] == "page|subcat"


def test_a_depth_is_kept_and_the_last_level_is_not_asked_for_what_nobody_wants(wiki, ask):
    sub = member(20, "Category:S", "subcat", 14)
    wiki.will(
        answer("categorymembers", member(1, "A"), sub, member(3, "File:F", "file", 6)),
        answer("categorymembers", member(2, "B")),
    )
    found = ask(CategoryMembers(category=C, depth=1, types=("page",), namespaces=(0,)))
    assert texts(found) == [("A", True, []), ("B", False, ["Category:S"])]
    first, last = (own(asked) for asked in wiki.asked)
    assert (first["cmtype"], first["cmnamespace"]) == ("page|subcat", "0|14")
    assert (last["cmtype"], last["cmnamespace"]) == ("page", "0")


def test_a_tree_of_no_namespace_has_no_last_level(wiki, ask):
    wiki.will(answer("categorymembers", member(20, "Category:S", "subcat", 14)))
    assert ask(CategoryMembers(category=C, depth=1, namespaces=(99,))) == []


# Raw lists.


def test_a_raw_list_is_asked_by_the_modules_own_names(wiki, ask):
    wiki.will({"paraminfo": {"modules": [{"group": "list", "prefix": "sr"}]}})
    wiki.will(answer("search", {"ns": 0, "title": "A", "pageid": 0}, {"ns": 0, "title": "A"}, {}))
    found = ask(RawList(module="search", parameters=(("srsearch", "x"), ("srwhat", "text"))))
    assert found == [Candidate(Title(0, "A"))]
    assert wiki.asked[0].parameters["modules"] == "query+search"
    assert own(wiki.asked[1]) == {
        "list": "search",
        "srlimit": "max",
        "srsearch": "x",
        "srwhat": "text",
    }


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        (RawList(module="m", parameters=(("mlimit", "20"),)), "20"),
        (RawList(module="m", parameters=(("mlimit", "max"),)), "max"),
        (RawList(module="m", request_size=3), "3"),
    ],
)
def test_a_raw_list_keeps_the_size_of_a_request(wiki, ask, query, limit):
    wiki.will({"paraminfo": {"modules": [{"group": "list", "prefix": "m"}]}}, {"query": {}})
    ask(query)
    assert own(wiki.asked[1])["mlimit"] == limit


def test_a_raw_list_may_keep_its_entries_elsewhere(wiki, ask):
    module = {"paraminfo": {"modules": [{"group": "list", "prefix": "qp"}]}}
    wiki.will(module, {"query": {"querypage": {"results": [{"ns": 0, "title": "A"}]}}})
    wiki.will(module, answer("other", entry(1)))
    assert ask(RawList(module="querypage")) == [Candidate(Title(0, "A"))]
    assert ask(RawList(module="m", result="other")) == [Candidate(Title(0, "P1"), 1)]


@pytest.mark.parametrize("modules", [[], [{"group": "prop", "prefix": "in"}]])
def test_a_module_that_is_no_list_is_an_error(wiki, ask, modules):
    wiki.will({"paraminfo": {"modules": modules}})
    with pytest.raises(UsageError, match=r"^testwiki: there is no list=nope"):
        ask(RawList(module="nope"))


def test_an_error_in_the_middle_is_raised_after_what_came(wiki, session):
    wiki.will(answer("backlinks", entry(1), more={"blcontinue": "x"}), Raw(404, "gone"))
    found = QUESTIONS[Backlinks].candidates(session(SWEEP), Backlinks(to=X))
    assert len(next(found)) == 1
    with pytest.raises(Unreachable, match="HTTP 404"):
        next(found)
