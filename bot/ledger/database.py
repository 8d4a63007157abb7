"""Reads and writes as transactions that hold on SQLite and MariaDB alike; again where it is fair.

Knows no table. On SQLite a writer takes the database at its start (BEGIN IMMEDIATE): one that
first read and then wrote could not wait for another, and would fail at once.
"""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bot.ledger.faults import told

T = TypeVar("T")
Work = Callable[[Connection], T]

_TRIES = 8
_FIRST_PAUSE = 0.05  # seconds; doubled for each further try: 6 s in all

# https://mariadb.com/kb/en/mariadb-error-code-reference/: the server took the transaction back.
_TAKEN_BACK = frozenset({1020, 1205, 1213})  # record changed, lock wait timeout, deadlock
# Shutdown, killed, cannot connect, gone away, lost, idle for too long: whoever comes back after a
# long wait for the wiki meets this at the first statement, so connections are not asked beforehand.
_NO_ANSWER = frozenset({1053, 1927, 2002, 2003, 2006, 2013, 4031})


class Database:
    """The one way to an engine's tables. Safe for several threads."""

    def __init__(self, engine: Engine, sleep: Callable[[float], None] = time.sleep) -> None:
        self.engine = engine
        self._sleep = sleep

    def ask(self, work: Work[T]) -> T:
        """What `work` reads, in one transaction."""
        return self._tried(lambda: self._read(work))

    def change(self, work: Work[T], *, durable: bool = False) -> T:
        """Do `work`, whole or not at all, and perhaps several times; gives what it gives.

        When a `durable` change returns, not even a power cut takes it back. Others may be lost
        to one on SQLite, the last ones first, but none is left half done. Raises BotError.
        """
        return self._tried(lambda: self._write(work, durable=durable))

    def _tried(self, attempt: Callable[[], T]) -> T:
        with told(self.engine):
            for pause in range(_TRIES - 1):
                try:
                    return attempt()
                except DBAPIError as error:
                    if not _worth_another_try(error):
                        raise
                self._sleep(_FIRST_PAUSE * 2**pause * random.uniform(0.5, 1))  # noqa: S311 - no secret
            return attempt()

    def _read(self, work: Work[T]) -> T:
        with self.engine.connect() as connection:
            return work(connection)

    def _write(self, work: Work[T], *, durable: bool) -> T:
        with self.engine.connect() as connection:
            connection.execution_options(writes=True, durable=durable)
            transaction = connection.begin()
            result = work(connection)
            try:
                transaction.commit()
            except DBAPIError as error:
                # it may have been done: nobody may do it twice
                error.add_detail(_AT_COMMIT)
                raise
            return result


_AT_COMMIT = "the connection was lost while the change was being confirmed"


def _worth_another_try(error: DBAPIError) -> bool:
    """Whether the database surely did nothing, and may do it next time."""
    code = error.orig.args[0] if error.orig and error.orig.args else None
    lost = code in _NO_ANSWER or error.connection_invalidated
    return code in _TAKEN_BACK or (lost and _AT_COMMIT not in error.detail)
