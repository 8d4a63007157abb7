"""The scripted wiki and the recorded one, and what belongs to them."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.mediawiki import BotPassword, Credentials, MediaWiki, Patience
from bot.mediawiki.session import Session
from devwiki.devwiki import Devwiki
from devwiki.settings import ACCOUNTS
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


# A real MediaWiki whose settings and pages the tests may change.


@pytest.fixture
def usual_settings(scratch: Devwiki) -> Iterator[None]:
    """The settings of the scratch wiki are back to the usual ones after the test."""
    yield
    scratch.set("")


@pytest.fixture
def open_wiki(scratch: Devwiki, clock: ScriptedClock) -> Iterator[Callable[..., MediaWiki]]:
    """Opens the scratch wiki as one of its accounts, or as nobody."""
    made: list[MediaWiki] = []

    def make(account: str = "SweepBot", app_id: str = "sweep") -> MediaWiki:
        login = BotPassword(*scratch.accounts[account].login(app_id)) if account else None
        one = MediaWiki(
            "devwiki", scratch.api, "User:Tester", login, clock=clock, patience=Patience(total=60)
        )
        made.append(one)
        return one

    yield make
    for one in made:
        one.close()


# Cassettes: what a real MediaWiki answered, kept in cassettes/ and replayed with the network
# blocked. `make cassettes` records them anew from devwiki.

CASSETTES = Path(__file__).resolve().parents[2] / "cassettes"
PLACE = "http://127.0.0.1:8090"  # where every recorded wiki seems to be
_PORT = re.compile(rb"http://127\.0\.0\.1:\d+")
_SECRETS = (
    (re.compile(rb'("(?:csrf|login)token":)"(?!\+)[^"]*"'), rb'\1"TOKEN+\\\\"'),
    (re.compile(rb'("userinfo":\{"id":0,"name":)"[^"]*"'), rb'\1"192.0.2.1"'),
)
_HEADERS_KEPT = frozenset({"content-type", "retry-after", "mediawiki-api-error"})


def scrubbed(response: dict[str, Any]) -> dict[str, Any]:
    """A response without cookies, tokens, addresses and what else differs from run to run."""
    body = response["body"]["string"]
    for pattern, replacement in (*_SECRETS, (_PORT, PLACE.encode())):
        body = pattern.sub(replacement, body)
    headers = {
        name: value for name, value in response["headers"].items() if name.lower() in _HEADERS_KEPT
    }
    return {**response, "headers": headers, "body": {"string": body}}


@pytest.fixture(scope="session")
def vcr_config() -> dict[str, Any]:
    return {
        # Without the body all questions that are posted look alike, and get the wrong answers.
        "match_on": ["method", "scheme", "host", "path", "query", "body"],
        "filter_headers": ["authorization", "cookie", ("user-agent", "UA")],
        "filter_post_data_parameters": [
            ("lgpassword", "PASSWORD"),
            ("lgtoken", "TOKEN"),
            ("token", "TOKEN"),
        ],
        "decode_compressed_response": True,
        "before_record_request": placed,
        "before_record_response": scrubbed,
    }


def placed(request: Any) -> Any:
    """The request as if every recorded wiki had the same port."""
    request.uri = _PORT.sub(PLACE.encode(), request.uri.encode()).decode()
    return request


@pytest.fixture(scope="module")
def vcr_cassette_dir(request: pytest.FixtureRequest) -> str:
    return str(CASSETTES / request.path.stem)


@pytest.fixture(scope="session")
def recorded_api(request: pytest.FixtureRequest, record_mode: str) -> str:
    """The address of the wiki on the cassette, or of the real one that is being recorded."""
    if record_mode == "none":
        return f"{PLACE}/api.php"
    api: str = request.getfixturevalue("devwiki").api
    return api


@pytest.fixture
def recorded(recorded_api: str, clock: ScriptedClock) -> Iterator[Callable[..., MediaWiki]]:
    """Makes wikis that talk with the recorded one, closed at the end."""
    made: list[MediaWiki] = []

    def make(account: str = "SweepBot", app_id: str = "sweep", password: str = "") -> MediaWiki:
        credentials = None
        if account:
            name, right_password = ACCOUNTS[account].login(app_id)
            credentials = BotPassword(name, password or right_password)
        one = MediaWiki("devwiki", recorded_api, "User:Tester", credentials, clock=clock)
        made.append(one)
        return one

    yield make
    for one in made:
        one.close()
