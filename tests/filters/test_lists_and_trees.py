"""Filters that know a list beforehand: a category tree, a page, a file; and orphans."""

import pytest
from pydantic import ValidationError

from bot.errors import InvalidFile, InvalidTitle, UsageError
from bot.filters.naming import titles_of
from bot.patterns import compile_pattern
from bot.wiki import Categories, CategoryMembers, Incoming, IncomingLinks, LinksOn
from tests.filters.facts import asks_no_more, found_by, make, page_with, queries, titles
from tests.pairs import SITE

PLANETS = SITE.title("Category:Planets")


def tree(depth):
    return CategoryMembers(category=PLANETS, depth=depth, types=("subcat",))


@pytest.mark.parametrize(("depth", "asked"), [("all", None), (1, 0), ("3", 2)])
def test_in_category_below_asks_for_the_tree_once(depth, asked):
    one = make("in_category", category="Planets", depth=depth)
    assert queries(one) == {tree(asked)}
    known = {tree(asked): ["Category:Gas giants", "Category:Ice giants"]}
    for categories, found in (
        (["Category:Planets"], "Planets"),
        (["Category:Gas giants", "Category:X"], "Gas giants"),
        (["Category:Ice giants", "Category:Planets"], "Ice giants, Planets"),
        (["Category:Moons"], ""),
        ([], ""),
    ):
        page = page_with({Categories(): titles(*categories)}, known=known)
        assert one.keep(page) is bool(found)
        assert one.finding(page) == found
        asks_no_more(one, page)


def test_in_category_itself_asks_for_no_tree():
    assert make("in_category", category="Planets").needs(SITE) == {Categories()}
    assert make("in_category", category="Planets", depth="0").needs(SITE) == {Categories()}
    with pytest.raises(ValidationError):
        make("in_category", category="Planets", depth="-1")
    with pytest.raises(ValidationError):
        make("in_category", category="Planets", depth="some")


def test_in_list_of_pages_and_categories():
    one = make("in_list", page=["user:ann/Done", "B"], category="Planets")
    one.fits(SITE)
    links = LinksOn(pages=(SITE.title("User:Ann/Done"), SITE.title("B")))
    members = CategoryMembers(category=PLANETS)
    assert queries(one) == {links, members}
    known = {links: ["Mars"], members: ["Venus", "Talk:Pluto"]}
    for title, kept in (("Mars", True), ("Venus", True), ("Pluto", False), ("Talk:Pluto", True)):
        page = page_with(title=title, known=known)
        assert one.keep(page) is kept
        asks_no_more(one, page)


def test_in_list_of_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = "\ufeff# done\nMars\t7\n\n * [[venus|V]] and [[:Category:A#b]]\r\n# [[Talk:Io]]\nuser:x"
    (tmp_path / "done.txt").write_text(lines, encoding="utf-8")
    one = make("in_list", file="done.txt")
    assert one.needs(SITE) == frozenset()
    one.fits(SITE)
    (tmp_path / "done.txt").unlink()  # it is read once
    names = ["Mars", "Venus", "Category:A", "Talk:Io", "User:X", "Done", "Mars\t7"]
    kept = [name for name in names if one.keep(page_with(title=name.partition("\t")[0]))]
    assert kept == ["Mars", "Venus", "Category:A", "Talk:Io", "User:X", "Mars\t7"]


def test_a_file_that_cannot_be_read_or_names_no_page_is_told_before_the_first_page(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"none\.txt: cannot read it"):
        make("in_list", file="none.txt").fits(SITE)
    (tmp_path / "bad.txt").write_text("Good\n  A{b\n[[x]] [[<z>]] [[]]\n")
    with pytest.raises(InvalidFile) as told:
        make("in_list", file="bad.txt").fits(SITE)
    assert [(one.place.line, one.place.column) for one in told.value.problems] == [
        *((2, 3), (3, 7), (3, 15))
    ]


def test_in_list_needs_a_list():
    with pytest.raises(ValidationError, match="say where the list is"):
        make("in_list")
    with pytest.raises(UsageError, match="is not a category"):
        make("in_list", category="Talk:X").fits(SITE)
    with pytest.raises(InvalidTitle):
        make("in_list", page="A[b").fits(SITE)


def test_of_very_many_lists_each_is_right():
    lists = [found_by(f"P{number}") for number in range(40)]
    for _ in range(2):
        for number, one in enumerate(lists):
            assert titles_of(one) == titles(f"P{number}")


def orphan(links, more, **options):
    one = make("orphan", **options)
    one.fits(SITE)
    [facet] = one.needs(SITE)
    page = page_with({facet: IncomingLinks(tuple(map(SITE.title, links)), more)})
    asks_no_more(one, page)
    return one.keep(page), one.finding(page)


@pytest.mark.parametrize(
    ("options", "links", "more", "found"),
    [
        ({}, [], False, (True, "0")),
        ({}, ["A"], True, (False, "1+: A")),
        ({"fewer_than": 3}, ["A", "B"], False, (True, "2: A, B")),
        ({"fewer_than": "3"}, ["A", "B", "C"], True, (False, "3+: A, B, C")),
        ({"fewer_than": 9}, list("ABCDEFG"), False, (True, "7: A, B, C, D, E and 2 more")),
    ],
)
def test_an_orphan_has_fewer_links_than_is_said(options, links, more, found):
    assert orphan(links, more, **options) == found


@pytest.mark.parametrize(
    ("options", "facet"),
    [
        ({}, Incoming(namespaces=(0,), enough=1)),
        ({"namespace": "all"}, Incoming()),
        ({"namespace": ["0", "Portal"]}, Incoming(namespaces=(0, 100))),
        ({"namespace": ["Content", "Talk"]}, Incoming(namespaces=(0, 1))),
        ({"fewer_than": 4}, Incoming(namespaces=(0,), enough=4)),
        ({"count": "written"}, Incoming(namespaces=(0,), written=True)),
        ({"disambiguations": "exclude"}, Incoming(namespaces=(0,), not_disambiguations=True)),
        (
            {"except_categories": ["Lists", "Category:Stubs"]},
            Incoming(namespaces=(0,), not_in=titles("Category:Lists", "Category:Stubs")),
        ),
        (
            {"except_titles": "^list", "case": "ignore"},
            Incoming(namespaces=(0,), unlike=(compile_pattern("^list", case="ignore"),)),
        ),
    ],
)
def test_the_options_of_orphan_say_which_links_count(options, facet):
    assert make("orphan", **options).needs(SITE) == {facet}


@pytest.mark.parametrize(
    "options", [{"namespace": "Spaec"}, {"except_categories": "Talk:X"}], ids=str
)
def test_what_orphan_cannot_mean_is_told_before_the_first_page(options):
    with pytest.raises(UsageError):
        make("orphan", **options).fits(SITE)


@pytest.mark.parametrize(
    "options", [{"fewer_than": 0}, {"count": "some"}, {"except_titles": "("}], ids=str
)
def test_options_that_make_no_sense_are_refused(options):
    with pytest.raises(ValidationError):
        make("orphan", **options)
