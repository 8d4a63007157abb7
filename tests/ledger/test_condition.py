from bot.ledger import Ledger
from bot.ledger.condition import condition
from bot.ledger.tables import VERSION


def test_a_file_tells_its_journal_and_the_room_that_is_left(tmp_path):
    path = tmp_path / "ledger.sqlite"
    with Ledger(path) as ledger:
        found = condition(ledger.database)
    assert (found.place, found.shape, found.journal) == (str(path), VERSION, "wal")
    assert found.database.startswith("SQLite 3.")
    assert found.file_system
    assert found.free is not None
    assert found.free > 0


def test_a_server_tells_which_it_is_and_never_who_we_are(on_server):
    with Ledger(on_server) as ledger:
        found = condition(ledger.database)
    assert found.database.startswith("MariaDB 1")
    assert found.place.startswith("mysql+pymysql://127.0.0.1:")
    assert (found.shape, found.journal, found.free) == (VERSION, "", None)
