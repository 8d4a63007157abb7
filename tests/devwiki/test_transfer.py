"""The development wiki on MariaDB: the same pages, the other schema, and the newer MediaWiki."""

import json
import sqlite3
import urllib.request
from contextlib import closing

import pymysql
import pytest

from devwiki import mediawiki, transfer
from devwiki.mediawiki import DevwikiError
from devwiki.newer import archive, fetch
from devwiki.seed import database

pytestmark = pytest.mark.live


@pytest.mark.parametrize(
    ("system", "version", "old"), [("replica139", "1.39.", True), ("replica143", "1.43.", False)]
)
def test_its_link_tables_are_those_of_its_version(request, system, version, old):
    wiki = request.getfixturevalue(system)
    assert mediawiki.version(wiki.root).startswith(version)
    columns = wiki.server.run(f"SHOW COLUMNS FROM `{wiki.database}`.pagelinks")
    assert ("pl_title" in {row[0] for row in columns}) == old
    with urllib.request.urlopen(f"{wiki.api}?action=query&meta=siteinfo&format=json") as answer:
        general = json.load(answer)["query"]["general"]
    assert general["dbtype"] == "mysql"
    assert general["generator"].startswith(f"MediaWiki {version}")


@pytest.mark.parametrize("table", ["page", "revision", "pagelinks", "categorylinks", "user"])
def test_every_row_is_there_as_it_was(replica139, table):
    with closing(database(replica139.folder)) as old:
        ((number,),) = old.execute(f"SELECT count(*) FROM {table}")
        found = old.execute(f"SELECT * FROM {table}").fetchall()
    assert number > 5
    name = f"`{replica139.database}`.`{table}`"
    assert replica139.server.run(f"SELECT count(*) FROM {name}") == ((number,),)
    if table == "pagelinks":
        ours = {
            (row[0], row[1], bytes(row[2]))
            for row in replica139.server.run(f"SELECT * FROM {name}")
        }
        assert len(ours) == len(found)


def test_a_table_or_column_that_only_one_schema_has_is_told(replica139, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "other.sqlite")) as old:
        old.text_factory = bytes
        old.execute("CREATE TABLE page (page_id INTEGER, page_colour TEXT)")
        old.execute("CREATE TABLE unheard_of (n INTEGER)")
        with (
            pymysql.connect(
                host="127.0.0.1",
                port=replica139.server.port,
                user=transfer.USER,
                password=transfer.PASSWORD,
                database=replica139.database,
            ) as connection,
            connection.cursor() as cursor,
        ):
            with pytest.raises(DevwikiError, match=r"the schemas of page differ in .*page_colour"):
                transfer.copy_table(old, cursor, "page")
            with pytest.raises(DevwikiError, match="has no table unheard_of"):
                transfer.copy_table(old, cursor, "unheard_of")


def test_what_is_there_is_not_fetched_again(replica143):
    assert fetch(replica143.root).startswith("1.43.")


def test_packages_come_from_where_the_machine_s_own_come_from():
    assert archive().startswith("http")
