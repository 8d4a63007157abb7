"""The door to the web: reads one page of text over http(s), or says in a line why not.

Sends no login, and reads no more than it was told to. What passes by itself (a server that is busy
or asks to wait, a connection that breaks off) is tried again, twice at most; all that is asked here
only reads, whatever its method.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

import requests
import urllib3

from bot import __version__
from bot.errors import BotError, UsageError
from bot.outside.bounded import within
from bot.outside.words import words_of

_REDIRECTS: Final = 5
_PAUSES: Final = (1.0, 4.0)  # seconds before the second and the third try
_LONGEST: Final = 60.0  # seconds: whoever asks to wait longer is not asked again
_PASSING: Final = frozenset({429, 502, 503, 504})
_PIECE: Final = 1 << 16  # bytes
_FAULTS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (requests.exceptions.SSLError, "no safe connection (TLS)"),
    (requests.exceptions.ProxyError, "the proxy does not answer"),
    (requests.exceptions.ConnectTimeout, "no connection within {:g} s"),
    (requests.exceptions.Timeout, "no answer within {:g} s"),
    (requests.exceptions.TooManyRedirects, "redirects without end"),
    (requests.exceptions.InvalidSchema, "redirects to what is no http(s) address"),
    (requests.exceptions.ContentDecodingError, "its answer is damaged (it cannot be unpacked)"),
    (requests.exceptions.ChunkedEncodingError, "the connection broke off"),
    (requests.exceptions.ConnectionError, "cannot be reached"),
    (ValueError, "its address cannot be used"),  # requests' own for addresses among them
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave: `kind` is the media type in small letters, without parameters.

    `charset` is the one that the server names, or empty.
    """

    body: bytes
    kind: str = ""
    charset: str = ""


class _Passing(BotError):
    """A fault that may be gone soon; `asked` is how many seconds the server wants us to wait."""

    def __init__(self, message: str, asked: float | None = None) -> None:
        self.asked = asked
        super().__init__(message)


def _silent(_: str) -> None:
    """Keep what is said to oneself."""


