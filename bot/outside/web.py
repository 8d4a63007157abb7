"""The door to the web: reads one page of text over http(s), or says in a line why not.

Never tries twice, sends no login, and reads no more than it was told to.
"""

import html
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

import requests
import urllib3

from bot import __version__
from bot.errors import BotError, UsageError
from bot.hiding import without_secrets
from bot.outside.bounded import within

_REDIRECTS: Final = 5
_PIECE: Final = 1 << 16  # bytes
_WORDS: Final = 300  # letters of what a server says of its fault
_TAGS: Final = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_TRACE: Final = re.compile(r"^\s+at .*$", re.MULTILINE)  # of a program written in Java
# What query services repeat before they say what is wrong with it.
_QUERY: Final = re.compile(
    r"\ASPARQL-QUERY: queryStr=.*?^(?=[\w.]+(?:Exception|Error)\b)", re.DOTALL | re.MULTILINE
)
_BEHIND: Final = re.compile(r"(?:Exception|Error): (?!.*(?:Exception|Error): )(.*)")
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


class Web:
    """Asks servers in the name of one operator, whose `contact` stands in the user agent."""

    def __init__(self, contact: str = "") -> None:
        self._contact = contact

    def get(self, url: str, *, seconds: float, most: int) -> Answer:
        """What stands at an address; redirects are followed.

        `seconds` is for all of it, `most` in bytes once unpacked. Raises UsageError for what is
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
        given: list[Answer] = []
        try:
            within(seconds, lambda: given.append(_answer(request, place, seconds, most)))
        except BotError as error:
            said = str(error)
            raise BotError(said if said.startswith(place) else f"{place}: {said}") from None
        return given[0]

    def _user_agent(self, place: str) -> str:
        """Who asks (foundation.wikimedia.org/wiki/Policy:User-Agent_policy)."""
        contact = " ".join(self._contact.split())
        if not contact:
            raise UsageError(
                f"{place}: is not asked without a `contact`; say in user-config.yaml who runs this"
            )
        contact = quote(contact, safe="".join(map(chr, range(32, 127))))
        return f"wikisweep/{__version__} (bot; {contact}) requests/{requests.__version__}"


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
        raise BotError(f"{place}: {_words(error).format(seconds)}") from error


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
        raise BotError(f"{place}: answers with {_fault(response, bytes(body))}")
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
    if (wait := response.headers.get("Retry-After", "").strip()).isdecimal():
        told += f"; try again in {wait} s"
    return told


def words_of(body: bytes) -> str:
    """What an answer that is none says to people, as one line.

    Of a stack trace, which query services put behind a repetition of the query, the words of the
    innermost fault.
    """
    text = without_secrets(body.decode("utf-8", "replace"))
    text = _QUERY.sub("", text)
    text = _TRACE.sub("", html.unescape(_TAGS.sub(" ", text)))
    if found := _BEHIND.findall(text):
        text = found[0]
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return line if len(line) <= _WORDS else line[: _WORDS - 1] + "…"


def _words(error: Exception) -> str:
    fitting = (words for kind, words in _FAULTS if isinstance(error, kind))
    return next(fitting, "the connection broke off")
