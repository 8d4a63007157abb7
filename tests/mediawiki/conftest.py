"""The scripted wiki, and what belongs to it."""

from collections.abc import Callable, Iterator

import pytest

from bot.mediawiki import Credentials, MediaWiki, Patience
from bot.mediawiki.session import Session
from tests.mediawiki.scripted import ScriptedClock, ScriptedWiki


@pytest.fixture
def wiki() -> Iterator[ScriptedWiki]:
    """A server without a script yet; every reply of the script must be asked for."""
    server = ScriptedWiki()
    yield server
    server.close()
    assert server.left == 0, "the script was not asked to its end"


@pytest.fixture
def clock() -> ScriptedClock:
    return ScriptedClock()


@pytest.fixture
def said() -> list[str]:
    """What was said while waiting."""
    return []


@pytest.fixture
def session(
    wiki: ScriptedWiki, clock: ScriptedClock, said: list[str]
) -> Iterator[Callable[..., Session]]:
    """Makes sessions with the scripted wiki, closed at the end."""
    made: list[Session] = []

    def make(credentials: Credentials | None = None, **patience: float) -> Session:
        one = Session(
            "testwiki",
            wiki.api,
            "User:Tester",
            credentials,
            patience=Patience(**patience),
            clock=clock,
            say=said.append,
        )
        made.append(one)
        return one

    yield make
    for one in made:
        one.close()


@pytest.fixture
def mediawiki(
    wiki: ScriptedWiki, clock: ScriptedClock, said: list[str]
) -> Iterator[Callable[..., MediaWiki]]:
    """Makes wikis that talk with the scripted one, closed at the end."""
    made: list[MediaWiki] = []

    def make(credentials: Credentials | None = None, api: str = "") -> MediaWiki:
        one = MediaWiki(
            "testwiki",
            api or wiki.api,
            "User:Tester",
            credentials,
            clock=clock,
            say=said.append,
        )
        made.append(one)
        return one

    yield make
    for one in made:
        one.close()
