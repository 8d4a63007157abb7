"""What tests of several floors share: the real MediaWiki and MariaDB, where there are some."""

import os
import signal
from collections.abc import Iterator

import pytest

from devwiki import mariadb as database_server
from devwiki import mediawiki
from devwiki.devwiki import Devwiki
from devwiki.mariadb import Mariadb


@pytest.fixture(scope="session", autouse=True)
def _signals() -> None:
    """Processes of the tests heed signals, also where the tests run behind `nohup` or `&`.

    An ignored signal is inherited; one with a handler is not.
    """
    for one in (signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(one) == signal.SIG_IGN:
            signal.signal(one, signal.default_int_handler)


@pytest.fixture(scope="session")
def devwiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Devwiki]:
    """A real MediaWiki with the seeded corpus, for this session alone: `.api`, `.accounts`.

    Nobody writes to it: the contract tests compare its every page, whatever ran before.
    Skips where MediaWiki is missing, and fails instead where WIKISWEEP_REQUIRE_LIVE=1.
    """
    _need("MediaWiki", mediawiki.missing())
    with Devwiki.running(tmp_path_factory.mktemp("devwiki")) as wiki:
        yield wiki


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory, devwiki: Devwiki) -> Iterator[Devwiki]:
    """A wiki of each module's own, whose settings and pages its tests change."""
    del devwiki  # for its check whether there is a MediaWiki at all
    with Devwiki.running(tmp_path_factory.mktemp("scratch")) as wiki:
        yield wiki


@pytest.fixture(scope="session")
def mariadb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mariadb]:
    """A real MariaDB, for this session alone: `.create(database, user, password)`, `.url(…)`.

    Skips where MariaDB is missing, and fails instead where WIKISWEEP_REQUIRE_LIVE=1.
    """
    _need("MariaDB", database_server.missing())
    with Mariadb.running(tmp_path_factory.mktemp("mariadb")) as running:
        yield running


@pytest.fixture(scope="session")
def replica139(tmp_path_factory: pytest.TempPathFactory, mariadb: Mariadb) -> Iterator[Devwiki]:
    """The same wiki on MariaDB, whose database is as a replica is: with the old link tables."""
    _need("MediaWiki", mediawiki.missing())
    with Devwiki.running(tmp_path_factory.mktemp("replica139"), server=mariadb) as wiki:
        yield wiki


@pytest.fixture(scope="session")
def replica143(tmp_path_factory: pytest.TempPathFactory, mariadb: Mariadb) -> Iterator[Devwiki]:
    """The same pages on a newer MediaWiki, with the new link tables."""
    _need("newer MediaWiki", mediawiki.missing(mediawiki.NEWER))
    folder = tmp_path_factory.mktemp("replica143")
    with Devwiki.running(folder, root=mediawiki.NEWER, server=mariadb) as wiki:
        yield wiki


def _need(what: str, lacking: list[str]) -> None:
    """Skip the test where something is missing, or fail where it must not be."""
    if lacking:
        reason = f"no {what} on this machine: it lacks {', '.join(lacking)}"
        if os.environ.get("WIKISWEEP_REQUIRE_LIVE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
