"""Trees, filters and orphans, live: that all find the same pages, and in how many requests."""

import os

import pytest

from benchmarks import instance
from benchmarks.contenders import BARE, OURS, Job, missing
from benchmarks.finders import ONE_BY_ONE, finders
from benchmarks.furniture import TREE
from benchmarks.measuring import Run, measure
from devwiki import mediawiki
from devwiki.load import article_title

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(
        bool(mediawiki.missing()) and os.environ.get("WIKISWEEP_REQUIRE_LIVE") != "1",
        reason="MediaWiki is not installed",
    ),
]
ARTICLES, SAMPLE = 260, 60


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[Job, str], Run]:
    """Every contender's run over a small wiki."""
    home, scratch = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("scratch")
    with instance.running(home, ARTICLES) as wiki:
        return {
            (one.job, one.name): measure(one, wiki, scratch)
            for one in finders(wiki, scratch, SAMPLE)
        }


def test_the_bare_loop_comes_first_and_ours_second(measured) -> None:
    rivals = ["pywikibot"] if not missing() else []
    for job in ("category tree", "filters", "orphans"):
        names = [name for one, name in measured if one == job]
        slow = ONE_BY_ONE if job == "orphans" else "mwclient"
        assert names == [BARE, OURS, slow, *rivals]


@pytest.mark.parametrize("job", ["category tree", "filters", "orphans"])
def test_everyone_finds_the_same_pages_and_samples_some_of_them(measured, job) -> None:
    expected = measured[job, BARE].pages
    assert 0 < len(expected) < ARTICLES
    assert measured[job, OURS].pages == expected
    others = [run.pages for (one, name), run in measured.items() if one == job]
    assert [pages - expected for pages in others if pages - expected] == []
    assert all(others)


def test_a_page_that_is_linked_by_a_double_redirect_is_no_orphan(measured) -> None:
    assert article_title(253) not in measured["orphans", OURS].pages
    assert article_title(ARTICLES) in measured["orphans", OURS].pages  # nothing comes after it


def test_ours_asks_for_each_category_once_and_for_the_texts(measured) -> None:
    assert measured["category tree", BARE].requests.work == TREE + 1
    assert measured["category tree", OURS].requests.work == TREE + 1


def test_ours_finds_and_filters_in_one_request(measured) -> None:
    assert measured["filters", BARE].requests.work == 1
    assert measured["filters", OURS].requests.work == 1


def test_ours_asks_about_the_redirects_of_all_pages_at_once(measured) -> None:
    assert measured["orphans", BARE].requests.work == 4
    assert measured["orphans", OURS].requests.work == 4
