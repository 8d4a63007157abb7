"""Both tenants over the same seeded corpus; the live one only where a MediaWiki can be started."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.mediawiki import BotPassword, MediaWiki
from bot.offline import OfflineWiki
from bot.wiki import Wiki
from devwiki.devwiki import Devwiki
from tests.contract.expanded import write_expanded_export

CORPUS = Path(__file__).resolve().parents[2] / "devwiki" / "corpus.xml.bz2"
SITEINFO = CORPUS.with_name("siteinfo.json")
TENANTS = ["offline", pytest.param("live", marks=pytest.mark.live)]


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
def live(devwiki: Devwiki) -> Iterator[MediaWiki]:
    """The real wiki with the same pages; nobody writes to it."""
    with closing(live_wiki(devwiki)) as wiki:
        yield wiki


@pytest.fixture(params=TENANTS)
def wiki(request: pytest.FixtureRequest) -> Wiki:
    """One tenant after the other, for reading."""
    tenant: Wiki = request.getfixturevalue(request.param)
    return tenant


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory, devwiki: Devwiki) -> Iterator[Devwiki]:
    """A second MediaWiki, which the tests of writing may dirty; each takes pages of its own."""
    del devwiki  # for its check whether there is a MediaWiki at all
    with Devwiki.running(tmp_path_factory.mktemp("scratch")) as wiki:
        yield wiki


@pytest.fixture(scope="session")
def expanded(
    offline: OfflineWiki, devwiki: Devwiki, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OfflineWiki]:
    """The offline wiki if templates were no secret to it (see `expanded.py`)."""
    folder = tmp_path_factory.mktemp("expanded")
    write_expanded_export(offline, devwiki.api, folder / "expanded.xml")
    arguments = ("devwiki", folder / "expanded.xml", SITEINFO)
    with closing(OfflineWiki(*arguments, cache=folder / "cache")) as wiki:
        yield wiki
