"""The door to SQL on a real MariaDB: what comes, what is refused, what ends in time."""

import socket
import time
import traceback
from dataclasses import replace

import pytest

from bot.config import Secret
from bot.errors import BotError, NotOffered, UsageError
from bot.outside.replica import Replica
from tests.outside.database import PASSWORD, make_database
from tests.outside.mailbox import silent_server

MANY = "SELECT a.seq, REPEAT('x', 100) FROM seq_1_to_3000000 a"


@pytest.fixture(scope="module")
def database(mariadb):
    return make_database(mariadb, "asked")


def told(replica, sql, values=(), seconds=20.0):
    with replica.ask(sql, values, seconds=seconds) as rows:
        return rows.columns, list(rows)


def fault(replica, sql, values=(), seconds=20.0):
    with pytest.raises(BotError) as caught:
        told(replica, sql, values, seconds)
    assert "\n" not in str(caught.value)
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))
    return caught.value


def test_cells_are_what_the_database_writes(database):
    columns, rows = told(
        database.replica,
        "SELECT page_id, page_title, page_touched, NULL AS nothing, 1.50 AS price, "
        "DATE '2026-05-01' AS day, 'ü' AS text FROM page ORDER BY page_id LIMIT 2",
    )
    assert columns == ("page_id", "page_title", "page_touched", "nothing", "price", "day", "text")
    assert rows == [
        ("1", b"A", b"20260501120000", None, "1.50", "2026-05-01", "ü"),
        ("2", "Präger_Straße".encode(), b"20260501120000", None, "1.50", "2026-05-01", "ü"),
    ]


def test_values_are_values_whatever_stands_in_them(database):
    odd = "a' OR 1=1 -- \\ \" % %s"
    assert told(database.replica, "SELECT %s, %s, %s", (odd, 7, b"\xff'"))[1] == [
        (odd, "7", b"\xff'")
    ]


def test_without_values_a_percent_sign_is_one(database):
    sql = "SELECT page_id FROM page WHERE page_title LIKE 'Pr%' OR page_title LIKE '%s'"
    assert told(database.replica, sql)[1] == [("2",)]


def test_a_semicolon_may_end_a_query_and_no_second_one_follows(database):
    assert told(database.replica, "SELECT 1;")[1] == [("1",)]
    assert "error in your SQL syntax" in str(fault(database.replica, "SELECT 1; SELECT 2"))


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO writes VALUES (1)",
        "insert into writes select page_id from page",
        "REPLACE INTO writes VALUES (1)",
        "UPDATE page SET page_len = 0",
        "DELETE FROM page",
        "TRUNCATE page",
        "DROP TABLE page",
        "CREATE TABLE more (n INT)",
        "ALTER TABLE page ADD n INT",
        "CALL scribble()",
        "SELECT scribbled()",
        "SELECT * FROM page FOR UPDATE",
        "LOCK TABLES page WRITE",
        "GRANT ALL ON asked.* TO reader",
    ],
)
def test_what_would_write_is_refused_by_the_server(database, sql):
    before = database.run("SELECT * FROM page")
    error = fault(database.replica, sql)
    assert database.run("SELECT * FROM page") == before
    assert database.run("SELECT count(*) FROM writes") == ((0,),)
    assert database.run("SHOW TABLES LIKE 'more'") == ()
    assert isinstance(error, UsageError)
    if "FOR UPDATE" not in sql and "GRANT" not in sql:
        assert "it is only read, and that would write" in str(error)


@pytest.mark.parametrize("sql", ["SET @a = 1", "START TRANSACTION READ WRITE", "DO 1", "COMMIT"])
def test_what_gives_no_rows_is_no_query(database, sql):
    error = fault(database.replica, sql)
    assert isinstance(error, UsageError)
    assert "a query is a SELECT" in str(error)


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELEKT", "You have an error in your SQL syntax"),
        ("SELECT * FROM nowhere", "Table 'asked.nowhere' doesn't exist"),
        ("SELECT nothing FROM page", "Unknown column 'nothing'"),
        ("SELECT * FROM mysql.user", "command denied"),
        ("", "Query was empty"),
    ],
)
def test_what_the_server_says_of_a_query_is_told(database, sql, words):
    error = fault(database.replica, sql)
    assert isinstance(error, UsageError)
    assert words in str(error)
    assert str(error).startswith("the replica asked on 127.0.0.1: ")


