import sqlite3
import stat

import pytest
from sqlalchemy import text

from bot.errors import BotError, Stopped, UsageError
from bot.ledger.database import Database
from bot.ledger.faults import place, told
from bot.ledger.locks import Locks
from bot.ledger.opening import file_system, open_ledger
from bot.ledger.pace import Pace
from bot.ledger.tables import LOCK, VERSION


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "deep" / "ledger.sqlite"


def opened(where, **options):
    engine = open_ledger(where, **options)
    engine.dispose()
    return engine


def test_a_missing_ledger_is_made_for_its_owner_alone(path):
    opened(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_mode_of_a_folder_that_was_there_stays(path):
    path.parent.mkdir(parents=True)
    path.parent.chmod(0o755)
    opened(path)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o755


def test_an_empty_file_becomes_a_ledger(path):
    path.parent.mkdir(parents=True)
    path.touch()
    opened(path)
    assert sqlite3.connect(path).execute("SELECT version FROM shape").fetchall() == [(VERSION,)]


def test_a_ledger_on_a_local_disk_has_a_write_ahead_log(path):
    engine = open_ledger(path)
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 10_000
    engine.dispose()


def test_a_ledger_can_be_named_by_url(path):
    path.parent.mkdir(parents=True)
    engine = opened(f"sqlite:///{path}")
    assert place(engine) == str(path)


def test_a_ledger_in_memory_is_one_too():
    assert place(opened("sqlite://")) == "sqlite://"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("nonsense://me:secret@db/x", "SQLite, MariaDB or MySQL, not in nonsense"),
        ("postgresql://me:secret@db/x", "not in postgresql"),
        ("mysql+nonsense://me:secret@db/x", "load plugin"),
        ("mysql+mysqldb://me:secret@db/x", "No module named"),
        ("mysql://me:secret@db", "no database"),
        ("mysql://me:secret@db:port/x", "should be like mysql"),
        ("://x:secret@", "should be like mysql"),
        ("x://me:secret@[", "not in x"),
    ],
)
def test_a_url_that_means_nothing_is_told_without_its_password(url, reason):
    with pytest.raises(UsageError, match=reason) as error:
        open_ledger(url)
    assert "secret" not in str(error.value)


def test_a_file_that_is_no_database_is_told(path):
    path.parent.mkdir(parents=True)
    path.write_text("This is a text file, long enough to have a header.\n" * 9)
    with pytest.raises(BotError, match=r"ledger\.sqlite: the file is not a database; move it"):
        open_ledger(path)


def test_the_database_of_another_program_is_left_alone(path):
    path.parent.mkdir(parents=True)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE moz_places (id)")
    connection.close()
    with pytest.raises(BotError, match="another program's"):
        open_ledger(path)


def test_a_newer_ledger_is_told(path):
    opened(path)
    connection = sqlite3.connect(path)
    connection.execute(f"UPDATE shape SET version = {VERSION + 1}")
    connection.commit()
    connection.close()
    with pytest.raises(BotError, match="a newer wikisweep made it"):
        open_ledger(path)


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path):
    with pytest.raises(BotError, match="Is a directory; name a folder of yours with --state"):
        open_ledger(tmp_path)


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path):
    (tmp_path / "state").touch()
    with pytest.raises(BotError, match="exists; name a folder"):
        open_ledger(tmp_path / "state" / "ledger.sqlite")


def test_a_database_that_may_only_be_read_is_told_at_the_first_write(path):
    opened(path)
    engine = open_ledger(f"sqlite:///file:{path}?mode=ro&uri=true")
    with (
        pytest.raises(BotError, match="it cannot be written; check who owns"),
        told(engine),
        engine.begin() as connection,
    ):
        connection.execute(text("DELETE FROM shape"))
    engine.dispose()


def test_a_missing_file_under_a_url_is_told(path):
    with pytest.raises(BotError, match="it cannot be opened"):
        open_ledger(f"sqlite:///{path}")


def test_another_writer_that_does_not_end_is_told(path):
    engine = open_ledger(path, patience=0.05)
    other = sqlite3.connect(path)
    other.execute("BEGIN IMMEDIATE")
    with (
        pytest.raises(BotError, match="another process is writing"),
        told(engine),
        engine.begin() as connection,
    ):
        connection.execute(text("DELETE FROM shape"))
    other.close()
    engine.dispose()


def test_a_full_disk_is_told(path):
    engine = open_ledger(path)
    with engine.connect() as connection:
        connection.execute(text("PRAGMA max_page_count = 1"))
        with pytest.raises(BotError, match="the disk is full; free some space"), told(engine):
            connection.execute(text("CREATE TABLE more AS SELECT zeroblob(99999) AS x"))
    engine.dispose()


