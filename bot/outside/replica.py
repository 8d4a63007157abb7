"""The door to SQL: asks a copy of a wiki's database, read only and for a bounded time.

The one module that knows PyMySQL outside the ledger. It writes nothing, and the server is told to
refuse whatever would.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import pymysql
from pymysql.converters import encoders
from pymysql.cursors import SSCursor

from bot.config import ReplicaAddress
from bot.errors import BotError, NotOffered, UsageError
from bot.hiding import without_secrets
from bot.outside.server import Server, server

Cell = str | bytes | None
Row = tuple[Cell, ...]
Value = str | int | bytes

SECONDS: Final = 300.0
PATIENCE: Final = 15.0  # seconds for a connection, and beyond its limit to say that it is reached
_AT_ONCE: Final = 1000  # rows
# https://mariadb.com/kb/en/mariadb-error-code-reference/
_READ_ONLY: Final = frozenset({1290, 1792, 1836})
_TOO_LONG: Final = frozenset({1317, 1969, 3024})  # by an administrator or guard, by our own limit
_NO_ENTRY: Final = frozenset({1044, 1045, 1049, 1698})
_NO_ANSWER: Final = frozenset({2002, 2003, 2006, 2013, 1040, 1053, 1226, 1927})
# Values are written as usual, and nothing is decoded: numbers and dates stay as the server says.
_AS_TEXT: Final[dict[Any, Any]] = dict(encoders)


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to one query: names of columns, and the rows as they come, once.

    Cells are text as the database writes it, bytes where it is binary (as MediaWiki's texts are),
    or None for NULL.
    """

    columns: tuple[str, ...]
    rows: Iterator[Row]

    def __iter__(self) -> Iterator[Row]:
        return self.rows


def as_text(cell: Cell) -> str:
    """A cell as text; what is no UTF-8 in it is replaced, NULL is empty."""
    return as_bytes(cell).decode("utf-8", "replace")


def as_bytes(cell: Cell) -> bytes:
    """A cell as the database has it; NULL is empty."""
    return cell if isinstance(cell, bytes) else str(cell or "").encode()


class Replica:
    """A copy of the database of one wiki, or none where the config names none."""

    def __init__(
        self,
        wiki: str = "",
        address: ReplicaAddress | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._wiki = wiki
        self._address = address
        self._patience = patience

    @contextmanager
    def ask(
        self, sql: str, values: Sequence[Value] = (), *, seconds: float = SECONDS
    ) -> Iterator[Rows]:
        """The rows of one SELECT, streamed, for as long as the block lasts.

        The time counts until the last row is read, so whoever is slow should put them aside
        first (`bot.outside.spool`). `values` fill `%s`; without any a `%` is a `%`. Raises
        NotOffered without a replica, UsageError for a query that cannot be or would write, and
        BotError for one that takes too long or gets no answer.
        """
        if self._address is None:
            raise NotOffered(
                f"{self._wiki or 'this wiki'}: user-config.yaml names no `replica:` of it; on "
                "Toolforge that is the name of its database, such as `replica: enwiki`"
            )
        where = server(self._address)
        with _told(where, seconds):
            connection = _connect(where, seconds, self._patience)
        cursor = connection.cursor(SSCursor)
        try:
            with _told(where, seconds):
                cursor.execute("SET SESSION TRANSACTION READ ONLY")
                cursor.execute(f"SET SESSION max_statement_time = {seconds:f}")
                cursor.execute(sql, tuple(values) or None)
            if cursor.description is None:
                raise UsageError(f"{where.database}: that gives no rows; a query is a SELECT")
            columns = tuple(column[0] for column in cursor.description)
            yield Rows(columns, _read(cursor, where, seconds))
        finally:
            _leave(cursor)
            connection.close()


def _connect(where: Server, seconds: float, patience: float) -> "pymysql.Connection[SSCursor]":
    return pymysql.connect(
        host=where.host,
        port=where.port,
        user=where.user,
        password=where.password,
        database=where.database,
        charset="utf8mb4",
        autocommit=True,
        connect_timeout=patience,
        read_timeout=seconds + patience,
        write_timeout=patience,
        conv=_AS_TEXT,
        program_name="wikisweep",
        cursorclass=SSCursor,
    )


def _read(cursor: SSCursor, where: Server, seconds: float) -> Iterator[Row]:
    while True:
        with _told(where, seconds):
            rows = cursor.fetchmany(_AT_ONCE)
        if not rows:
            return
        yield from rows


def _leave(cursor: Any) -> None:
    """Close the cursor without the rows that nobody wants.

    PyMySQL would read them all, however many millions, and fail loudly where the connection is
    gone; and it has no public way to say that they are not wanted.
    """
    result = cursor._result  # noqa: SLF001 - see above
    if result is not None:
        result.unbuffered_active = False
    cursor.close()


@contextmanager
def _told(where: Server, seconds: float) -> Iterator[None]:
    """What the server or the way to it has against the query, in a line."""
    place = f"the replica {where.database} on {where.host}"
    try:
        yield
    except pymysql.MySQLError as error:
        code = error.args[0] if error.args and isinstance(error.args[0], int) else 0
        said = without_secrets(str(error.args[-1] if error.args else error)).strip()
        said = " ".join(said.split())
        if code in _READ_ONLY:
            raise UsageError(f"{place}: it is only read, and that would write") from error
        if code in _TOO_LONG:
            raise BotError(
                f"{place}: the query took longer than it may ({seconds:g} s by `timeout`, or less "
                f"by the server): {said}; ask for less, or by an index"
            ) from error
        if code in _NO_ENTRY:
            raise UsageError(
                f"{place}: {said}; check `replica:` and its user in user-config.yaml"
            ) from error
        if code in _NO_ANSWER:
            raise BotError(f"{place}: no answer: {said}; try again later") from error
        raise UsageError(f"{place}: {said or 'the query failed'}") from error
