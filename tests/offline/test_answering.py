import pytest

from bot.errors import InvalidTitle, UsageError
from bot.titles import Title
from bot.wiki import (
    AllPages,
    BacklinkLevels,
    Backlinks,
    CategoryMembers,
    RedirectsTo,
    Titles,
)
from tests.offline.exports import Entry, Rev

WEB = {
    "X": "[[X]] [[#top]] is itself",
    "R1": "#REDIRECT [[X]]",
    "Testwiki:R2": "#REDIRECT [[X]]",
    "DR": "#REDIRECT [[R1]]",
    "TR": "#REDIRECT [[DR]]",
    "Y": "another",
    "RY": "#REDIRECT [[Y]]\n\nsee also [[X]]",
    "Direct": "[[X]]",
    "Both": "[[X|a]] [[R1|b]] [[DR]]",
    "Behind": "[[r1]]",
    "Cross": "[[Testwiki:R2]]",
    "Deep": "[[TR]]",
    "Beside": "[[RY]]",
    "Talk:X": "[[X]] [[R1]]",
    "Loop": "#REDIRECT [[Pool]]",
    "Pool": "#REDIRECT [[Loop]]",
    "To loop": "[[Loop]]",
    "Selfish": "#REDIRECT [[Selfish]]",
    "Red": "[[Not there]] [[Talk:Not there]]",
    "No link": "<nowiki>[[X]]</nowiki> <!-- [[X]] --> [[:de:X]]",
}


@pytest.fixture
def wiki(wiki_of):
    return wiki_of(WEB)


@pytest.fixture
def ask(wiki):
    def ask_(query):
        return [one for batch in wiki.enumerate(query) for one in batch]

    return ask_


def _names(candidates):
    return [one.title.text for one in candidates]


def _ways(candidates):
    return {
        one.title.text: (one.direct, [(via.kind, via.title.text) for via in one.via])
        for one in candidates
    }


X = Title(0, "X")


def test_direct_backlinks_come_in_the_order_of_page_ids(ask):
    found = ask(Backlinks(to=X))
    assert _names(found) == ["R1", "Testwiki:R2", "RY", "Direct", "Both", "Talk:X"]
    assert [one.redirect for one in found] == [True, True, True, False, False, False]
    assert all(one.direct and not one.via and one.pageid for one in found)


def test_descending_turns_the_order_round(ask):
    up = ask(Backlinks(to=X))
    assert ask(Backlinks(to=X, order="descending")) == up[::-1]


def test_several_namespaces_come_one_after_the_other(ask):
    found = ask(Backlinks(to=X, namespaces=(4, 1, 0)))
    assert _names(found) == ["R1", "RY", "Direct", "Both", "Talk:X", "Testwiki:R2"]


def test_naming_every_namespace_is_naming_none(wiki, ask):
    everywhere = tuple(number for number in wiki.site.namespaces if number >= 0)
    assert ask(Backlinks(to=X, namespaces=everywhere)) == ask(Backlinks(to=X))


def test_a_namespace_that_no_page_can_be_in_has_no_backlinks(ask):
    assert ask(Backlinks(to=X, namespaces=(-1,))) == []
    assert ask(Backlinks(to=X, namespaces=())) == []


def test_the_filter_for_redirects_is_about_the_linking_page(ask):
    assert _names(ask(Backlinks(to=X, redirects="only"))) == ["R1", "Testwiki:R2", "RY"]
    assert _names(ask(Backlinks(to=X, redirects="exclude"))) == ["Direct", "Both", "Talk:X"]


def test_through_redirects_names_every_way_and_no_false_one(ask):
    found = _ways(ask(Backlinks(to=X, through_redirects=True)))
    assert found == {
        "R1": (True, []),
        "Testwiki:R2": (True, []),
        "RY": (True, []),
        "Direct": (True, []),
        "Talk:X": (True, [("redirect", "R1")]),
        "Both": (True, [("redirect", "R1"), ("redirect", "DR")]),
        "DR": (False, [("redirect", "R1")]),
        "TR": (False, [("redirect", "DR")]),
        "Behind": (False, [("redirect", "R1")]),
        "Cross": (False, [("redirect", "Testwiki:R2")]),
        "Deep": (False, [("redirect", "TR")]),
    }


