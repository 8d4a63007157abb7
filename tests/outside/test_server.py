"""Which server a replica is: Toolforge's names unless others are said, and where the login is."""

import pytest

from bot.config import ReplicaAddress, Secret
from bot.errors import UsageError
from bot.outside.server import server

TOOL = {"TOOL_REPLICA_USER": "s54321", "TOOL_REPLICA_PASSWORD": "swordfish"}
CNF = "[client]\nuser=s12345\npassword=hunter2\n"


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def login(address, environment, home):
    found = server(address, environment, home)
    return found.user, found.password


@pytest.mark.parametrize(
    ("address", "host", "database"),
    [
        (ReplicaAddress("enwiki"), "enwiki.analytics.db.svc.wikimedia.cloud", "enwiki_p"),
        (ReplicaAddress("enwiki_p"), "enwiki.analytics.db.svc.wikimedia.cloud", "enwiki_p"),
        (
            ReplicaAddress("dewiki", cluster="web"),
            "dewiki.web.db.svc.wikimedia.cloud",
            "dewiki_p",
        ),
        (ReplicaAddress("mine", "db.example.org", 3307), "db.example.org", "mine"),
    ],
)
def test_host_and_database_follow_from_the_wiki_s_name(address, host, database, home):
    found = server(address, TOOL, home)
    assert (found.host, found.port, found.database) == (host, address.port, database)


def test_the_config_comes_first_then_the_environment_then_the_files(home, tmp_path):
    said = ReplicaAddress("enwiki", user=Secret("me"), password=Secret("my-password"))
    assert login(said, TOOL, home) == ("me", "my-password")
    file = tmp_path / "other.cnf"
    file.write_text(CNF)
    assert login(ReplicaAddress("enwiki", my_cnf=file), TOOL, home) == ("s12345", "hunter2")
    assert login(ReplicaAddress("enwiki"), TOOL, home) == ("s54321", "swordfish")
    (home / ".my.cnf").write_text(CNF.replace("s12345", "last"))
    assert login(ReplicaAddress("enwiki"), {}, home) == ("last", "hunter2")
    (home / "replica.my.cnf").write_text(CNF)
    assert login(ReplicaAddress("enwiki"), {}, home) == ("s12345", "hunter2")
    (tmp_path / "replica.my.cnf").write_text(CNF.replace("s12345", "tool"))
    environment = {"TOOL_DATA_DIR": str(tmp_path)}
    assert login(ReplicaAddress("enwiki"), environment, home) == ("tool", "hunter2")


def test_what_the_config_says_of_one_of_the_two_stays(home):
    (home / ".my.cnf").write_text(CNF)
    assert login(ReplicaAddress("enwiki", user=Secret("me")), {}, home) == ("me", "hunter2")
    assert login(ReplicaAddress("enwiki", password=Secret("p")), {}, home) == ("s12345", "p")


def test_without_any_login_the_places_are_told(home):
    environment = {"TOOL_REPLICA_USER": "s1", "TOOL_DATA_DIR": "/data/project/sweep"}
    with pytest.raises(UsageError, match="neither user nor password") as caught:
        server(ReplicaAddress("enwiki"), environment, home)
    for place in ("/data/project/sweep/replica.my.cnf", str(home / ".my.cnf"), "`replica:`"):
        assert place in str(caught.value)


def test_the_password_is_not_shown(home):
    assert "swordfish" not in repr(server(ReplicaAddress("enwiki"), TOOL, home))
