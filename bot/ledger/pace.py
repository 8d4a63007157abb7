"""The pace of an account's edits, shared by every process that uses the ledger. Waits for nothing.

A turn is booked before it is waited for, so processes come one after another and none is passed
over. Once the wiki asked to slow down, the interval is longer for all of them.
"""

import time
from collections.abc import Callable

from sqlalchemy import Connection, bindparam, select

from bot.ledger.database import Database
from bot.ledger.tables import PACE, unless_there

_SLOWEST = 60.0  # seconds between edits, unless the interval asked for is longer
_FIRST = 1.0
_DOUBLE, _SHRINK = 2.0, 0.9
_NEAR = 0.1  # seconds from the interval asked for that are none any more
_QUEUE = 100  # turns ahead that no crowd of processes books: then a clock was wrong


class Pace:
    """The paces of a ledger, `Ledger.pace`; `clock` gives seconds since 1970."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def turn(self, site: str, account: str, interval: float) -> float:
        """Book the account's next edit on the wiki; gives the seconds to wait until then.

        The turn after it is `interval` seconds later, or more where the wiki asked for it.
        """
        free, slowed = self._database.ask(lambda connection: _read(connection, site, account))
        if max(interval, slowed) == 0 and free <= self._clock():
            return 0.0  # nothing to book

        def work(connection: Connection) -> float:
            free, slowed = _lock(connection, site, account)
            now, force = self._clock(), max(interval, slowed)
            if free - now > _QUEUE * max(force, _SLOWEST):
                free = now
            turn = max(now, free)
            _write(connection, site, account, turn + force, slowed)
            return turn - now

        return self._database.change(work)

    def slower(self, site: str, account: str, interval: float) -> float:
        """The wiki asked to slow down: the interval is doubled; gives the one now in force.

        It is 1 second at least, and at most 60 or `interval`, whichever is more.
        """

        def work(connection: Connection) -> float:
            free, slowed = _lock(connection, site, account)
            force = max(_FIRST, _DOUBLE * max(interval, slowed))
            force = min(force, max(_SLOWEST, interval))
            _write(connection, site, account, max(free, self._clock() + force), force)
            return force

        return self._database.change(work)

    def faster(self, site: str, account: str, interval: float) -> float:
        """An edit went well: the interval shrinks by a tenth; gives the one now in force."""
        _, slowed = self._database.ask(lambda connection: _read(connection, site, account))
        if slowed <= interval:
            return interval

        def work(connection: Connection) -> float:
            free, slowed = _lock(connection, site, account)
            force = max(interval, slowed * _SHRINK)
            if force - interval < _NEAR:
                force = interval
            _write(connection, site, account, free, 0.0 if force == interval else force)
            return force

        return self._database.change(work)


_NEW = unless_there(PACE)
_THIS = (PACE.c.site == bindparam("at")) & (PACE.c.account == bindparam("who"))
_NOW = select(PACE.c.free, PACE.c.slowed).where(_THIS)
_NEXT = PACE.update().where(_THIS)


def _read(
    connection: Connection, site: str, account: str, *, locked: bool = False
) -> tuple[float, float]:
    query = _NOW.with_for_update() if locked else _NOW
    row = connection.execute(query, {"at": site, "who": account}).one_or_none()
    return (0.0, 0.0) if row is None else (row.free, row.slowed)


def _lock(connection: Connection, site: str, account: str) -> tuple[float, float]:
    """The row, there from now on, and nobody else's until the transaction ends."""
    row = {"site": site, "account": account, "free": 0.0, "slowed": 0.0}
    connection.execute(_NEW, row)
    return _read(connection, site, account, locked=True)


def _write(connection: Connection, site: str, account: str, free: float, slowed: float) -> None:
    values = {"at": site, "who": account, "free": free, "slowed": slowed}
    connection.execute(_NEXT, values)
