import os
import re
import signal
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.errors import Stopped
from bot.ledger import Ledger
from bot.ledger.database import Database
from bot.ledger.locks import Locks
from bot.ledger.opening import open_ledger
from bot.ledger.process import Process, this_process
from bot.ledger.tables import LOCK
from tests.ledger.making import SITE, process

HOLDER = """
import sys
from bot.ledger import Ledger
with Ledger(sys.argv[1]) as ledger, ledger.locks.hold(sys.argv[2], "mercury", "apply"):
    print("held", flush=True)
    sys.stdin.readline()
"""
RACER = """
import sys
from bot.errors import Stopped
from bot.ledger import Ledger
with Ledger(sys.argv[1]) as ledger:
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        with ledger.locks.hold(sys.argv[2], "mercury", "apply"):
            print("held", flush=True)
            sys.stdin.readline()
    except Stopped:
        print("not held", flush=True)
"""
ELSEWHERE = Process("tool-7f", "another boot pid:[9]", 4711, 99)


class Clock:
    """A clock that goes on when it is told to."""

    now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def locks(where, clock):
    """Makes the locks of a process, this one if none is named."""
    engine = open_ledger(where)

    def locks(process=None, every=3_600.0):
        return Locks(Database(engine), clock, lambda: process or this_process(), every)

    yield locks
    engine.dispose()


@pytest.fixture
def started(where):
    """Starts a script with the ledger as its argument; what is left of it is ended."""
    running = []
    open_ledger(where).dispose()

    def started(script):
        one = process(script, where, SITE)
        running.append(one)
        return one

    yield started
    for one in running:
        one.kill()
        one.communicate()


def test_a_lock_is_held_while_the_block_runs(locks):
    for _ in range(2):
        with locks().hold(SITE, "mercury", "apply") as lock:
            lock.check()


def test_what_is_being_done_may_take_many_words(locks):
    with locks().hold(SITE, "mercury", "apply " * 99) as lock:
        lock.check()


def test_a_lock_is_free_after_an_error_too(locks):
    with pytest.raises(KeyError), locks().hold(SITE, "mercury", "apply"):
        raise KeyError
    with locks().hold(SITE, "mercury", "apply"):
        pass


def test_a_live_holder_is_named(locks, clock):
    with locks(ELSEWHERE).hold(SITE, "mercury", "apply"):
        clock.now += timedelta(seconds=119)
        with pytest.raises(Stopped) as told, locks().hold(SITE, "mercury", "run"):
            pass
    assert re.search(
        r"^mercury: process 4711 on tool-7f is at it \(apply, since 2026-03-01 12:00:00, last"
        r" heard of 2026-03-01 12:00:00 UTC\); wait until it has ended",
        str(told.value),
    )
    assert told.value.exit_code == 3


def test_the_same_process_does_not_hold_a_lock_twice(locks):
    one = locks()
    with one.hold(SITE, "mercury", "apply") as lock:
        with (
            pytest.raises(Stopped, match=f"process {os.getpid()} on"),
            one.hold(SITE, "mercury", "apply"),
        ):
            pass
        lock.check()


def test_other_tasks_and_wikis_have_locks_of_their_own(locks):
    one = locks()
    with (
        one.hold(SITE, "mercury", "apply"),
        one.hold(SITE, "Mercury", "apply"),
        one.hold("https://another.example/w/api.php", "mercury", "apply"),
    ):
        pass


def test_a_holder_that_was_not_heard_of_for_two_minutes_loses_its_lock(locks, clock):
    with locks(ELSEWHERE).hold(SITE, "mercury", "apply") as lost:
        clock.now += timedelta(seconds=120)
        with locks().hold(SITE, "mercury", "run") as taken:
            taken.check()
            with pytest.raises(Stopped, match="another process has taken this work over"):
                lost.check()
            lost.beat()
            lost.free()
            taken.check()
        with pytest.raises(Stopped):
            lost.check()


def test_a_sign_of_life_keeps_the_lock(locks, clock):
    with locks(ELSEWHERE).hold(SITE, "mercury", "apply") as lock:
        clock.now += timedelta(seconds=100)
        lock.beat()
        clock.now += timedelta(seconds=100)
        with (
            pytest.raises(Stopped, match="last heard of 2026-03-01 12:01:40 UTC"),
            locks().hold(SITE, "mercury", "run"),
        ):
            pass


def heard(ledger) -> str:
    query = select(LOCK.c.beat)
    return str(ledger.database.ask(lambda connection: connection.execute(query).scalar_one()))


def test_a_holder_gives_signs_of_life_by_itself(locks, clock, where):
    with Ledger(where) as ledger, locks(every=0.01).hold(SITE, "mercury", "apply"):
        clock.now += timedelta(seconds=77)
        wanted, deadline = clock.now.isoformat(), time.monotonic() + 10
        beat = ""
        while beat != wanted and time.monotonic() < deadline:
            beat = heard(ledger)
        assert beat == wanted


def test_a_holder_whose_process_on_this_machine_is_gone_loses_its_lock_at_once(locks):
    here = this_process()
    gone = Process(here.host, here.machine, here.pid, here.began - 1)
    with locks(gone).hold(SITE, "mercury", "apply") as lost:
        with locks().hold(SITE, "mercury", "run") as taken:
            taken.check()
        with pytest.raises(Stopped):
            lost.check()


def test_a_live_process_keeps_others_away_and_a_killed_one_does_not(started, where):
    holder = started(HOLDER)
    with Ledger(where) as ledger:
        with (
            pytest.raises(Stopped, match=f"process {holder.pid} on"),
            ledger.locks.hold(SITE, "mercury", "apply"),
        ):
            pass
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
        with ledger.locks.hold(SITE, "mercury", "apply") as lock:
            lock.check()


def test_a_process_that_ends_well_leaves_no_lock(started, where):
    holder = started(HOLDER)
    holder.communicate("\n")
    with Ledger(where) as ledger:
        count = ledger.database.ask(lambda connection: connection.execute(select(LOCK)).all())
    assert count == []


def test_of_several_processes_that_want_a_lock_at_once_one_gets_it(started):
    racers = [started(RACER) for _ in range(4)]
    for one in racers:
        one.stdin.write("go\n")
    told = [one.stdout.readline() for one in racers]
    assert sorted(told) == ["held\n"] + ["not held\n"] * 3


def work_on_a_ledger_that_breaks(ledger):
    with ledger.locks.hold(SITE, "mercury", "apply"):
        ledger.database.change(LOCK.drop)
        raise KeyError


def test_a_ledger_that_fails_at_the_end_hides_no_other_error(tmp_path):
    with Ledger(tmp_path / "ledger.sqlite") as ledger, pytest.raises(KeyError):
        work_on_a_ledger_that_breaks(ledger)


def renamed(old, new):
    return lambda connection: connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")


def test_a_sign_of_life_that_fails_is_tried_again(tmp_path):
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        locks = Locks(ledger.database, every=0.01)
        with locks.hold(SITE, "mercury", "apply") as lock:
            ledger.database.change(renamed("task_lock", "elsewhere"))
            time.sleep(0.1)
            ledger.database.change(renamed("elsewhere", "task_lock"))
            began = datetime.now(UTC)
            beat = began
            while beat <= began and datetime.now(UTC) - began < timedelta(seconds=10):
                beat = datetime.fromisoformat(heard(ledger))
            assert beat > began
            lock.check()
