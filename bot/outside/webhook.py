"""The door to HTTP: posts one JSON object to one address, or says in a line why not.

Never tries twice, follows no redirect (it would carry the headers to another host), and shows of
an address only its host: the rest may be a secret, as may be every header.
"""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import requests
import urllib3

from bot import __version__
from bot.errors import BotError

SECONDS: Final = 10.0
# The first that fits; the exceptions' own words name the whole address, and headers.
_FAULTS: Final[Mapping[type[Exception], str]] = {
    requests.exceptions.SSLError: "no safe connection (TLS)",
    requests.exceptions.ProxyError: "the proxy does not answer",
    requests.exceptions.Timeout: "no answer within {:g} s",
    requests.exceptions.InvalidHeader: "a header holds what no header can",
    UnicodeError: "a header holds what no header can",
    requests.exceptions.ConnectionError: "cannot be reached",
    ValueError: "its address cannot be used",  # requests' own for addresses among them
}


def post_json(
    url: str, headers: Mapping[str, str], body: Mapping[str, Any], seconds: float = SECONDS
) -> None:
    """Post the object; raises BotError where no answer comes, or one that is no 2xx.

    `seconds` is for the connection, and as much for the answer.
    """
    place = host_of(url)
    sent = {
        "User-Agent": f"wikisweep/{__version__}",
        "Content-Type": "application/json; charset=utf-8",
        **{name: value.strip() for name, value in headers.items()},
    }
    try:
        with requests.post(
            url.strip(),
            data=json.dumps(body).encode(),
            headers=sent,
            timeout=seconds,
            allow_redirects=False,
            stream=True,  # only the status counts; the answer may have no end
            auth=_unsigned,
        ) as answer:
            status, good = answer.status_code, answer.ok and not answer.is_redirect
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise BotError(
            f"{place}: {_words(error).format(seconds)}"
        ) from None  # it names what may be secret
    if not good:
        raise BotError(f"{place}: answers with HTTP {status}")


def host_of(url: str) -> str:
    """The host of an address: what may be shown of it."""
    try:
        return urlsplit(url.strip()).hostname or "no host"
    except ValueError:
        return "no host"


def _unsigned(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keep requests from adding what ~/.netrc has for the host."""
    return request


def _words(error: Exception) -> str:
    fitting = (words for kind, words in _FAULTS.items() if isinstance(error, kind))
    return next(fitting, "the connection broke off")
