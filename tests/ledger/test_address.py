import pytest

from bot.config import LedgerAddress, Secret
from bot.errors import UsageError
from bot.ledger import Ledger
from bot.ledger.address import address
from tests.ledger.making import PASSWORD

URL = "mysql+pymysql://tools.db.svc.wikimedia.cloud/s12345__wikisweep"
CNF = "[client]\nuser = 's12345'\npassword = 'hunter2='\n"
TOOLFORGE = {"TOOL_TOOLSDB_USER": "s54321", "TOOL_TOOLSDB_PASSWORD": "swordfish"}


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def login(url, environment=None, home=None, **more):
    found = address(LedgerAddress(url, **more), environment or {}, home)
    return found.username, found.password


def refused(url, words, environment=None, home=None, **more):
    with pytest.raises(UsageError, match=words) as told:
        login(url, environment, home, **more)
    for secret in ("hunter2", "swordfish"):
        assert secret not in str(told.value)


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("mysql", "mysql+pymysql"),
        ("mysql+pymysql", "mysql+pymysql"),
        ("mariadb", "mariadb+pymysql"),
        ("mariadb+pymysql", "mariadb+pymysql"),
        ("mysql+other", "mysql+other"),
    ],
)
def test_the_driver_that_comes_along_is_taken_unless_another_is_named(given, driver):
    url = address(LedgerAddress(f"{given}://me:hunter2@db:3307/x?ssl_ca=/ca.pem"))
    assert url.drivername == driver
    assert (url.host, url.port, url.database) == ("db", 3307, "x")
    assert dict(url.query) == {"ssl_ca": "/ca.pem"}


def test_sqlite_wants_no_login():
    assert login("sqlite:////tmp/ledger.sqlite", TOOLFORGE) == (None, None)


def test_the_config_s_own_words_come_first(home):
    (home / "replica.my.cnf").write_text(CNF)
    own = {"user": Secret("me"), "password": Secret("own")}
    assert login(URL, TOOLFORGE, home, **own) == ("me", "own")
    assert login("mysql://you:other@db/x", TOOLFORGE, home) == ("you", "other")
    assert login("mysql://you:other@db/x", TOOLFORGE, home, **own) == ("me", "own")


def test_what_the_config_does_not_say_is_found_elsewhere(home):
    (home / ".my.cnf").write_text(CNF)
    assert login(URL, {}, home, password=Secret("own")) == ("s12345", "own")
    assert login(URL, {}, home, user=Secret("me")) == ("me", "hunter2=")
    assert login("mysql://me@db/x", {}, home) == ("me", "hunter2=")
    assert login("mysql://me:@db/x", {}, home) == ("me", "")


def test_a_file_that_the_url_names_comes_before_all_others(home, tmp_path):
    (home / "replica.my.cnf").write_text(CNF)
    own = tmp_path / "own.cnf"
    own.write_text('[mysqld]\nport=1\n[client]\nuser=me\npassword="a#b"\n!includedir /etc/x\n')
    url = address(LedgerAddress(f"{URL}?read_default_file={own}"), TOOLFORGE, home)
    assert (url.username, url.password, dict(url.query)) == ("me", "a#b", {})


def test_a_user_in_the_query_is_no_user():
    url = f"{URL}?user=you&password=hunter2&passwd=hunter2"
    found = address(LedgerAddress(url), TOOLFORGE)
    assert (found.username, dict(found.query)) == ("s54321", {})


def test_then_come_toolforge_s_variables_and_then_the_files_in_their_order(home, tmp_path):
    tool = tmp_path / "tool"
    tool.mkdir()
    files = [home / ".my.cnf", home / "replica.my.cnf", tool / "replica.my.cnf"]
    environment = {"TOOL_DATA_DIR": str(tool)}
    for number, file in enumerate(files):
        file.write_text(CNF.replace("s12345", f"user{number}"))
        assert login(URL, environment, home) == (f"user{number}", "hunter2=")
    assert login(URL, environment | TOOLFORGE, home) == ("s54321", "swordfish")
    half = {"TOOL_TOOLSDB_USER": "s54321", "TOOL_TOOLSDB_PASSWORD": ""}
    assert login(URL, environment | half, home) == ("user2", "hunter2=")


def test_where_nobody_says_who_we_are_all_places_are_named(home):
    refused(URL, rf"neither user nor password .*\$TOOL_TOOLSDB_USER .*{home}/\.my\.cnf$", {}, home)
    tool = {"TOOL_DATA_DIR": "/data/project/x"}
    refused(URL, r"/data/project/x/replica\.my\.cnf", tool, home)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no `user` under"),
        ("[client]\npassword=hunter2\n", "no `user` under"),
        ("[client]\nuser\npassword=hunter2\n", "no `user` under"),
        ("[mysql]\nuser=me\npassword=hunter2\n", "no `user` under"),
        ("password=hunter2\n", "not an option file"),
        ("\udcff=hunter2\n", "not an option file"),
    ],
)
def test_a_file_that_says_too_little_is_told_without_its_password(home, text, words):
    (home / ".my.cnf").write_bytes(text.encode("utf-8", "surrogateescape"))
    refused(URL, words, {}, home)


def test_a_named_file_that_cannot_be_read_is_told(home):
    refused(f"{URL}?read_default_file={home}/missing", "missing: cannot read .*: No such file")


@pytest.mark.parametrize("path", ["", "/"])
def test_a_server_without_a_database_is_told(path):
    refused(f"mysql://me:hunter2@db{path}", "on db: its address names no database")


def test_a_user_without_password_can_be_said_in_a_file(home):
    (home / ".my.cnf").write_text("[client]\nuser=me\n")
    assert login(URL, {}, home) == ("me", "")


def test_a_real_server_lets_the_config_s_user_in(on_server):
    url = on_server.replace("sweep:se%3Acr%40t%2F%25@", "")
    where = LedgerAddress(url, Secret("sweep"), Secret(PASSWORD))
    with Ledger(where) as ledger:
        assert ledger.plans() == []
    with Ledger(
        LedgerAddress(url.replace("mysql+", "mariadb+"), where.user, where.password)
    ) as one:
        one.notes.set("here", "me", "talk", "1")
        assert one.notes.get("here", "me", "talk") == "1"
