"""A ledger on each database there is: every test of what a ledger keeps runs on both."""

import secrets

import pytest

from bot.ledger import Ledger


@pytest.fixture(params=["sqlite", "mariadb"])
def where(request, tmp_path):
    """Where an empty ledger is to be: a path, or the URL of a database of its own."""
    if request.param == "sqlite":
        yield tmp_path / "ledger.sqlite"
        return
    server = request.getfixturevalue("mariadb")
    name = f"ledger_{secrets.token_hex(4)}"
    server.create(name, "sweep", "se:cr@t/%")
    yield server.url(name, "sweep", "se:cr@t/%")
    server.run(f"DROP DATABASE {name}")


@pytest.fixture
def ledger(where):
    with Ledger(where) as one:
        yield one
