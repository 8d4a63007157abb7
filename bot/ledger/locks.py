"""One run of a task on a wiki at a time, whatever process or machine it is on.

Whoever holds a lock says every few seconds that it is alive. What is not heard of any more, or
surely gone, is taken over. Waits for nobody.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

from sqlalchemy import ColumnElement, Connection, select

from bot.errors import BotError, Stopped
from bot.ledger.database import Database
from bot.ledger.finding import Found
from bot.ledger.process import Process, this_process
from bot.ledger.tables import LOCK

BEAT = 20.0  # seconds between two signs of life
_DOING = 255  # letters that the table holds
STALE = timedelta(seconds=120)
Now = Callable[[], datetime]


class Lock:
    """A lock that is held; `check` from time to time whether it still is."""

    def __init__(self, database: Database, site: str, task: str, owner: str, now: Now) -> None:
        self._database = database
        self._task = task
        self._now = now
        self._mine = _of(site, task) & (LOCK.c.owner == owner)
        self._query = select(LOCK.c.owner).where(self._mine)

    def check(self) -> None:
        """Raise Stopped where somebody else took the lock over meanwhile."""
        held = self._database.ask(lambda connection: connection.execute(self._query).first())
        if held is None:
            raise Stopped(
                f"{self._task}: another process has taken this work over, since nothing was heard"
                f" of this one for {STALE.seconds} seconds; look at what that one does, and go on"
                " by `wikisweep resume` if it does not"
            )

    def beat(self) -> None:
        """Say that the holder is alive."""
        values = {"beat": self._now().isoformat()}
        change = LOCK.update().where(self._mine).values(**values)
        self._database.change(lambda connection: connection.execute(change) and None)

    def free(self) -> None:
        """Let others have it."""
        change = LOCK.delete().where(self._mine)
        self._database.change(lambda connection: connection.execute(change) and None)


class Locks:
    """The locks of a ledger, `Ledger.locks`. Raises BotError where the database fails.

    `now`, `process` and `every` (seconds between signs of life) are for tests.
    """

    def __init__(
        self,
        database: Database,
        now: Now = lambda: datetime.now(UTC),
        process: Callable[[], Process] = this_process,
        every: float = BEAT,
    ) -> None:
        self._database = database
        self._now = now
        self._process = process
        self._every = every

    @contextmanager
    def hold(self, site: str, task: str, doing: str) -> Iterator[Lock]:
        """Hold the lock of a task on the wiki with this identity while the block runs.

        Raises Stopped where another live one holds it, with who that is and what to do.
        """
        owner = secrets.token_hex(16)
        self._database.change(lambda connection: self._take(connection, site, task, doing, owner))
        lock = Lock(self._database, site, task, owner, self._now)
        ending = Event()
        thread = Thread(target=self._keep, args=(lock, ending), name="ledger lock", daemon=True)
        thread.start()
        try:
            yield lock
        finally:
            ending.set()
            thread.join()
            with suppress(BotError):  # it is taken over when its process is gone
                lock.free()

    def _take(self, connection: Connection, site: str, task: str, doing: str, owner: str) -> None:
        process, now = self._process(), self._now()
        values = {
            "owner": owner,
            "host": process.host,
            "machine": process.machine,
            "pid": process.pid,
            "began": process.began,
            "doing": doing[:_DOING],
            "since": now.isoformat(),
            "beat": now.isoformat(),
        }
        query = select(LOCK).where(_of(site, task)).with_for_update()
        held = connection.execute(query).mappings().one_or_none()
        if held is None:
            connection.execute(LOCK.insert().values(site=site, task=task, **values))
        elif self._stale(held, now):
            connection.execute(LOCK.update().where(_of(site, task)).values(**values))
        else:
            raise Stopped(_who(held))

    def _stale(self, held: Found, now: datetime) -> bool:
        holder = Process(held["host"], held["machine"], held["pid"], held["began"])
        return holder.gone() or now - datetime.fromisoformat(held["beat"]) >= STALE

    def _keep(self, lock: Lock, ending: Event) -> None:
        while not ending.wait(self._every):
            with suppress(BotError):  # the database may answer again next time
                lock.beat()


def _of(site: str, task: str) -> ColumnElement[bool]:
    return (LOCK.c.site == site) & (LOCK.c.task == task)


def _who(held: Found) -> str:
    since, beat = (f"{held[name][:10]} {held[name][11:19]}" for name in ("since", "beat"))
    return (
        f"{held['task']}: process {held['pid']} on {held['host']} is at it ({held['doing']}, since"
        f" {since}, last heard of {beat} UTC); wait until it has ended, or end it there; should it"
        f" have died, its work can be taken over {STALE.seconds} seconds after it was last heard of"
    )
