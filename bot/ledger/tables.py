"""The ledger's tables, as values; `VERSION` counts their shape.

Times are ISO 8601 in UTC, as text, so that they sort and read alike in every database. Lengths
are for databases that want them: a title is at most 255 bytes and its namespace.
"""

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

VERSION = 1
_LONG = 1 << 24

METADATA = MetaData()

SHAPE = Table("shape", METADATA, Column("version", Integer, nullable=False))

PLAN = Table(
    "plan",
    METADATA,
    Column("id", String(8), primary_key=True),
    Column("task", String(255), nullable=False, index=True),
    Column("task_text", Text(_LONG), nullable=False),
    Column("wiki", String(255), nullable=False),
    Column("account", String(255), nullable=False),
    Column("versions", Text, nullable=False),  # JSON, name to version
    Column("started", String(32), nullable=False, index=True),
    Column("finished", String(32)),
    Column("state", String(16), nullable=False),
    Column("funnel", Text(_LONG), nullable=False),  # JSON
    Column("requests", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
)

ITEM = Table(
    "item",
    METADATA,
    Column("plan", ForeignKey("plan.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(32), nullable=False),
    Column("namespace", Integer, nullable=False),
    Column("title", String(512), nullable=False),
    Column("pageid", Integer),
    Column("links", Text, nullable=False),  # JSON: cause, comes_after
    Column("data", Text(_LONG), nullable=False),  # JSON: the kind's own small fields
    Column("text", LargeBinary(_LONG)),  # zlib: the text before, or the one text there is
    Column("change", LargeBinary(_LONG)),  # the spans that make the text after of it
    Column("digest", LargeBinary(16), nullable=False),
    Column("decision", String(16), nullable=False, default="pending"),
)
