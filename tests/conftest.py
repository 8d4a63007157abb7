"""What tests of several floors share: the real MediaWiki and MariaDB, where there are some."""

import os
from collections.abc import Iterator

import pytest

from devwiki import mariadb as server
from devwiki import mediawiki
from devwiki.devwiki import Devwiki
from devwiki.mariadb import Mariadb


@pytest.fixture(scope="session")
def devwiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Devwiki]:
    """A real MediaWiki with the seeded corpus, for this session alone: `.api`, `.accounts`.

    Skips where MediaWiki is missing, and fails instead where WIKISWEEP_REQUIRE_LIVE=1.
    """
    if lacking := mediawiki.missing():
        reason = f"no MediaWiki on this machine: it lacks {', '.join(lacking)}"
        if os.environ.get("WIKISWEEP_REQUIRE_LIVE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with Devwiki.running(tmp_path_factory.mktemp("devwiki")) as wiki:
        yield wiki


@pytest.fixture(scope="session")
def mariadb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mariadb]:
    """A real MariaDB, for this session alone: `.create(database, user, password)`, `.url(…)`.

    Skips where MariaDB is missing, and fails instead where WIKISWEEP_REQUIRE_LIVE=1.
    """
    if lacking := server.missing():
        reason = f"no MariaDB on this machine: it lacks {', '.join(lacking)}"
        if os.environ.get("WIKISWEEP_REQUIRE_LIVE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with Mariadb.running(tmp_path_factory.mktemp("mariadb")) as running:
        yield running
