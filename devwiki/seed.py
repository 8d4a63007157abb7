"""Makes the seeded state of the development wiki: a folder that instances are copies of.

A template is kept under a hash of everything it depends on, so that it is built once and a later
start is a copy. Touches nothing outside the folder of templates.
"""

import bz2
import fcntl
import hashlib
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from devwiki import mediawiki, settings
from devwiki.build_corpus import EXPORT, corpus_pages
from devwiki.mediawiki import maintenance

# Whatever the installer wrote about its own Main Page; the corpus brings its own, as page 1.
_PAGE_TABLES: Final = (
    *("page", "revision", "revision_comment_temp", "slots", "content", "text", "comment"),
    *("recentchanges", "logging", "log_search", "job", "externallinks", "searchindex"),
)


def plant(wiki: Path, templates: Path, root: Path = mediawiki.ROOT) -> None:
    """Bring a folder into the seeded state; builds the template, in half a minute, if need be.

    `root` is where MediaWiki is. The wiki is one on SQLite, whatever it was before.
    """
    templates.mkdir(parents=True, exist_ok=True)
    wiki.mkdir(parents=True, exist_ok=True)
    ready = templates / key(root)
    # Two instances that start at once build one template, and none is removed while it is copied.
    with _only_one(templates / "lock"):
        if not ready.exists():
            print("devwiki: seeding a wiki, once; this takes half a minute", file=sys.stderr)
            building = templates / "building"
            shutil.rmtree(building, ignore_errors=True)
            _build(building, root)
            for old in templates.iterdir():
                if old.name.startswith(f"{mediawiki.version(root)}-"):
                    shutil.rmtree(old)
            building.rename(ready)
        for name in ("data", "cache"):
            shutil.rmtree(wiki / name, ignore_errors=True)
            shutil.copytree(ready / name, wiki / name)
        shutil.copy(ready / "LocalSettings.php", wiki)
    for name in ("extra.php", "database.php"):
        (wiki / name).unlink(missing_ok=True)
    mediawiki.set_root(wiki, root)
    (wiki / "seed").write_text(key(root), encoding="ascii")


def is_planted(wiki: Path, root: Path = mediawiki.ROOT) -> bool:
    """Whether the folder was made from the corpus and the settings as they are now."""
    try:
        return (wiki / "seed").read_text(encoding="ascii") == key(root)
    except FileNotFoundError:
        return False


def database(wiki: Path) -> sqlite3.Connection:
    """The wiki's main database."""
    return sqlite3.connect(wiki / "data" / f"{settings.DATABASE}.sqlite", timeout=30)


def key(root: Path = mediawiki.ROOT) -> str:
    """A hash of all that the seeded state depends on."""
    digest = hashlib.sha256()
    here = Path(__file__).resolve().parent
    for path in (EXPORT, here / "seed.py", here / "settings.py"):
        digest.update(path.read_bytes())
    return f"{mediawiki.version(root)}-{digest.hexdigest()[:16]}"


def _build(wiki: Path, root: Path) -> None:
    wiki.mkdir()
    mediawiki.set_root(wiki, root)
    _install(wiki)
    _add_accounts(wiki)
    _import_corpus(wiki)
    _delete(wiki)
    with closing(database(wiki)) as connection, connection:
        _protect(connection)
        _add_filters(connection)
        _protect_creation(connection)
    _refresh(wiki)
    for path in (wiki / "data").glob("*.sqlite"):
        with closing(sqlite3.connect(path)) as connection:
            # A copy must be one file: nothing of it may still stand in a write-ahead log.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _install(wiki: Path) -> None:
    data = wiki / "data"
    data.mkdir(parents=True)
    (wiki / "cache").mkdir()
    script = mediawiki.root_of(wiki) / "maintenance/install.php"
    admin = settings.ACCOUNTS["Admin"]
    mediawiki.run(
        [
            *("php", str(script), "--dbtype", "sqlite", "--dbpath", str(data)),
            *("--dbname", settings.DATABASE, "--server", "http://127.0.0.1"),
            *("--scriptpath", "", "--confpath", str(wiki), "--lang", "en"),
            *("--pass", admin.password, settings.SITE_NAME, admin.name),
        ]
    )
    (wiki / "LocalSettings.php").write_text(settings.LOCAL_SETTINGS, encoding="utf-8")
    maintenance(wiki, "update", "--quick", "--skip-external-dependencies")
    with closing(database(wiki)) as connection, connection:
        for table in filter(partial(_columns, connection), _PAGE_TABLES):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names from above
            connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        connection.execute("DELETE FROM interwiki")
        rows = [(prefix, url, 0) for prefix, url in settings.INTERWIKIS.items()]
        rows.append((settings.LOCAL_INTERWIKI, "/index.php/$1", 1))
        connection.executemany(
            "INSERT INTO interwiki (iw_prefix, iw_url, iw_api, iw_wikiid, iw_local, iw_trans) "
            "VALUES (?, ?, '', '', ?, 0)",
            rows,
        )


