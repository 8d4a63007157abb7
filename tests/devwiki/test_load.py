"""The generator of articles for measuring."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from devwiki import load, mediawiki, seed
from devwiki.devwiki import Devwiki
from devwiki.mediawiki import DevwikiError


def test_the_same_article_comes_out_each_time() -> None:
    assert load.article(7, 5500) == load.article(7, 5500)
    assert load.article(7, 5500) != load.article(8, 5500)


def test_articles_are_of_about_the_size_asked_for_and_hold_what_is_counted() -> None:
    texts = [load.article(number, 5500).text for number in range(1, 101)]
    assert 5300 < sum(map(len, texts)) / len(texts) < 5700
    assert all("[[Bench target" in text and "colour" in text for text in texts)
    assert all("[[Bench hub alias " in text for text in texts)


def test_a_folder_without_a_wiki_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DevwikiError, match="no wiki in this folder"):
        load.add(tmp_path, 10, 5500)


@pytest.mark.skipif(bool(mediawiki.missing()), reason="MediaWiki is not installed")
def test_adding_twice_adds_once(tmp_path: Path) -> None:
    with Devwiki.running(tmp_path) as wiki:
        assert load.add(wiki.folder, 10, 900) == 10
        assert load.add(wiki.folder, 10, 900) == 10
        assert load.add(wiki.folder, 12, 900) == 12
        with closing(seed.database(wiki.folder)) as database:
            assert _count(database, "page_title LIKE 'Bench^_article^_%' ESCAPE '^'") == 12
            assert _count(database, "page_title LIKE 'Bench^_hub^_%' ESCAPE '^'") == 60
        with pytest.raises(DevwikiError, match="another size"):
            load.add(wiki.folder, 12, 5500)


def _count(database: sqlite3.Connection, condition: str) -> int:
    count: int = database.execute(f"SELECT count(*) FROM page WHERE {condition}").fetchone()[0]
    return count
