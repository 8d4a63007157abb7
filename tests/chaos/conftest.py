"""A wiki of towns, and wikisweep working on it through a proxy."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from devwiki.devwiki import Devwiki
from tests.chaos import towns
from tests.chaos.commands import Commands
from tests.chaos.faults import Mix
from tests.chaos.person import Person
from tests.chaos.proxy import Proxy
from tests.chaos.sizes import FAMILIES


@pytest.fixture(scope="session")
def town_wiki(tmp_path_factory: pytest.TempPathFactory, devwiki: Devwiki) -> Iterator[Devwiki]:
    """A wiki of these tests' own; each test has a family of towns to itself."""
    del devwiki  # for its check whether there is a MediaWiki at all
    with Devwiki.running(tmp_path_factory.mktemp("towns")) as wiki:
        wiki.maintenance("importDump", "--no-updates", stdin=towns.export(FAMILIES))
        yield wiki


@pytest.fixture
def people(town_wiki: Devwiki) -> Callable[[str, str], Person]:
    """People at the wiki, by account and bot password; they go by no proxy."""

    def arrive(account: str = "", app_id: str = "") -> Person:
        login = town_wiki.accounts[account].login(app_id) if account else ()
        return Person(town_wiki.api, *login)

    return arrive


@pytest.fixture
def behind_proxy(tmp_path: Path, town_wiki: Devwiki) -> Iterator[Callable[..., Commands]]:
    """Commands that reach the wiki by a proxy with these faults and this seed."""
    with ExitStack() as stack:

        def make(mix: Mix | None = None, seed: int = 0) -> Commands:
            proxy = stack.enter_context(Proxy(town_wiki.api, mix, seed=seed))
            return Commands(tmp_path / "chaos", town_wiki, proxy)

        yield make
