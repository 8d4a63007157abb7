import os
import socket

import pymysql
import pytest

from devwiki.mariadb import Mariadb
from devwiki.mediawiki import DevwikiError
from devwiki.processes import start_time


@pytest.fixture
def own(mariadb, tmp_path):
    """A server of this test's own, where one can be started at all."""
    assert mariadb
    with Mariadb.running(tmp_path / "own") as server:
        yield server


def connected(server, user, password, **options):
    with pymysql.connect(
        host="127.0.0.1", port=server.port, user=user, password=password, **options
    ) as connection:
        connection.ping()
        return True


def test_a_user_gets_into_the_database_made_for_them_and_nowhere_else(mariadb):
    mariadb.create("wiki_1", "user_1", "it@s/secret")
    mariadb.create("wiki_2", "user_2", "it@s/secret")
    assert connected(mariadb, "user_1", "it@s/secret", database="wiki_1")
    with pytest.raises(pymysql.err.OperationalError):
        connected(mariadb, "user_1", "it@s/secret", database="wiki_2")
    with pytest.raises(pymysql.err.OperationalError):
        connected(mariadb, "user_1", "wrong", database="wiki_1")


def test_a_database_is_made_anew_and_a_user_keeps_what_they_had(mariadb):
    mariadb.create("first", "keeper", "a")
    mariadb.run("CREATE TABLE first.t (id INTEGER)")
    mariadb.create("second", "keeper", "b")
    assert connected(mariadb, "keeper", "b", database="first")
    assert mariadb.run("SHOW TABLES IN first") == (("t",),)
    mariadb.create("first", "keeper", "b")
    assert mariadb.run("SHOW TABLES IN first") == ()


def test_the_address_can_hold_any_password(mariadb):
    url = mariadb.url("wiki", "me@x", "a:b/c%")
    assert url == f"mysql+pymysql://me%40x:a%3Ab%2Fc%25@127.0.0.1:{mariadb.port}/wiki"


def test_it_listens_on_loopback_only(mariadb):
    assert mariadb.run("SELECT @@bind_address") == (("127.0.0.1",),)


def test_what_was_written_is_there_after_a_stop_and_a_start(own):
    own.create("wiki", "me", "secret")
    own.run("CREATE TABLE wiki.t (id INTEGER)", "INSERT INTO wiki.t VALUES (5)")
    own.stop()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", own.port)) != 0
    own.stop()
    own.start()
    assert own.run("SELECT id FROM wiki.t") == ((5,),)


def test_nothing_of_it_runs_after_the_block(mariadb, tmp_path):
    assert mariadb
    with Mariadb.running(tmp_path) as server:
        pid = int((tmp_path / "pid").read_text())
        assert start_time(pid)
    assert not start_time(pid)
    assert not server.socket.parent.exists()


def test_a_port_that_is_taken_is_told(own, tmp_path):
    other = Mariadb(tmp_path / "other", own.port, tmp_path / "socket")
    with pytest.raises(DevwikiError, match=r"did not answer; see .*server\.log"):
        other.start()
    assert own.run("SELECT 1") == ((1,),)


def test_it_is_ours_whoever_we_are(own):
    assert (own.folder / "data").stat().st_uid == os.geteuid()