def test_through_redirects_filters_pages_but_not_the_redirects_between(ask):
    found = ask(Backlinks(to=X, through_redirects=True, namespaces=(0,), redirects="exclude"))
    assert sorted(_names(found)) == ["Behind", "Both", "Cross", "Deep", "Direct"]


def test_a_loop_of_redirects_ends(ask):
    found = _ways(ask(Backlinks(to=Title(0, "Loop"), through_redirects=True)))
    assert found == {
        "Pool": (True, []),
        "To loop": (True, []),
        "Loop": (False, [("redirect", "Pool")]),
    }
    assert _names(ask(RedirectsTo(to=Title(0, "Loop")))) == ["Pool"]
    assert _names(ask(RedirectsTo(to=Title(0, "Selfish")))) == []


def test_a_target_can_be_a_page_id(ask):
    assert ask(Backlinks(to=1)) == ask(Backlinks(to=X))
    assert ask(BacklinkLevels(to=1)) == ask(BacklinkLevels(to=X))


def test_a_page_id_of_no_page_is_an_error(ask):
    with pytest.raises(UsageError, match="testwiki: there is no page with the id 999"):
        ask(Backlinks(to=999))


def test_a_page_that_does_not_exist_has_backlinks_too(ask):
    assert _names(ask(Backlinks(to=Title(0, "Not there")))) == ["Red"]
    assert _names(ask(Backlinks(to=Title(1, "Talk:Not there"), through_redirects=True))) == ["Red"]
    assert ask(Backlinks(to=Title(0, "Nowhere"))) == []


def test_levels_are_what_the_api_says_with_its_oddities(ask):
    found = [
        (one.title.text, one.direct, [via.title.text for via in one.via])
        for one in ask(BacklinkLevels(to=X, namespaces=(0,), redirects="exclude"))
    ]
    assert found == [
        ("R1", True, []),  # a redirect, though they are excluded
        ("Both", False, ["R1"]),
        ("Behind", False, ["R1"]),
        ("RY", True, []),
        ("Beside", False, ["RY"]),  # RY only mentions X
        ("Direct", True, []),
        ("Both", True, []),
    ]  # and Cross is lost with Testwiki:R2, Deep behind its second hop


def test_levels_of_redirects_only_filter_both_levels(ask):
    found = _names(ask(BacklinkLevels(to=X, redirects="only", order="descending")))
    assert found == ["RY", "Testwiki:R2", "R1", "DR"]


def test_redirects_are_told_from_pages_that_redirect_elsewhere(ask):
    assert _ways(ask(RedirectsTo(to=X))) == {
        "R1": (True, []),
        "Testwiki:R2": (True, []),
        "DR": (False, [("redirect", "R1")]),
        "TR": (False, [("redirect", "DR")]),
    }
    assert _names(ask(RedirectsTo(to=X, double=False))) == ["R1", "Testwiki:R2"]


def test_titles_come_as_they_are_each_once_with_their_rows(ask):
    titles = (X, Title(0, "Nowhere"), X)
    rows = ({"a": "1"}, {"a": "2"}, {"a": "3"})
    found = ask(Titles(titles=titles, rows=rows))
    assert _names(found) == ["X", "Nowhere"]
    assert [one.row for one in found] == [{"a": "1"}, {"a": "2"}]
    assert all(one.pageid is None and one.redirect is None for one in found)


NAMES = ["A b", "AB", "Ab", "B", "a", "Ä", "日", "🙂", "Ab/c", "Abc"]


@pytest.fixture
def named(wiki_of):
    wiki = wiki_of(dict.fromkeys(NAMES, "x"), Entry("Talk:Ab", (Rev("#REDIRECT [[Ab]]"),)))

    def names(**options):
        batches = wiki.enumerate(AllPages(**options))
        return [one.title.text for batch in batches for one in batch]

    return names


def test_all_pages_come_in_mediawiki_s_order(named):
    assert named() == ["A", "AB", "A b", "Ab", "Ab/c", "Abc", "B", "Ä", "日", "🙂"]
    assert named(order="descending") == named()[::-1]
    assert named(namespace=1) == ["Talk:Ab"]


