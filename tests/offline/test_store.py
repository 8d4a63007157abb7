import sqlite3

import pytest

from bot.offline.store import SCHEMA, Store, found_links, key, title
from bot.site import plain_site
from bot.titles import Title

SITE = plain_site()


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store.sqlite")
    with store.change() as connection:
        for statement in SCHEMA.split(";"):
            connection.execute(statement)
    yield store
    store.close()


def test_a_change_that_fails_is_undone_whole(store):
    def change():
        with store.change() as connection:
            connection.execute("INSERT INTO facts VALUES ('a', 'b')")
            connection.execute("INSERT INTO facts VALUES ('a', 'again')")

    with pytest.raises(sqlite3.IntegrityError):
        change()
    assert store.rows("SELECT * FROM facts") == []
    with store.change() as connection:
        connection.execute("INSERT INTO facts VALUES ('a', 'b')")
    assert store.rows("SELECT * FROM facts WHERE name = ?", ["a"]) == [("a", "b")]


def test_a_store_can_be_closed_twice(tmp_path):
    store = Store(tmp_path / "store.sqlite")
    store.close()
    store.close()


@pytest.mark.parametrize(
    "one", [Title(0, "A b"), Title(3, "User talk:A b/c"), Title(0, "Alchemy: A History")]
)
def test_a_title_is_found_again_under_its_key(one):
    assert title(SITE, *key(one)) == one
    assert " " not in key(one)[1]


def test_every_link_has_its_kind_once():
    text = "#REDIRECT [[A b]]\n[[A b]] [[Category:C]] [[File:D.jpg]] {{E}}"
    assert found_links(text, "wikitext", SITE, Title(0, "X")) == (
        True,
        {(5, 0, "A_b"), (1, 0, "A_b"), (2, 14, "C"), (3, 6, "D.jpg"), (4, 10, "E")},
    )


@pytest.mark.parametrize("model", ["javascript", "css"])
def test_scripts_have_links_and_are_no_redirects(model):
    text = "#REDIRECT [[A]]"
    assert found_links(text, model, SITE, Title(0, "X")) == (False, {(1, 0, "A")})


def test_other_models_have_neither():
    assert found_links("#REDIRECT [[A]]", "json", SITE, Title(0, "X")) == (False, set())


def test_a_redirect_to_nowhere_on_this_wiki_is_one_without_a_target():
    flag, links = found_links("#REDIRECT [[Special:Random]]", "wikitext", SITE, Title(0, "X"))
    assert flag
    assert all(kind != 1 for kind, *_ in links)
