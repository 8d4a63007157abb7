"""Moves a seeded wiki from SQLite to MariaDB: the same pages and numbers, in the other schema.

What a wiki replica is, a wiki on MariaDB has: the very same tables. Search is left behind.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pymysql

from devwiki import mediawiki, settings
from devwiki.mariadb import Mariadb
from devwiki.mediawiki import DevwikiError, maintenance

USER: Final = "devwiki"
PASSWORD: Final = "loopback-only-database"  # noqa: S105 - public on purpose, see settings.py
# What SQLite keeps otherwise, and what MediaWiki makes anew.
_LEFT: Final = frozenset({"searchindex", "objectcache", "l10n_cache", "module_deps"})
_AT_ONCE: Final = 500


def transfer(wiki: Path, server: Mariadb, database: str) -> None:
    """Let the wiki in this folder, seeded on SQLite, live in a database of that name.

    The server must not be running. Raises DevwikiError where the schemas do not agree.
    """
    server.create(database, USER, PASSWORD)
    _install(wiki, server, database)
    (wiki / "database.php").write_text(_database_php(server, database), encoding="utf-8")
    maintenance(wiki, "update", "--quick", "--skip-external-dependencies")
    with (
        closing(sqlite3.connect(wiki / "data" / f"{settings.DATABASE}.sqlite")) as old,
        pymysql.connect(
            host="127.0.0.1",
            port=server.port,
            user=USER,
            password=PASSWORD,
            database=database,
            charset="utf8mb4",
            autocommit=False,
        ) as new,
        new.cursor() as cursor,
    ):
        # What SQLite's columns hold is not always text, whatever their type says.
        old.text_factory = bytes
        cursor.execute("SET SESSION foreign_key_checks = 0, sql_mode = ''")
        for table in _tables(old):
            copy_table(old, cursor, table)
        new.commit()


def _install(wiki: Path, server: Mariadb, database: str) -> None:
    aside = wiki / "installed"
    aside.mkdir(exist_ok=True)
    (aside / "LocalSettings.php").unlink(missing_ok=True)
    admin = settings.ACCOUNTS["Admin"]
    mediawiki.run(
        [
            *("php", str(mediawiki.root_of(wiki) / "maintenance/install.php")),
            *("--dbtype", "mysql", "--dbserver", f"127.0.0.1:{server.port}"),
            *("--dbname", database, "--dbuser", USER, "--dbpass", PASSWORD),
            *("--server", "http://127.0.0.1", "--scriptpath", "", "--confpath", str(aside)),
            *("--lang", "en", "--pass", admin.password, settings.SITE_NAME, admin.name),
        ]
    )


def _database_php(server: Mariadb, database: str) -> str:
    said = {
        "wgDBtype": "mysql",
        "wgDBserver": f"127.0.0.1:{server.port}",
        "wgDBname": database,
        "wgDBuser": USER,
        "wgDBpassword": PASSWORD,
        "wgDBTableOptions": "ENGINE=InnoDB, DEFAULT CHARSET=binary",
    }
    lines = [f"${name} = {json.dumps(value)};" for name, value in said.items()]
    return "\n".join(["<?php", *lines, ""])


def _tables(old: sqlite3.Connection) -> list[str]:
    names = old.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    found = [bytes(row[0]).decode() for row in names]
    return [
        name
        for name in found
        if name not in _LEFT and not name.startswith(("sqlite_", "searchindex_"))
    ]


def copy_table(old: sqlite3.Connection, cursor: Any, table: str) -> None:
    """All rows of a table; the installer's own are taken away first. Raises DevwikiError."""
    rows = old.execute(f"SELECT * FROM {table}")  # noqa: S608 - a name of the schema
    columns = [column[0] for column in rows.description]
    if not cursor.execute("SHOW TABLES LIKE %s", (table,)):
        raise DevwikiError(f"devwiki: MariaDB's schema has no table {table}")
    cursor.execute(f"SHOW COLUMNS FROM `{table}`")
    theirs = {str(row[0]) for row in cursor.fetchall()}
    if theirs != set(columns):
        differing = ", ".join(sorted(theirs ^ set(columns)))
        raise DevwikiError(f"devwiki: the schemas of {table} differ in {differing}")
    names = ", ".join(f"`{name}`" for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    cursor.execute(f"DELETE FROM `{table}`")  # noqa: S608 - a name of the schema
    while part := rows.fetchmany(_AT_ONCE):
        cursor.executemany(
            f"INSERT INTO `{table}` ({names}) VALUES ({marks})",  # noqa: S608 - see above
            part,
        )