@pytest.mark.parametrize("sql", ["SELECT count(*) FROM seq_1_to_9999999 a, seq_1_to_9999999 b"])
def test_a_slow_query_ends_in_its_time(database, sql):
    began = time.monotonic()
    error = fault(database.replica, sql, seconds=0.5)
    assert time.monotonic() - began < 5
    assert "took longer than it may (0.5 s by `timeout`" in str(error)
    assert not isinstance(error, UsageError)


def test_the_time_counts_while_rows_are_read(database):
    with database.replica.ask(MANY, seconds=0.5) as rows:
        next(rows.rows)
        time.sleep(1)
        with pytest.raises(BotError, match="took longer than it may"):
            list(rows)


def test_a_query_that_somebody_ends_is_told(database):
    with database.replica.ask(f"{MANY} /* end me */", seconds=20) as rows:
        next(rows.rows)
        ((number,),) = database.run(
            "SELECT id FROM information_schema.processlist WHERE info LIKE '%/* end me */' "
            "AND command = 'Query' AND user = 'reader'"
        )
        database.run(f"KILL QUERY {number}")
        with pytest.raises(BotError, match="took longer than it may"):
            list(rows)


def test_a_connection_that_is_lost_midway_is_told(database):
    with database.replica.ask(f"{MANY} /* lose me */", seconds=20) as rows:
        next(rows.rows)
        ((number,),) = database.run(
            "SELECT id FROM information_schema.processlist WHERE info LIKE '%/* lose me */' "
            "AND command = 'Query' AND user = 'reader'"
        )
        database.run(f"KILL {number}")
        with pytest.raises(BotError, match=r"no answer|took longer"):
            list(rows)


def test_rows_that_nobody_wants_are_not_read(database):
    began = time.monotonic()
    with database.replica.ask(MANY, seconds=60) as rows:
        assert next(rows.rows)[0] == "1"
    assert time.monotonic() - began < 2
    deadline = time.monotonic() + 5
    while database.run("SELECT 1 FROM information_schema.processlist WHERE user = 'reader'"):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_session_is_left_even_if_its_user_fails(database):
    with pytest.raises(ZeroDivisionError), database.replica.ask(MANY) as rows:
        raise ZeroDivisionError(next(rows.rows))


def test_a_wrong_login_and_a_wrong_database_are_told(database):
    wrong = replace(database.address, password=Secret("another-password"))
    error = fault(Replica("testwiki", wrong), "SELECT 1")
    assert "Access denied for user 'reader'" in str(error)
    assert "check `replica:` and its user in user-config.yaml" in str(error)
    error = fault(Replica("testwiki", replace(database.address, database="other")), "SELECT 1")
    assert isinstance(error, UsageError)


def test_a_server_that_is_not_there_is_told(database):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    error = fault(Replica("testwiki", replace(database.address, port=port)), "SELECT 1")
    assert "no answer: Can't connect" in str(error)
    assert not isinstance(error, UsageError)


def test_a_server_that_says_nothing_is_waited_for_only_so_long(database):
    with silent_server() as port:
        quiet = replace(database.address, port=port)
        error = fault(Replica("testwiki", quiet, patience=0.3), "SELECT 1", seconds=0.3)
    assert "no answer" in str(error)


@pytest.mark.parametrize(("wiki", "named"), [("testwiki", "testwiki"), ("", "this wiki")])
def test_a_wiki_without_a_replica_says_how_to_name_one(wiki, named):
    error = fault(Replica(wiki), "SELECT 1")
    assert isinstance(error, NotOffered)
    assert str(error).startswith(f"{named}: user-config.yaml names no `replica:`")
