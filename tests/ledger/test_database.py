import threading

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.errors import BotError
from bot.ledger import Ledger
from bot.ledger.database import Database
from bot.ledger.opening import open_ledger
from bot.ledger.tables import NOTE
from devwiki.mariadb import Mariadb
from tests.ledger.making import SITE, edit, planned, saved, together

WRITER = """
import sys
from tests.ledger.making import edit, planned, saved
from bot.ledger import Ledger
with Ledger(sys.argv[1]) as ledger:
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(5):
        plan = planned(ledger, [edit(number) for number in range(1, 11)])
        run = ledger.runs.begin(plan, account="me")
        for one in ledger.runs.left(plan.id):
            ledger.runs.intend(run.id, one)
            ledger.runs.settle(run.id, one.number, saved(), frozenset({"ab"}))
            ledger.notes.set("here", "me", "last", plan.id)
        ledger.runs.finish(run.id, "done")
    shared = sys.argv[2]
    for number in range(20):
        ledger.add(shared, [edit(number)])
print("done", flush=True)
"""


@pytest.fixture
def pauses():
    return []


@pytest.fixture
def database(where, pauses):
    engine = open_ledger(where, patience=0.1)
    yield Database(engine, pauses.append)
    engine.dispose()


def note(name, value=""):
    row = {"site": "", "account": "", "name": name, "value": value}
    return lambda connection: connection.execute(NOTE.insert(), row) and None


def notes(database):
    return database.ask(lambda connection: connection.execute(select(NOTE.c.name)).scalars().all())


class Fault(Exception):
    """What a driver raises: its first argument is the server's number."""


def failing(number, times, *, then="kept"):
    """Work that fails so often, as the database would, after it wrote something."""
    left = [times]

    def work(connection):
        note(then)(connection)
        if left[0]:
            left[0] -= 1
            raise OperationalError("statement", {}, Fault(number, "what the server says"))
        return then

    return work


def test_a_change_is_made_whole_or_not_at_all(database):
    def work(connection):
        note("a")(connection)
        raise KeyError

    with pytest.raises(KeyError):
        database.change(work)
    assert notes(database) == []


def test_what_a_change_gives_is_given(database):
    assert database.change(lambda _connection: 5) == 5
    assert database.ask(lambda _connection: 6) == 6


@pytest.mark.parametrize("number", [1213, 1205, 1020, 2006, 2013, 2003, 1927, 4031])
def test_what_the_server_took_back_is_tried_again(database, pauses, number):
    assert database.change(failing(number, 3)) == "kept"
    assert notes(database) == ["kept"]
    assert len(pauses) == 3
    assert 0 < pauses[0] < pauses[2] < 1


@pytest.mark.parametrize(
    ("number", "words"), [(1213, "again and again; try again later"), (2013, "did not answer")]
)
def test_patience_ends(database, pauses, number, words):
    with pytest.raises(BotError, match=words):
        database.change(failing(number, 99))
    assert len(pauses) == 7
    assert 3 < sum(pauses) < 7
    assert notes(database) == []


@pytest.mark.parametrize("number", [1062, 1406, None, "database is locked"])
def test_what_would_fail_again_is_told_at_once(database, pauses, number):
    with pytest.raises(BotError):
        database.change(failing(number, 1))
    assert pauses == []
    assert notes(database) == []


def test_a_reader_is_given_another_try_too(database):
    assert database.ask(failing(1213, 2)) == "kept"