class Web:
    """Asks servers in the name of one operator, whose `contact` stands in the user agent.

    `say` is given a line each time before we wait, and `pause` waits so many seconds.
    """

    def __init__(
        self,
        contact: str = "",
        *,
        say: Callable[[str], None] = _silent,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._contact = contact
        self._say = say
        self._pause = pause

    def get(self, url: str, *, seconds: float, most: int) -> Answer:
        """What stands at an address; redirects are followed.

        `seconds` is for all of a try, `most` in bytes once unpacked. Raises UsageError for what is
        no http(s) address or without a contact, BotError for what cannot be had.
        """
        return self._ask(requests.Request("GET", url), seconds=seconds, most=most)

    def post(
        self, url: str, form: dict[str, str], accept: str, *, seconds: float, most: int
    ) -> Answer:
        """What a server answers to a form; a redirect, which would lose the form, is told.

        Bounds and errors are those of `get`.
        """
        request = requests.Request("POST", url, data=form, headers={"Accept": accept})
        return self._ask(request, seconds=seconds, most=most)

    def _ask(self, request: requests.Request, *, seconds: float, most: int) -> Answer:
        place = checked_host(request.url)
        request.headers["User-Agent"] = self._user_agent(place)
        for least in _PAUSES:
            try:
                return _once(request, place, seconds=seconds, most=most)
            except _Passing as error:
                wait = max(least, error.asked or 0.0)
                if wait > _LONGEST:
                    raise
                self._say(f"waiting {wait:.0f} s: {error}")
                self._pause(wait)
        return _once(request, place, seconds=seconds, most=most)

    def _user_agent(self, place: str) -> str:
        """Who asks (foundation.wikimedia.org/wiki/Policy:User-Agent_policy)."""
        contact = " ".join(self._contact.split())
        if not contact:
            raise UsageError(
                f"{place}: is not asked without a `contact`; say in user-config.yaml who runs this"
            )
        contact = quote(contact, safe="".join(map(chr, range(32, 127))))
        return f"wikisweep/{__version__} (bot; {contact}) requests/{requests.__version__}"


def _once(request: requests.Request, place: str, *, seconds: float, most: int) -> Answer:
    """One try; the place stands before whatever went wrong."""
    given: list[Answer] = []
    try:
        within(seconds, lambda: given.append(_answer(request, place, seconds, most)))
    except BotError as error:
        said = str(error)
        said = said if said.startswith(place) else f"{place}: {said}"
        raise (
            _Passing(said, error.asked) if isinstance(error, _Passing) else BotError(said)
        ) from None
    return given[0]


def checked_host(url: str) -> str:
    """The host of an http(s) address, which is what messages show of it; raises UsageError."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not host or parts.scheme not in {"http", "https"}:
        raise UsageError(f"{url!r} is no address that begins with http:// or https://")
    if parts.username or parts.password:
        raise UsageError(f"{host}: its address should not hold a user name or password")
    return host


class _Session(requests.Session):
    """Adds nothing of ~/.netrc, neither at first nor behind a redirect."""

    def __init__(self) -> None:
        super().__init__()
        self.auth = _unsigned
        self.max_redirects = _REDIRECTS

    def rebuild_auth(
        self, prepared_request: requests.PreparedRequest, response: requests.Response
    ) -> None:
        """Leave the request as it is; there is no login to take away or to add."""


def _unsigned(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _answer(request: requests.Request, place: str, seconds: float, most: int) -> Answer:
    try:
        with _Session() as session:
            prepared = session.prepare_request(request)
            settings = session.merge_environment_settings(
                prepared.url, {}, stream=True, verify=None, cert=None
            )
            follow = request.method == "GET"
            with session.send(
                prepared, timeout=seconds, allow_redirects=follow, **settings
            ) as response:
                return _read(response, place, most)
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        words = f"{place}: {_words(error).format(seconds)}"
        raise (_Passing if _broke_off(error) else BotError)(words) from error


def _read(response: requests.Response, place: str, most: int) -> Answer:
    if response.is_redirect:
        there = urljoin(response.url, response.headers["Location"])
        raise BotError(f"{place}: has moved to {there}; ask that address instead")
    body = bytearray()
    for piece in response.iter_content(_PIECE):
        body += piece
        if len(body) > most:
            raise BotError(f"{place}: gives more than {most / (1 << 20):g} MiB; ask for less")
    if not response.ok:
        words = f"{place}: answers with {_fault(response, bytes(body))}"
        if response.status_code in _PASSING:
            raise _Passing(words, _asked(response))
        raise BotError(words)
    kind, _, _ = response.headers.get("Content-Type", "").partition(";")
    charset = requests.utils.get_encoding_from_headers(response.headers) or ""
    named = "charset" in response.headers.get("Content-Type", "").lower()
    return Answer(bytes(body), kind.strip().lower(), charset if named else "")


def _fault(response: requests.Response, body: bytes) -> str:
    """The status, what the server says of it, and when to come again."""
    try:
        told = f"HTTP {response.status_code} ({HTTPStatus(response.status_code).phrase})"
    except ValueError:
        told = f"HTTP {response.status_code}"
    if words := words_of(body):
        told += f": {words}"
    if (wait := _asked(response)) is not None:
        told += f"; try again in {wait:.0f} s"
    return told


def _asked(response: requests.Response) -> float | None:
    """How long the server wants us to wait, in seconds, where it says so."""
    wait = response.headers.get("Retry-After", "").strip()
    return float(wait) if wait.isascii() and wait.isdecimal() else None


def _broke_off(error: BaseException) -> bool:
    """Whether there was a connection, and it ended before all was said."""
    if isinstance(error, (urllib3.exceptions.ProtocolError, ConnectionResetError)):
        return True
    inner = (getattr(error, "reason", None), *error.args)
    return any(_broke_off(one) for one in inner if isinstance(one, BaseException))


def _words(error: Exception) -> str:
    fitting = (words for kind, words in _FAULTS if isinstance(error, kind))
    return next(fitting, "the connection broke off")
