"""The ledger's tables, as values; `VERSION` counts their shape.

Times are ISO 8601 in UTC, as text, so that they sort and read alike in every database. Lengths
are for databases that want them: a title is at most 255 bytes and its namespace. On MariaDB and
MySQL texts compare byte by byte, as they do on SQLite: titles that differ in case are different.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Insert,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.dialects.mysql import LONGBLOB, LONGTEXT

VERSION = 3
_SERVERS = ("mysql", "mariadb")
# MariaDB's plain TEXT and BLOB end at 64 kB
_LONG_TEXT = Text().with_variant(LONGTEXT(), *_SERVERS)
_LONG_BYTES = LargeBinary().with_variant(LONGBLOB(), *_SERVERS)
_ID, _NAME, _TITLE, _TIME, _WORD = String(8), String(255), String(512), String(32), String(16)

METADATA = MetaData()


def _table(name: str, *parts: Any) -> Table:
    options = {"engine": "InnoDB", "default_charset": "utf8mb4", "collate": "utf8mb4_bin"}
    everywhere: dict[str, Any] = {
        f"{name}_{key}": value for name in _SERVERS for key, value in options.items()
    }
    return Table(name, METADATA, *parts, **everywhere)


def _added(name: str, kind: Any, default: str = "") -> Column[Any]:
    """A column that an older shape had not: rows of then have the default."""
    return Column(name, kind, nullable=False, server_default=default)


SHAPE = _table("shape", Column("version", Integer, nullable=False))

PLAN = _table(
    "plan",
    Column("id", _ID, primary_key=True),
    Column("task", _NAME, nullable=False, index=True),
    Column("task_text", _LONG_TEXT, nullable=False),
    Column("wiki", _NAME, nullable=False),
    Column("account", _NAME, nullable=False),
    Column("versions", _LONG_TEXT, nullable=False),  # JSON, name to version
    Column("started", _TIME, nullable=False, index=True),
    Column("finished", _TIME),
    Column("state", _WORD, nullable=False),
    Column("funnel", _LONG_TEXT, nullable=False),  # JSON
    Column("requests", Integer, nullable=False),
    Column("seconds", Double, nullable=False),
    _added("site", _NAME),  # Site.identity
    _added("undoes", _ID),  # the id of a run
    _added("file_digest", String(64)),  # of the plan file that was read last
)


def _item_columns(*, sent: bool) -> list[Column[Any]]:
    """An item as `codec.stored` writes it; nullable where it is `sent` as the plan has it."""
    return [
        Column("kind", String(32), nullable=sent),
        Column("namespace", Integer, nullable=sent),
        Column("title", _TITLE, nullable=sent),
        Column("pageid", Integer),
        Column("links", _LONG_TEXT, nullable=sent),  # JSON: cause, comes_after
        Column("data", _LONG_TEXT, nullable=sent),  # JSON: the kind's own small fields
        Column("text", _LONG_BYTES),  # zlib: the text before, or the one text there is
        Column("change", _LONG_BYTES),  # the spans that make the text after of it
        Column("digest", LargeBinary(16), nullable=sent),
    ]


SENT = tuple(column.name for column in _item_columns(sent=True))

ITEM = _table(
    "item",
    Column("plan", ForeignKey("plan.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    *_item_columns(sent=False),
    Column("decision", _WORD, nullable=False, default="pending"),
)

# Outlives the plans: no foreign keys. `outcomes` is filled where the records are dropped.
RUN = _table(
    "run",
    Column("id", _ID, primary_key=True),
    Column("plan", _ID, nullable=False, index=True),
    Column("task", _NAME, nullable=False, index=True),
    Column("task_digest", String(64), nullable=False),  # SHA-256 of the task's text
    Column("wiki", _NAME, nullable=False),
    Column("site", _NAME, nullable=False),
    Column("account", _NAME, nullable=False),
    Column("started", _TIME, nullable=False, index=True),
    Column("finished", _TIME),
    Column("state", _WORD, nullable=False),
    Column("reason", _LONG_TEXT, nullable=False),
    Column("unattended", Boolean, nullable=False),
    Column("approved", Boolean, nullable=False),
    Column("undoes", _ID, nullable=False, index=True),
    Column("planned", Integer, nullable=False),
    Column("outcomes", _LONG_TEXT),  # JSON, code to count
)

# One for each item that was tried; `run` is the one that tried it last. Without a `kind` the item
# was sent as the plan has it; without a `code` nobody knows yet what became of it.
RECORD = _table(
    "record",
    Column("plan", _ID, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("run", _ID, nullable=False),
    Column("intended", _TIME, nullable=False),
    *_item_columns(sent=True),
    Column("code", _WORD),
    Column("revid", BigInteger),
    Column("saved", _TIME),
    Column("merged", Boolean),
    Column("detail", _LONG_TEXT),
    Index("ix_record_run", "run", "code"),
)

# What is never dropped: the changes that were saved on a page, and the revisions that we made.
FINGERPRINT = _table(
    "fingerprint",
    Column("site", _NAME, primary_key=True),
    Column("pageid", BigInteger, primary_key=True, autoincrement=False),
    Column("print", String(32), primary_key=True),
)
REVISION = _table(
    "revision",
    Column("site", _NAME, primary_key=True),
    Column("pageid", BigInteger, primary_key=True, autoincrement=False),
    Column("revid", BigInteger, primary_key=True, autoincrement=False),
)
# The report that was published last on a page, kept for good, too. `sha1` is that of its text.
PUBLICATION = _table(
    "publication",
    Column("site", _NAME, primary_key=True),
    Column("namespace", Integer, primary_key=True, autoincrement=False),
    Column("name", _NAME, primary_key=True),  # without the namespace: at most 255 bytes
    Column("revid", BigInteger, nullable=False),
    Column("sha1", String(40), nullable=False),
)

LOCK = _table(
    "task_lock",
    Column("site", _NAME, primary_key=True),
    Column("task", _NAME, primary_key=True),
    Column("owner", String(32), nullable=False),
    Column("host", _NAME, nullable=False),
    Column("machine", _NAME, nullable=False),
    Column("pid", BigInteger, nullable=False),
    Column("began", BigInteger, nullable=False),  # of the process, in its machine's clock ticks
    Column("doing", _NAME, nullable=False),
    Column("since", _TIME, nullable=False),
    Column("beat", _TIME, nullable=False),
)

PACE = _table(
    "pace",
    Column("site", _NAME, primary_key=True),
    Column("account", _NAME, primary_key=True),
    Column("free", Double, nullable=False),  # when the next turn is, in seconds since 1970
    Column("slowed", Double, nullable=False),  # the interval after the wiki asked for it, or 0
)

NOTE = _table(
    "note",
    Column("site", _NAME, primary_key=True),
    Column("account", _NAME, primary_key=True),
    Column("name", _NAME, primary_key=True),
    Column("value", _LONG_TEXT, nullable=False),
)


def unless_there(table: Table) -> Insert:
    """An insert that leaves a row alone that is there already."""
    insert = table.insert().prefix_with("OR IGNORE", dialect="sqlite")
    for server in _SERVERS:
        insert = insert.prefix_with("IGNORE", dialect=server)
    return insert