def test_two_threads_write_at_once(where):
    with Ledger(where) as ledger:
        plan = planned(ledger, [])

        def write():
            for number in range(10):
                ledger.add(plan.id, [edit(number)])

        threads = [threading.Thread(target=write) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [one.number for one in ledger.items(plan.id)] == list(range(1, 31))


def test_processes_write_plans_and_runs_at_once(where):
    with Ledger(where) as ledger:
        shared = planned(ledger, [])
        assert together(WRITER, 3, where, shared.id) == ["done\n"] * 3
        runs = ledger.runs.runs()
        assert len(runs) == 15
        assert all((run.state, run.outcomes) == ("done", {"saved": 10}) for run in runs)
        assert [one.number for one in ledger.items(shared.id)] == list(range(1, 61))
        assert ledger.runs.made(SITE, [1]) == {1: {"ab"}}


def test_a_deadlock_of_the_server_is_lived_through(on_server):
    """Two writers that take two rows in opposite order: InnoDB ends one, which tries again."""
    with Ledger(on_server) as ledger:
        for name in "ab":
            ledger.notes.set(SITE, "me", name, "")
        meeting, tries = threading.Barrier(2), []

        def write(first, second):
            met: list[int] = []

            def work(connection):
                tries.append(first)
                for name in (first, second):
                    key = (NOTE.c.site == SITE, NOTE.c.account == "me", NOTE.c.name == name)
                    connection.execute(NOTE.update().where(*key).values(value=first))
                    if not met:
                        met.append(meeting.wait(10))

            ledger.database.change(work)

        threads = [threading.Thread(target=write, args=names) for names in ("ab", "ba")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(tries) == 3
        assert ledger.notes.get(SITE, "me", "a") == ledger.notes.get(SITE, "me", "b") != ""


def test_a_connection_that_the_server_closed_is_made_anew(on_server, mariadb):
    with Ledger(on_server) as ledger:
        plan = planned(ledger, [edit(1)])
        theirs = "SELECT id FROM information_schema.processlist WHERE user = 'sweep'"
        numbers = [number for (number,) in mariadb.run(theirs)]
        assert numbers
        mariadb.run(*(f"KILL {number}" for number in numbers))
        run = ledger.runs.begin(plan, account="")
        ledger.runs.settle(run.id, 1, saved())
        assert ledger.runs.run(run.id).outcomes == {"saved": 1}


def test_a_connection_lost_in_the_middle_of_a_change_is_made_anew(on_server, mariadb):
    with Ledger(on_server) as ledger:
        ids = []

        def work(connection):
            note("kept")(connection)
            ids.append(connection.exec_driver_sql("SELECT CONNECTION_ID()").scalar())
            if len(ids) == 1:
                mariadb.run(f"KILL {ids[0]}")
            note("also")(connection)

        ledger.database.change(work)
        assert len(ids) == 2
        assert notes(ledger.database) == ["also", "kept"]


def test_a_connection_lost_while_a_change_is_confirmed_is_told(on_server, mariadb):
    with Ledger(on_server) as ledger:
        tries = []

        def work(connection):
            tries.append(connection.exec_driver_sql("SELECT CONNECTION_ID()").scalar())
            mariadb.run(f"KILL {tries[-1]}")

        with pytest.raises(BotError, match="try again later"):
            ledger.database.change(work)
        assert len(tries) == 1


def test_a_server_that_is_started_again_is_waited_for(mariadb, tmp_path):
    assert mariadb  # there is one on this machine
    with Mariadb.running(tmp_path / "own") as server:
        server.create("ledger", "sweep", "secret")
        with Ledger(server.url("ledger", "sweep", "secret")) as ledger:
            plan = planned(ledger, [edit(1)])
            server.stop()
            again = threading.Timer(0.5, server.start)
            again.start()
            run = ledger.runs.begin(plan, account="")
            again.join()
            assert ledger.runs.runs() == [run]


def test_a_server_that_is_gone_is_told_without_its_password(mariadb, tmp_path):
    assert mariadb
    with Mariadb.running(tmp_path / "own") as server:
        server.create("ledger", "sweep", "secret")
        url = server.url("ledger", "sweep", "secret")
        with Ledger(url) as ledger:
            server.stop()
            database = Database(ledger.database.engine, lambda _pause: None)
            with pytest.raises(BotError, match="the server cannot be reached") as told:
                database.ask(lambda connection: connection.execute(select(NOTE)))
        assert "secret" not in str(told.value)
        assert f"mysql+pymysql://127.0.0.1:{server.port}/ledger" in str(told.value)
        with pytest.raises(BotError, match="the server cannot be reached"):
            Ledger(url)
