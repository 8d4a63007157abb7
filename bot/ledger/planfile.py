"""A plan as one file: planned here, reviewed there, applied elsewhere. A digest guards it.

Gzip, and in it JSON, one object a line, in UTF-8: a header, the items with their texts and
decisions, and at the end the SHA-256 of all lines before. docs/ledger.md has the keys. The digest
finds damage and edits by hand; it is no signature, so a file is as trustworthy as its way.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from bot.errors import UsageError
from bot.ledger.codec import restored, spelled, stored, unspelled
from bot.ledger.finding import in_chunks
from bot.ledger.headers import plan_of, plan_row
from bot.ledger.merging import batches, merge
from bot.ledger.plans import Ledger
from bot.ledger.tables import ITEM, PLAN
from bot.plan import ITEM_KINDS, Plan

FORMAT = 1
_NAME = "wikisweep plan"
_LONGEST = 1 << 26  # bytes in a line: a page of two megabytes, twice, each byte escaped, and more
_LEVEL = 6
_PARSED = ("versions", "funnel")  # texts of JSON in the ledger, plain JSON in a file
_GZIP = 16 + zlib.MAX_WBITS  # https://docs.python.org/3/library/zlib.html#zlib.compressobj
_DECISIONS = frozenset({"pending", "approved", "rejected"})
Line = dict[str, Any]


def write_plan(ledger: Ledger, plan_id: str) -> Iterator[bytes]:
    """The file of a plan, a part at a time; the same bytes for the same plan and decisions.

    Raises UsageError where there is no such plan or it is unfinished.
    """
    plan = ledger.plan(plan_id)
    if plan.state != "ready":
        raise UsageError(f"plan {plan.id} is unfinished; make it again before it goes into a file")
    return _packed(_written(ledger, plan))


def read_plan(ledger: Ledger, path: Path) -> Plan:
    """The plan of a file, in the ledger from now on under its own id.

    A file that was read before changes nothing. Where the ledger has the plan already, what the
    file decided on items that are pending here is taken over. Raises UsageError for a file that
    cannot be read, is damaged or of a newer format, for another plan under the same id, and
    where the file and the ledger decided differently.
    """
    digest = _check(path)

    def work(connection: Connection) -> Plan:
        lines = _lines(path)  # anew for each try
        plan = _header(path, next(lines))
        rows = (_row(path, plan.id, number, line) for number, line in enumerate(lines, 1))
        known = select(PLAN).where(PLAN.c.id == plan.id).with_for_update()
        found = connection.execute(known).mappings().one_or_none()
        if found is None:
            connection.execute(PLAN.insert().values(**plan_row(plan), file_digest=digest))
            for batch in batches(rows):
                connection.execute(ITEM.insert(), batch)
        elif found["file_digest"] != digest:
            if plan_of(found) != plan:
                raise UsageError(f"{path}: the ledger has another plan {plan.id}; nothing was read")
            merge(connection, path, plan.id, rows)
            change = PLAN.update().where(PLAN.c.id == plan.id)
            connection.execute(change.values(file_digest=digest))
        return plan

    return ledger.database.change(work, durable=True)


def _packed(lines: Iterator[Line]) -> Iterator[bytes]:
    """The lines, the digest over them, all compressed; no time of day goes in."""
    packer, digest = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP), hashlib.sha256()
    for line in lines:
        written = _bytes(line)
        digest.update(written)
        yield packer.compress(written)
    yield packer.compress(_bytes({"sha256": digest.hexdigest()})) + packer.flush()


def _written(ledger: Ledger, plan: Plan) -> Iterator[Line]:
    row = plan_row(plan)
    parsed = {name: json.loads(row[name]) for name in _PARSED}
    yield {_NAME: FORMAT, **row, **parsed}
    query = select(ITEM).where(ITEM.c.plan == plan.id)
    for item in in_chunks(ledger.database, query, ITEM.c.number):
        yield {"decision": item["decision"], **spelled(restored(item))}


def _check(path: Path) -> str:
    """The digest that ends the file, after a look at every line before it."""
    digest, last = hashlib.sha256(), b""
    for line in _raw(path):
        digest.update(last)
        last = line
    told = _parsed(path, last).get("sha256")
    if told != digest.hexdigest():
        raise _damaged(path, "its digest is not that of its lines")
    return digest.hexdigest()


def _lines(path: Path) -> Iterator[Line]:
    """The lines of a file that was checked, all but the digest."""
    last = None
    for line in _raw(path):
        if last is not None:
            yield _parsed(path, last)
        last = line


def _raw(path: Path) -> Iterator[bytes]:
    first = True
    try:
        with gzip.open(path) as file:
            while line := file.readline(_LONGEST):
                if first:
                    _check_format(path, line)
                first = False
                yield line
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        why = "it is cut or changed" if not first else "it is none, or it is cut or changed"
        raise _damaged(path, why) from error
    except OSError as error:
        raise UsageError(f"{path}: cannot read the plan file: {error.strerror}") from error
    if first:
        raise _damaged(path, "it is empty")


def _check_format(path: Path, line: bytes) -> None:
    version = _parsed(path, line).get(_NAME)
    if not isinstance(version, int):
        raise _damaged(path, "it does not begin as one")
    if version > FORMAT:
        raise UsageError(
            f"{path}: a newer wikisweep wrote this plan file (its format is {version}, this"
            f" version knows {FORMAT}); install that version"
        )


def _parsed(path: Path, line: bytes) -> Line:
    try:
        parsed = json.loads(line.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise _damaged(path, "a line of it is not JSON") from error
    return parsed if isinstance(parsed, dict) else {}


def _header(path: Path, line: Line) -> Plan:
    try:
        plan = plan_of({**line, **{name: json.dumps(line[name]) for name in _PARSED}})
        if plan.state == "ready" and plan == plan_of(plan_row(plan)):
            return plan
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise _damaged(path, "its first line is no plan's header") from error
    raise _damaged(path, "its first line is no finished plan's header")


def _row(path: Path, plan_id: str, number: int, line: Line) -> dict[str, Any]:
    try:
        kind, decision = line["kind"], line["decision"]
        if kind in ITEM_KINDS and decision in _DECISIONS:
            item = stored(unspelled(line, ITEM_KINDS))
            return {"plan": plan_id, "number": number, "decision": decision, **item}
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise _damaged(path, f"item {number} is not as it was written") from error
    raise UsageError(
        f"{path}: item {number} is of the kind {kind!r} and {decision!r}, which this version does"
        " not know; install the version that planned it"
    )


def _damaged(path: Path, why: str) -> UsageError:
    return UsageError(f"{path}: not an intact plan file: {why}; write it again")


def _bytes(line: Line) -> bytes:
    """Half surrogates stay halves, which escapes would join to one character."""
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"
