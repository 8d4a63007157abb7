"""The difference of two lists, live: that all find the same pages, and in how many requests."""

import os

import pytest

from benchmarks import instance
from benchmarks.contenders import BARE, OURS, TARGET, missing
from benchmarks.measuring import Run, measure
from benchmarks.streams import streams
from devwiki import mediawiki
from devwiki.load import article_title

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(
        bool(mediawiki.missing()) and os.environ.get("WIKISWEEP_REQUIRE_LIVE") != "1",
        reason="MediaWiki is not installed",
    ),
]
ARTICLES = 20


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Run]]:
    """Every contender's run over a small wiki, by name and in the order of the table."""
    home, scratch = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("scratch")
    with instance.running(home, ARTICLES) as wiki:
        return [(one.name, measure(one, wiki, scratch)) for one in streams(wiki, scratch)]


def test_everyone_is_measured_and_the_bare_loop_comes_first(measured) -> None:
    rivals = ["pywikibot"] if not missing() else []
    assert [name for name, _ in measured] == [BARE, OURS, BARE, *rivals]


def test_everyone_finds_the_same_pages(measured) -> None:
    (_, first), *others = measured
    assert TARGET in first.pages
    assert "Mercury" in first.pages
    assert article_title(1) not in first.pages  # it links to the target
    assert "Quicksilver" not in first.pages  # a redirect
    assert [name for name, run in others if run.pages != first.pages] == []


def test_the_bare_loops_ask_for_both_lists_at_once_or_one_after_the_other(measured) -> None:
    together, apart = (run.requests.work for name, run in measured if name == BARE)
    assert (together, apart) == (1, 2)


def test_ours_asks_for_both_lists_and_once_about_the_pages_that_are_left(measured) -> None:
    (ours,) = (run for name, run in measured if name == OURS)
    assert ours.requests.work == 3
