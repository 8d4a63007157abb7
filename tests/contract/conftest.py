"""Both tenants over the same seeded corpus; the live one only where a MediaWiki can be started.

Every test that asks the live one runs on several systems: MediaWiki 1.39 on SQLite and on MariaDB,
and 1.43 on MariaDB, whose link tables are the newer ones.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.mediawiki import BotPassword, MediaWiki
from bot.offline import OfflineWiki
from bot.wiki import Wiki
from devwiki.devwiki import Devwiki
from devwiki.mediawiki import version
from tests.contract.expanded import write_expanded_export

CORPUS = Path(__file__).resolve().parents[2] / "devwiki" / "corpus.xml.bz2"
SITEINFO = CORPUS.with_name("siteinfo.json")
TENANTS = ["offline", pytest.param("live", marks=pytest.mark.live)]
SYSTEMS = ("devwiki", "replica139", "replica143")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let each test of this folder run on each system."""
    metafunc.fixturenames.append("system")
    metafunc.parametrize("system", SYSTEMS, indirect=True, scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what asks the offline wiki alone but once."""
    items[:] = [item for item in items if _counts(item)]


def _counts(item: pytest.Item) -> bool:
    if not isinstance(item, pytest.Function) or not hasattr(item, "callspec"):
        return True
    system = item.callspec.params.get("system", SYSTEMS[0])
    return system == SYSTEMS[0] or item.get_closest_marker("live") is not None


def live_wiki(devwiki: Devwiki) -> MediaWiki:
    name, password = devwiki.accounts["SweepBot"].login("sweep")
    return MediaWiki("devwiki", devwiki.api, "User:Tester", BotPassword(name, password))


@pytest.fixture(scope="session")
def offline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfflineWiki]:
    """The export of the corpus; nobody writes to it."""
    cache = tmp_path_factory.mktemp("cache")
    with closing(OfflineWiki("devwiki", CORPUS, SITEINFO, cache=cache)) as wiki:
        yield wiki


@pytest.fixture(scope="session")
def system(request: pytest.FixtureRequest) -> Callable[[], Devwiki]:
    """The real wiki of a system; started only where one is asked for."""
    name: str = request.param

    def started() -> Devwiki:
        wiki: Devwiki = request.getfixturevalue(name)
        return wiki

    return started


@pytest.fixture(scope="session")
def live(system: Callable[[], Devwiki]) -> Iterator[MediaWiki]:
    """The real wiki with the same pages; nobody writes to it."""
    with closing(live_wiki(system())) as wiki:
        yield wiki


@pytest.fixture(params=TENANTS)
def wiki(request: pytest.FixtureRequest) -> Wiki:
    """One tenant after the other, for reading."""
    tenant: Wiki = request.getfixturevalue(request.param)
    return tenant


@pytest.fixture(scope="session")
def scratch(
    tmp_path_factory: pytest.TempPathFactory, system: Callable[[], Devwiki]
) -> Iterator[Devwiki]:
    """A second MediaWiki, which the tests of writing may dirty; each takes pages of its own."""
    other = system()
    folder = tmp_path_factory.mktemp("scratch")
    with Devwiki.running(folder, root=other.root, server=other.server) as wiki:
        yield wiki


@pytest.fixture(scope="session")
def expanded(
    offline: OfflineWiki,
    system: Callable[[], Devwiki],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[OfflineWiki]:
    """The offline wiki if templates were no secret to it (see `expanded.py`)."""
    folder = tmp_path_factory.mktemp("expanded")
    real = system()
    self_links = version(real.root).startswith("1.39.")
    write_expanded_export(offline, real.api, folder / "expanded.xml", self_links=self_links)
    arguments = ("devwiki", folder / "expanded.xml", SITEINFO)
    with closing(OfflineWiki(*arguments, cache=folder / "cache")) as wiki:
        yield wiki
