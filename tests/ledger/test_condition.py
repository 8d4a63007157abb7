"""How a ledger is, on both databases."""

import shutil

import pytest

from bot.errors import BotError
from bot.ledger import Ledger
from bot.ledger.condition import condition
from bot.ledger.tables import VERSION


def test_it_is_told_what_keeps_the_ledger_and_in_what_shape(ledger, where):
    told = condition(ledger.database)
    assert told.shape == VERSION
    assert told.database.split()[0] in {"SQLite", "MariaDB"}
    assert told.database.split()[1][0].isdigit()
    assert "@" not in told.place
    assert "://" not in str(where) or told.free is None


def test_of_a_file_it_is_told_where_and_how_much_room_there_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Ledger("ledger.sqlite") as ledger:
        told = condition(ledger.database)
    assert told.place == str(tmp_path / "ledger.sqlite")
    assert told.journal in {"wal", "delete"}
    assert told.free is not None
    assert 0 < told.free <= shutil.disk_usage(tmp_path).total


def test_of_a_server_no_file_is_told(on_server):
    with Ledger(on_server) as ledger:
        told = condition(ledger.database)
    assert told.database.startswith("MariaDB ")
    assert (told.journal, told.file_system, told.free) == ("", "", None)


def test_a_ledger_that_does_not_answer_is_told(tmp_path):
    path = tmp_path / "ledger.sqlite"
    with Ledger(path) as ledger:
        for file in tmp_path.iterdir():
            file.write_bytes(b"no database any more" * 1000)
        ledger.close()
        with pytest.raises(BotError, match=f"the ledger {path}: "):
            condition(ledger.database)
