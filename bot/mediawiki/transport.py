"""Sends one request to one wiki and gives back the answer's JSON: counted, waited for, retried.

The only place that meets the exceptions of requests and urllib3, and none gets past it. Knows
nothing of sessions and tokens, and takes an error of the API as an answer like any other.
"""

from collections.abc import Callable, Mapping
from textwrap import shorten
from typing import Any, Final
from urllib.parse import urlencode

import requests
import urllib3

from bot.errors import ApiError, BotError, Unreachable
from bot.mediawiki.answers import Answer, api_error, read_answer, words_of
from bot.mediawiki.codes import Leave, Refused, meaning_of_status
from bot.mediawiki.retry import (
    Clock,
    Fault,
    Patience,
    fault_of_error,
    fault_of_status,
    retry_after,
)

Parameters = Mapping[str, str]
NOT_A_WIKI: Final = (
    "the api: address must be the one of api.php, mostly ending in /w/api.php "
    "(Special:Version shows it)"
)
_LONGEST_URL: Final = 2000
_OK: Final = 200
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
# The wiki may then answer a POST from a replica, and refuses it should it write after all.
_PROMISE: Final = {"Promise-Non-Write-API-Action": "true"}
_UNUSABLE: Final = (
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidHeader,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
    urllib3.exceptions.LocationValueError,
    UnicodeError,
)
_READING: Final = frozenset({"query", "paraminfo", "parse"})
_MINUTE: Final = 60


