"""Questions made narrower: only where the answer stays the same otherwise."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.titles import Title
from bot.wiki import (
    AllPages,
    Backlinks,
    CategoryMembers,
    Query,
    RandomPages,
    RecentChanges,
    RedirectsTo,
    Search,
    Titles,
    Transclusions,
)
from bot.wiki.narrowing import (
    by_creation,
    by_last_edit,
    by_prefix,
    by_redirect,
    by_size,
    in_namespaces,
)

MARS = Title(0, "Mars")
UNTOUCHED = [
    Search(text="x"),
    RandomPages(count=3),
    RedirectsTo(to=MARS),
    Titles(titles=(MARS,)),
]


@pytest.mark.parametrize("query", UNTOUCHED)
def test_what_finds_other_pages_when_asked_otherwise_stays_as_it_is(query: Query):
    assert in_namespaces(query, {0}) is None
    assert by_redirect(query, redirect=True) is None
    assert by_size(query, smallest=1) is None
    assert by_prefix(query, "A") is None


@pytest.mark.parametrize(
    ("query", "wanted", "narrower"),
    [
        (Backlinks(to=MARS), {1}, Backlinks(to=MARS, namespaces=(1,))),
        (
            Backlinks(to=MARS, namespaces=(0, 1, 2)),
            {2, 1},
            Backlinks(to=MARS, namespaces=(1, 2)),
        ),
        (Backlinks(to=MARS, namespaces=(0, 1)), {4}, Backlinks(to=MARS, namespaces=())),
        (Transclusions(of=(MARS,)), {0}, Transclusions(of=(MARS,), namespaces=(0,))),
        (
            CategoryMembers(category=MARS),
            {1, 0},
            CategoryMembers(category=MARS, namespaces=(0, 1)),
        ),
        (RecentChanges(), {0, 4}, RecentChanges(namespaces=(0, 4))),
    ],
)
def test_namespaces(query, wanted, narrower):
    assert in_namespaces(query, wanted) == narrower


def test_several_namespaces_would_change_the_order_of_a_list_by_page_id():
    assert in_namespaces(Backlinks(to=MARS), {0, 1}) is None


def test_a_question_that_says_as_much_is_the_very_same():
    backlinks = Backlinks(to=MARS, namespaces=(0,), redirects="only")
    assert in_namespaces(backlinks, {0, 1}) is backlinks
    assert by_redirect(backlinks, redirect=True) is backlinks
    pages = AllPages(namespace=1, smallest=9, largest=10, prefix="List of")
    assert in_namespaces(pages, {1}) is pages
    assert by_size(pages, smallest=9, largest=10) == pages
    assert by_size(pages, smallest=1, largest=99) == pages
    assert by_prefix(pages, "List") is pages


def test_all_pages_of_one_namespace_cannot_list_another():
    assert in_namespaces(AllPages(namespace=1), {0}) is None


def test_redirects():
    assert by_redirect(AllPages(), redirect=True) == AllPages(redirects="only")
    assert by_redirect(Backlinks(to=MARS), redirect=False) == Backlinks(
        to=MARS, redirects="exclude"
    )
    assert by_redirect(AllPages(redirects="only"), redirect=False) is None


def test_sizes_and_prefixes():
    assert by_size(AllPages(), smallest=5) == AllPages(smallest=5)
    assert by_size(AllPages(smallest=4, largest=9), smallest=5, largest=8) == AllPages(
        smallest=5, largest=8
    )
    assert by_prefix(AllPages(prefix="Li"), "List") == AllPages(prefix="List")
    assert by_prefix(AllPages(prefix="Lo"), "List") is None


NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_times_of_creation_narrow_lists_of_new_pages_alone():
    new = RecentChanges(types=("new",), users=("Ann",), until=NOON + DAY)
    assert by_creation(new, NOON) == RecentChanges(
        types=("new",), users=("Ann",), until=NOON + DAY, since=NOON
    )
    later = RecentChanges(types=("new",), since=NOON + DAY)
    assert by_creation(later, NOON) is later
    assert by_creation(RecentChanges(), NOON) is None
    assert by_creation(AllPages(), NOON) is None


def test_times_of_the_last_edit_narrow_lists_of_every_edit_alone():
    plain = RecentChanges(namespaces=(0,), newest_only=True, request_size=7)
    assert by_last_edit(plain, NOON) == RecentChanges(
        namespaces=(0,), newest_only=True, request_size=7, since=NOON
    )
    for some in (
        RecentChanges(types=("new",)),
        RecentChanges(bots="exclude"),
        RecentChanges(users=("Ann",)),
        RecentChanges(tags=("x",)),
        RecentChanges(until=NOON),
        AllPages(),
    ):
        assert by_last_edit(some, NOON) is None