def test_a_fault_without_a_remedy_is_told_in_the_words_of_the_database(path):
    engine = open_ledger(path)
    with (
        engine.connect() as connection,
        pytest.raises(BotError, match=r'ledger\.sqlite: near "nothing": syntax error$'),
        told(engine),
    ):
        connection.execute(text("nothing"))
    engine.dispose()


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
server:/data /data/project nfs4 rw 0 0
//server/x /mnt/with\\040space cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/me/x", "ext4"),
        ("/data/project/tool/ledger.sqlite", "nfs4"),
        ("/data/projects/x", "ext4"),
        ("/mnt/with space/x", "cifs"),
    ],
)
def test_the_file_system_of_a_path_is_that_of_the_nearest_mount(tmp_path, path, kind):
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert file_system(tmp_path.__class__(path), mounts) == kind


def test_a_system_that_does_not_tell_its_mounts_has_no_file_systems(tmp_path):
    assert file_system(tmp_path, tmp_path / "missing") == ""


def pragma(engine, name):
    with engine.connect() as connection:
        return connection.execute(text(f"PRAGMA {name}")).scalar()


def levels(engine):
    """How a usual and a durable change wait for the disk, 1 NORMAL, 2 FULL, 3 EXTRA."""
    database, found = Database(engine), []

    def look(connection):
        found.append(connection.execute(text("PRAGMA synchronous")).scalar())

    database.change(look)
    database.change(look, durable=True)
    return found


def test_a_durable_change_of_a_local_ledger_waits_for_the_disk(path):
    engine = open_ledger(path)
    assert levels(engine) == [1, 2]
    engine.dispose()


@pytest.fixture
def on_network(path, tmp_path):
    """A ledger on a network disk, as far as the table of mounts tells."""
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/x {tmp_path} nfs4 rw 0 0\n")
    engine = open_ledger(path, mounts=mounts)
    yield engine
    engine.dispose()


def test_a_ledger_on_a_network_disk_has_no_log_of_its_own(on_network, path):
    assert pragma(on_network, "journal_mode") == "delete"
    assert levels(on_network) == [2, 3]
    assert not path.with_name("ledger.sqlite-wal").exists()


def test_a_ledger_that_moved_to_a_network_disk_gives_its_log_up(path, tmp_path):
    opened(path)
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/x {tmp_path} nfs4 rw 0 0\n")
    engine = open_ledger(path, mounts=mounts)
    assert pragma(engine, "journal_mode") == "delete"
    engine.dispose()


def test_locks_and_paces_work_without_a_log(on_network):
    database = Database(on_network)
    with Locks(database).hold("here", "mercury", "apply") as lock:
        lock.check()
        with pytest.raises(Stopped), Locks(database).hold("here", "mercury", "run"):
            pass
    pace = Pace(database, lambda: 1e9)
    assert [pace.turn("here", "me", 10), pace.turn("here", "me", 10)] == [0, 10]


def test_a_reader_s_transaction_writes_nothing_and_waits_for_nobody(path):
    engine = open_ledger(path, patience=0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert Database(engine).ask(lambda one: one.execute(text("SELECT 1")).scalar()) == 1
    other.close()
    engine.dispose()


def test_a_wrong_password_is_told_without_it(on_server):
    url = on_server.replace("se%3Acr%40t%2F%25", "hunter2")
    with pytest.raises(BotError, match="the server refuses the user or password") as told:
        open_ledger(url)
    assert "hunter2" not in str(told.value)
    assert "hunter2" not in repr(told.value.__cause__)


def test_a_database_that_is_not_there_is_told(on_server):
    with pytest.raises(BotError, match=r"/nothing: (the user may not use|there is no such)"):
        open_ledger(on_server.replace("/shared", "/nothing"))


def test_a_server_that_is_not_there_is_told():
    url = "mysql+pymysql://me:hunter2@127.0.0.1:9/x?user=hunter2"
    with pytest.raises(BotError, match=r"//127.0.0.1:9/x: the server cannot be reached") as told:
        open_ledger(url)
    assert "hunter2" not in str(told.value)


def test_a_server_cuts_nothing_that_is_too_long(on_server):
    engine = open_ledger(on_server)
    with (
        pytest.raises(BotError, match="Data too long for column 'task'"),
        told(engine),
        engine.begin() as connection,
    ):
        connection.execute(LOCK.insert(), dict.fromkeys(LOCK.c.keys(), "x" * 300) | NUMBERS)
    engine.dispose()


NUMBERS = {"pid": 1, "began": 1, "site": "", "owner": "", "since": "", "beat": ""}
