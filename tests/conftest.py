"""What tests of several floors share: the real MediaWiki, where there is one."""

import os
from collections.abc import Iterator

import pytest

from devwiki import mediawiki
from devwiki.devwiki import Devwiki


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
