"""What stands on the bench's wiki beside its articles, and that it is put there once."""

import os
import re
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.furniture import LIBRARY, SHELVES, TREE, furnish, furniture
from devwiki import load, mediawiki, seed
from devwiki.build_corpus import redirect_target
from devwiki.devwiki import Devwiki

PAGES = {one.title: one for one in furniture(200)}
TARGETS = {title: target for title, page in PAGES.items() if (target := redirect_target(page))}


def links(title: str) -> set[str]:
    return set(re.findall(r"\[\[([^]]+)\]\]", PAGES[title].text))


def test_no_page_is_there_twice_or_counts_as_an_article_or_for_another_job() -> None:
    assert len(list(furniture(200))) == len(PAGES)
    assert not any(title.startswith("Bench article") for title in PAGES)
    assert not any(load.TARGET in page.text or load.HUB in page.text for page in PAGES.values())


def test_every_category_of_an_article_is_below_the_library_and_none_above_itself() -> None:
    parents = {title: links(title) for title in PAGES if title.startswith("Category:")}
    assert len(parents) == TREE
    for title in parents:
        path, level = {title}, {title}
        for _ in range(3):
            level = {parent for one in level for parent in parents[one]}
            assert title not in level
            path |= level
        assert f"Category:{LIBRARY}" in path
    of_articles = {
        name
        for number in range(1, 200)
        for name in re.findall(r"\[\[(Category:[^]]+)\]\]", load.article(number, 900).text)
    }
    assert of_articles <= parents.keys()
    assert len(of_articles) == SHELVES + 1


def test_some_categories_are_in_two_others() -> None:
    assert sum(len(links(title)) > 1 for title in PAGES if title.startswith("Category:")) == 8


def test_there_are_redirects_and_redirects_to_them() -> None:
    articles = {load.article_title(number) for number in range(1, 201)}
    single = {title for title, target in TARGETS.items() if target in articles}
    double = {title for title, target in TARGETS.items() if target in single}
    assert (len(single), len(double)) == (20, 4)
    assert single | double == TARGETS.keys()


def test_some_redirects_of_each_kind_are_linked_and_most_are_not() -> None:
    linked = set().union(*(links(title) for title in PAGES if title.startswith("Bench index")))
    assert linked < TARGETS.keys()
    assert {"Bench alias 00003", "Bench byname 00053"} <= linked
    assert "Bench alias 00053" not in linked  # its article is found by the double redirect only
    assert len(linked) < len(TARGETS) / 2


def test_a_talk_page_links_to_articles_as_well() -> None:
    assert "Bench article 00007" in links("Talk:Bench index 001")


@pytest.mark.live
@pytest.mark.skipif(
    bool(mediawiki.missing()) and os.environ.get("WIKISWEEP_REQUIRE_LIVE") != "1",
    reason="MediaWiki is not installed",
)
def test_it_is_added_once_and_its_links_are_known(tmp_path: Path) -> None:
    with Devwiki.running(tmp_path) as wiki:
        assert furnish(wiki.folder, 60) == len(list(furniture(60)))
        assert furnish(wiki.folder, 60) == 0
        with closing(seed.database(wiki.folder)) as database:
            (found,) = database.execute(
                "SELECT count(*) FROM redirect JOIN page ON page_id = rd_from "
                "WHERE page_title LIKE 'Bench^_alias^_%' ESCAPE '^' AND rd_title LIKE 'Bench%'"
            ).fetchone()
            (subcats,) = database.execute(
                "SELECT count(*) FROM categorylinks WHERE cl_to = 'Bench_library' "
                "AND cl_type = 'subcat'"
            ).fetchone()
    assert found == 6
    assert subcats == 5