def test_start_and_end_are_both_included(named):
    assert named(start="Ab", end="Abc") == ["Ab", "Ab/c", "Abc"]
    assert named(start="ab", end="Abb") == ["Ab", "Ab/c"]
    assert named(start="Ab", end="Abc", order="descending") == ["Abc", "Ab/c", "Ab"]
    assert named(start="C") == ["Ä", "日", "🙂"]
    assert named(end="a_b") == ["A", "AB", "A b"]


def test_a_prefix_is_that_of_the_name(named):
    assert named(prefix="ab") == ["Ab", "Ab/c", "Abc"]
    assert named(prefix="A ") == ["A b"]
    assert named(prefix="Ab", start="Ab0", end="Abd") == ["Abc"]
    assert named(prefix="Ab", start="B") == []
    assert named(prefix="🙂") == ["🙂"]


def test_all_pages_can_leave_redirects_out(named):
    assert named(namespace=1, redirects="exclude") == []
    assert named(namespace=1, redirects="only") == ["Talk:Ab"]


@pytest.mark.parametrize("namespace", [55, -1])
def test_a_namespace_without_pages_is_an_error(named, namespace):
    with pytest.raises(UsageError, match=f"testwiki: .* no pages in a namespace {namespace}"):
        named(namespace=namespace)


@pytest.mark.parametrize("text", ["A[b", "Talk:A", "A#b", "A#"])
@pytest.mark.parametrize("bound", ["start", "end", "prefix"])
def test_a_bound_that_no_title_begins_with_is_an_error(named, bound, text):
    with pytest.raises(InvalidTitle):
        named(**{bound: text})


def test_a_bound_in_another_namespace_may_look_like_a_prefix(named):
    assert named(namespace=14, start="Talk:A") == []
    assert named(namespace=1, prefix="ab") == ["Talk:Ab"]


TREE = {
    "Category:Top": "[[Category:Bottom]]",
    "Category:Left": "[[Category:Top]]",
    "Category:Right": "[[Category:Top]]",
    "Category:Bottom": "[[Category:Left]] [[Category:Right]]",
    "In top": "[[Category:Top|sort]]",
    "In both": "[[Category:left]] [[category: Right ]]",
    "In bottom": "[[Category:Bottom]]",
    "File:In top.jpg": "[[Category:Top]]",
    "User:In left": "[[Category:Left]] [[:Category:Top]]",
}
TOP = Title(14, "Category:Top")


@pytest.fixture
def members(wiki_of):
    wiki = wiki_of(TREE)

    def ask_(category=TOP, **options):
        batches = wiki.enumerate(CategoryMembers(category=category, **options))
        return [one for batch in batches for one in batch]

    return ask_


def test_members_are_those_of_the_category_itself(members):
    assert _ways(members()) == {
        "Category:Left": (True, []),
        "Category:Right": (True, []),
        "In top": (True, []),
        "File:In top.jpg": (True, []),
    }


def test_a_depth_adds_the_members_of_subcategories_with_their_ways(members):
    left, right = ("category", "Category:Left"), ("category", "Category:Right")
    assert _ways(members(depth=1)) == {
        **_ways(members()),
        "Category:Bottom": (False, [left, right]),
        "In both": (False, [left, right]),
        "User:In left": (False, [left]),
    }


def test_a_tree_that_loops_is_walked_once(members):
    bottom = ("category", "Category:Bottom")
    found = _ways(members(depth=None))
    assert found == {
        **_ways(members(depth=1)),
        "In bottom": (False, [bottom]),
        "Category:Top": (False, [bottom]),
    }
    assert found == _ways(members(depth=50))


def test_types_and_namespaces_are_about_the_members_and_not_the_walk(members):
    assert sorted(_names(members(depth=None, types=("page",)))) == [
        "In both", "In bottom", "In top", "User:In left",
    ]  # fmt: skip
    assert _names(members(depth=None, types=("file",))) == ["File:In top.jpg"]
    assert _names(members(types=("subcat",))) == ["Category:Left", "Category:Right"]
    assert _names(members(depth=None, namespaces=(2,))) == ["User:In left"]


def test_a_category_without_members_is_empty(members):
    assert members(Title(14, "Category:None"), depth=None) == []
