"""A ledger on each database there is: every test of what a ledger keeps runs on both."""

import secrets

import pytest

from bot.ledger import Ledger
from bot.ledger.tables import METADATA, SHAPE
from tests.ledger.making import PASSWORD


@pytest.fixture
def database(mariadb):
    """The URL of an empty database of MariaDB."""
    name = f"ledger_{secrets.token_hex(4)}"
    mariadb.create(name, "sweep", PASSWORD)
    yield mariadb.url(name, "sweep", PASSWORD)
    mariadb.run(f"DROP DATABASE {name}")


@pytest.fixture(scope="session")
def shared(mariadb):
    """The URL of a ledger on MariaDB that is emptied before each test: sooner than made anew."""
    mariadb.create("shared", "sweep", PASSWORD)
    url = mariadb.url("shared", "sweep", PASSWORD)
    Ledger(url).close()
    return url


@pytest.fixture
def on_server(shared, mariadb):
    """The URL of an empty ledger on MariaDB."""
    tables = [table.name for table in reversed(METADATA.sorted_tables) if table is not SHAPE]
    mariadb.run(*(f"DELETE FROM shared.`{name}`" for name in tables))
    return shared


@pytest.fixture(params=["sqlite", "mariadb"])
def where(request, tmp_path):
    """Where an empty ledger is: a path, or a URL."""
    if request.param == "sqlite":
        return tmp_path / "ledger.sqlite"
    return request.getfixturevalue("on_server")


@pytest.fixture
def ledger(where):
    with Ledger(where) as one:
        yield one