def _add_accounts(wiki: Path) -> None:
    groups = {"sysop": "--sysop", "bureaucrat": "--bureaucrat", "bot": "--bot"}
    groups["interface-admin"] = "--interface-admin"
    for account in settings.ACCOUNTS.values():
        flags = [groups[group] for group in account.groups]
        maintenance(wiki, "createAndPromote", "--force", *flags, account.name, account.password)
        for bot_password in account.bot_passwords:
            maintenance(
                wiki,
                "createBotPassword",
                *("--appid", bot_password.app_id, "--grants", ",".join(bot_password.grants)),
                *(account.name, bot_password.password),
            )


def _import_corpus(wiki: Path) -> None:
    export = bz2.decompress(EXPORT.read_bytes()).decode()
    maintenance(wiki, "importDump", "--no-updates", stdin=export)


def _protect(connection: sqlite3.Connection) -> None:
    """Protect pages; by the table, as the script for it would add a revision to each page."""
    for page_id, page in enumerate(corpus_pages(), 1):
        if not page.protect:
            continue
        level = "autoconfirmed" if page.protect == "autoconfirmed" else "sysop"
        connection.executemany(
            "INSERT INTO page_restrictions (pr_page, pr_type, pr_level, pr_cascade, pr_expiry) "
            "VALUES (?, ?, ?, ?, 'infinity')",
            [(page_id, kind, level, page.protect == "cascade") for kind in ("edit", "move")],
        )


def _delete(wiki: Path) -> None:
    text = "A planet inside the orbit of [[Mercury]] that was never there."
    maintenance(wiki, "edit", "--user", "Cartographer", settings.DELETED_PAGE, stdin=text)
    maintenance(
        wiki, "deleteBatch", "--u", "Admin", "--r", "it never was", stdin=settings.DELETED_PAGE
    )


def _add_filters(connection: sqlite3.Connection) -> None:
    """Two filters of AbuseFilter, which has no script and no API module to write them with."""
    filters = (
        (settings.WARN_PHRASE, "warn", "abusefilter-warning"),
        (settings.REFUSE_PHRASE, "disallow", "abusefilter-disallowed"),
    )
    newer = "af_user" not in _columns(connection, "abuse_filter")
    for number, (phrase, consequence, message) in enumerate(filters, 1):
        row = {
            "af_id": number,
            "af_pattern": f'added_lines contains "{phrase}"',
            "af_timestamp": "20240101000000",
            "af_enabled": 1,
            "af_comments": "",
            "af_public_comments": f"says {phrase}",
            "af_actions": consequence,
            "af_group": "default",
            # The author: by user up to MediaWiki 1.40, by actor since; Admin is 1 in both tables.
            **({"af_actor": 1} if newer else {"af_user": 1, "af_user_text": "Admin"}),
        }
        connection.execute(
            f"INSERT INTO abuse_filter ({', '.join(row)}) "  # noqa: S608 - names from above
            f"VALUES ({', '.join('?' * len(row))})",
            list(row.values()),
        )
        connection.execute(
            "INSERT INTO abuse_filter_action VALUES (?, ?, ?)", (number, consequence, message)
        )


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table; none if this version of MediaWiki has no such table."""
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def _protect_creation(connection: sqlite3.Connection) -> None:
    reason = connection.execute("SELECT min(comment_id) FROM comment").fetchone()[0]
    title = settings.CREATE_PROTECTED.replace(" ", "_")
    connection.execute(
        "INSERT INTO protected_titles VALUES (0, ?, 1, ?, '20240101000000', 'infinity', 'sysop')",
        (title, reason),
    )


def _refresh(wiki: Path) -> None:
    """Fill the tables that follow from the texts: links, categories, search, changes, counts."""
    maintenance(wiki, "refreshLinks")
    maintenance(wiki, "rebuildtextindex")
    maintenance(wiki, "rebuildrecentchanges")
    maintenance(wiki, "initSiteStats", "--update", "--active")
    maintenance(wiki, "runJobs")


@contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