class Transport:
    """The line to one wiki's api.php. One request at a time is the caller's duty.

    `requests` counts every request that was sent, repeated ones too; `slowed` how often the wiki
    asked us to slow down. Redirects are not followed:
    a POST would become a GET, and a login would go to another host.
    """

    def __init__(
        self,
        wiki: str,
        url: str,
        http: requests.Session,
        *,
        patience: Patience,
        clock: Clock,
        say: Callable[[str], None],
    ) -> None:
        self.requests = 0
        self.slowed = 0
        self._wiki = wiki
        self._url = url
        self._http = http
        self._patience = patience
        self._clock = clock
        self._say = say
        self._met = False  # whether a MediaWiki ever answered at this address

    def send(self, parameters: Parameters, *, post: bool = False, once: bool = False) -> Answer:
        """The answer to a request, an error of the API included where waiting does not help.

        With `once` it is sent again only where the server certainly did nothing the first time.
        Raises Unreachable (`unsettled` with `once`), and ApiError where a passing fault of the
        wiki did not pass.
        """
        body = urlencode(parameters)
        post = post or len(self._url) + 1 + len(body) > _LONGEST_URL
        started, failed = self._clock.now(), 0
        while True:
            if self._clock.stopped:
                raise Unreachable(f"{self._wiki}: is asked no more, as the work is to end")
            outcome = self._try(body, post=post, promise=parameters.get("action") == "query")
            if not isinstance(outcome, Fault):
                return outcome
            failed += 1
            self.slowed += outcome.slowing
            if once and not outcome.untouched:
                raise outcome.ended(self._wiki, unsettled=True) from outcome.error
            self._wait(outcome, failed, self._clock.now() - started, _what(parameters))

    def _wait(self, fault: Fault, failed: int, spent: float, what: str) -> None:
        """Wait before the next try; raises where patience does not reach that far."""
        seconds = fault.wait(failed, self._patience.longest)
        bound = self._patience.total
        if fault.unmet and not self._met:
            bound = self._patience.first
        if spent + seconds > bound or failed == fault.tries:
            raise fault.ended(self._wiki)
        self._say(
            f"waiting {seconds:.0f} s for {self._wiki} ({what}): {fault.why}; "
            f"at most {_span(bound)} in all"
        )
        self._clock.wait(seconds)

    def _try(self, body: str, *, post: bool, promise: bool) -> Answer | Fault:
        self.requests += 1
        try:
            if post:
                headers = {**_FORM, **_PROMISE} if promise else _FORM
                response = self._request("POST", self._url, data=body.encode(), headers=headers)
            else:
                mark = "&" if "?" in self._url else "?"
                response = self._request("GET", f"{self._url}{mark}{body}")
        except (
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            OSError,
            UnicodeError,
        ) as error:
            return self._fault_of_exception(error)
        return self._judge(response)

    def _request(self, method: str, url: str, **options: Any) -> requests.Response:
        return self._http.request(
            method,
            url,
            timeout=(self._patience.connect, self._patience.read),
            allow_redirects=False,
            **options,
        )

    def _judge(self, response: requests.Response) -> Answer | Fault:
        """What a response is: an answer, a fault to try again after, or the end (raised)."""
        asked = retry_after(response.headers)
        answer = read_answer(response.content)
        error = api_error(answer, self._wiki) if answer is not None else None
        if answer is not None and (error or response.status_code == _OK):
            if not (self._met or error or "query" in answer):
                raise Unreachable(f"{self._wiki}: {self._url} is no MediaWiki: {NOT_A_WIKI}")
            self._met = True
            fault = fault_of_error(error, asked) if error else None
            return fault or fault_of_status(response.status_code, asked) or answer
        fault = fault_of_status(response.status_code, asked)
        if fault is None and response.ok and self._met and not response.is_redirect:
            fault = Fault(why=f"its answer is not whole: {words_of(response) or 'empty'}")
        if fault is None:
            raise self._no_answer(response)
        return fault

    def _no_answer(self, response: requests.Response) -> BotError:
        """Why a response can never become an answer, however often it is asked for."""
        status, words = response.status_code, words_of(response)
        if response.is_redirect:
            return Unreachable(
                f"{self._wiki}: {self._url} has moved to {response.headers['Location']}; "
                "put its api.php as api: into the config"
            )
        rule = meaning_of_status(status)
        if isinstance(rule, Refused):
            return Unreachable(f"{self._wiki}: refuses us (HTTP {status}): {words}; {rule.advice}")
        if isinstance(rule, Leave):
            return ApiError(f"HTTP {status}", words or rule.about)
        said = f"HTTP {status}" if status != _OK else "a page"
        return Unreachable(
            f"{self._wiki}: {self._url} answers with {said} instead of JSON"
            f"{f' ({shorten(words, 80)})' if words else ''}: {NOT_A_WIKI}"
        )

    def _fault_of_exception(self, error: Exception) -> Fault:
        """The fault that an exception of the network is; raises where trying again is useless."""
        if isinstance(error, _UNUSABLE):
            raise Unreachable(f"{self._wiki}: {self._url} cannot be asked: {error}") from error
        cause = _cause(error)
        if isinstance(error, requests.exceptions.SSLError) and not self._met:
            raise Unreachable(f"{self._wiki}: no safe connection (TLS): {cause}") from error
        if isinstance(error, requests.exceptions.ConnectTimeout):
            why = f"no connection within {self._patience.connect:.0f} s"
            return Fault(why=why, untouched=True, unmet=True)
        if isinstance(error, requests.exceptions.ProxyError):
            return Fault(why="the proxy does not answer", untouched=True, unmet=True)
        if isinstance(cause, urllib3.exceptions.NameResolutionError):
            return Fault(why="its host name is unknown", untouched=True, unmet=True)
        if isinstance(cause, urllib3.exceptions.NewConnectionError):
            return Fault(why="it refuses the connection", untouched=True, unmet=True)
        if isinstance(error, requests.exceptions.ReadTimeout):
            return Fault(why=f"no answer within {self._patience.read:.0f} s", unmet=True)
        if isinstance(error, requests.RequestException | urllib3.exceptions.HTTPError):
            return Fault(why="the connection broke off", unmet=True)
        raise Unreachable(f"{self._wiki}: cannot be asked: {error}") from error


def _what(parameters: Parameters) -> str:
    """What a request is for, in a word for people; a login asks for its token first."""
    action = parameters.get("action", "")
    if action == "login" or parameters.get("type") == "login":
        return "login"
    return "reading" if action in _READING else action


def _span(seconds: float) -> str:
    return f"{seconds / _MINUTE:.0f} minutes" if seconds >= 2 * _MINUTE else f"{seconds:.0f} s"


def _cause(error: BaseException) -> BaseException:
    """What urllib3 met, out of what requests made of it (a MaxRetryError and its reason)."""
    for inner in (getattr(error, "reason", None), *error.args):
        if isinstance(inner, BaseException):
            return _cause(inner)
    return error
