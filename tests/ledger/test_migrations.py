import shutil
import sqlite3
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from bot.errors import BotError
from bot.ledger import Ledger
from bot.ledger.tables import METADATA, VERSION
from bot.plan import Edit, Numbered, Row
from bot.titles import Title
from tests.ledger.making import begun, saved, together

# Written by the version of wikisweep whose ledgers had the shape 1: never made anew.
VERSION_1 = Path(__file__).parent / "version1.sqlite"
OPENER = """
import sys
from bot.ledger import Ledger
print("ready", flush=True)
sys.stdin.readline()
Ledger(sys.argv[1]).close()
"""
MORE = "More text.\n" * 50
ITEMS = [
    Edit(
        title=Title(0, "Venus"),
        pageid=7,
        baserevid=70,
        read_at=datetime(2026, 3, 1, 12, 30, tzinfo=UTC),
        before=f"See [[Mercury]].\n{MORE}",
        after=f"See [[Mercury (planet)|Mercury]].\n{MORE}",
        summary="Bot: links",
    ),
    Edit(
        title=Title(1, "Talk:Mars"),
        pageid=8,
        baserevid=80,
        read_at=None,
        before="\ud800 é",
        after="é",
        summary="Bot: links",
        minor=True,
        bot=False,
        cause=Title(0, "Mercury"),
        comes_after=(1,),
    ),
    Row(title=Title(0, "Earth"), report="r", columns={"b": "2", "a": "10"}),
]


@pytest.fixture
def old(tmp_path):
    return Path(shutil.copy(VERSION_1, tmp_path / "ledger.sqlite"))


def shape(url):
    """Every table with its columns, as the database tells them."""
    engine = create_engine(url)
    told = inspect(engine)
    tables = {
        name: {
            column["name"]: (str(column["type"]), column["nullable"])
            for column in told.get_columns(name)
        }
        for name in told.get_table_names()
    }
    engine.dispose()
    return tables


def test_plans_of_the_first_shape_are_read_as_they_were(old):
    with Ledger(old) as ledger:
        plan = ledger.plan("bcdfgh")
        items = list(ledger.items(plan.id))
        assert [one.id for one in ledger.plans()] == ["jkmnpq", "bcdfgh"]
    assert items == [Numbered(number, item) for number, item in enumerate(ITEMS, 1)]
    assert (plan.task, plan.wiki, plan.account, plan.state) == (
        *("mercury", "testwiki", "SweepBot"),
        "ready",
    )
    assert plan.task_text == "about: Mercury\n"
    assert (plan.requests, plan.seconds, plan.versions) == (12, 3.5, {"wikisweep": "0.1.0"})
    assert plan.funnel.skipped == Counter({"text": 1, "runaway": 1})
    assert (plan.site, plan.undoes) == ("", "")


def test_an_older_ledger_can_do_all_that_a_new_one_can(old):
    with Ledger(old) as ledger:
        plan = ledger.plan("bcdfgh")
        assert ledger.decide(plan.id, "approved") == 2
        run = ledger.runs.begin(plan, account="SweepBot")
        for one in ledger.runs.left(plan.id):
            ledger.runs.intend(run.id, one)
            ledger.runs.settle(run.id, one.number, saved())
        assert ledger.runs.run(run.id).outcomes == {"saved": 2}
        assert ledger.plan(begun(ledger).id).site != ""


def test_an_older_ledger_gets_every_table_and_column_of_a_new_one(old, tmp_path):
    Ledger(old).close()
    Ledger(tmp_path / "new.sqlite").close()
    found, new = shape(f"sqlite:///{old}"), shape(f"sqlite:///{tmp_path / 'new.sqlite'}")
    assert {table: set(columns) for table, columns in found.items()} == {
        table: set(columns) for table, columns in new.items()
    }
    for table in set(new) - {"plan", "item"}:
        assert found[table] == new[table]


def test_a_ledger_is_brought_up_once(old):
    for _ in range(2):
        Ledger(old).close()
        other = sqlite3.connect(old)
        assert other.execute("SELECT version FROM shape").fetchall() == [(VERSION,)]
        other.close()


def test_processes_that_open_an_older_ledger_at_once_bring_it_up_once(old):
    together(OPENER, 3, old)
    with Ledger(old) as ledger:
        assert len(list(ledger.items("bcdfgh"))) == 3


def test_a_ledger_that_another_process_brings_up_meanwhile_is_left_to_it(old):
    other = sqlite3.connect(old, isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("BEGIN IMMEDIATE")
    late = threading.Thread(target=lambda: Ledger(old).close())
    late.start()
    time.sleep(0.5)  # it has seen the old version, and waits
    other.execute(f"UPDATE shape SET version = {VERSION}")
    other.execute("COMMIT")
    late.join()
    tables = other.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    other.close()
    assert {name for (name,) in tables} == {"shape", "plan", "item"}


def test_processes_that_open_an_empty_database_at_once_make_one_ledger(database):
    together(OPENER, 3, database)
    with Ledger(database) as ledger:
        assert ledger.plans() == []


def changed(url, *statements):
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_a_server_s_ledger_is_brought_up_too(database):
    with Ledger(database) as ledger:
        plan = begun(ledger)
        ledger.add(plan.id, ITEMS)
    changed(
        database,
        "ALTER TABLE plan DROP COLUMN site",
        "ALTER TABLE plan DROP COLUMN undoes",
        "ALTER TABLE plan DROP COLUMN file_digest",
        "DROP TABLE run, record, fingerprint, revision, task_lock, pace, note",
        "UPDATE shape SET version = 1",
    )
    with Ledger(database) as ledger:
        assert ledger.plan(plan.id).site == ""
        assert [one.item for one in ledger.items(plan.id)] == ITEMS
        assert ledger.runs.runs() == []
    assert set(shape(database)) == set(METADATA.tables)


def test_a_server_s_ledger_that_was_half_made_is_made_whole(database):
    Ledger(database).close()
    changed(database, "DROP TABLE run, note", "DELETE FROM shape")
    Ledger(database).close()
    assert set(shape(database)) == set(METADATA.tables)


def test_the_database_of_another_program_on_a_server_is_left_alone(database):
    changed(database, "CREATE TABLE page (page_id INTEGER)")
    with pytest.raises(BotError, match=r"another program's \(it has the table page\)"):
        Ledger(database)
    assert set(shape(database)) == {"page"}


def test_a_newer_ledger_on_a_server_is_told(database):
    Ledger(database).close()
    changed(database, f"UPDATE shape SET version = {VERSION + 1}")
    with pytest.raises(BotError, match="a newer wikisweep made it"):
        Ledger(database)
