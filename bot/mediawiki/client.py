"""The one door to mwclient: its HTTP session, its login, and what both tell of us.

Every request that mwclient makes, too, goes by our `Transport`. Knows nothing of what is asked
after the login.
"""

import warnings
from typing import Any, Final
from urllib.parse import quote, urlsplit

import requests

from bot import __version__
from bot.errors import ApiError, BotError, Unreachable, UsageError
from bot.mediawiki.answers import Answer, plain
from bot.mediawiki.credentials import Bearer, BotPassword, Credentials, OAuth1, OAuth2, Unsigned
from bot.mediawiki.transport import NOT_A_WIKI, Transport

with warnings.catch_warnings():  # it shows every DeprecationWarning of the process from now on
    import mwclient

COMMON: Final = {"format": "json", "formatversion": "2", "maxlag": "5"}
_LOGIN_REQUESTS: Final = 8  # more means that the wiki asks for a token again and again


class Client(mwclient.Site):  # type: ignore[misc]  # mwclient has no types
    """The session and login of mwclient; what it sends goes by our transport, and is counted."""

    wiki: str
    transport: Transport
    asked = 0

    def raw_api(self, action: str, http_method: str = "POST", **parameters: Any) -> Answer:
        """Send what mwclient wants to ask (its login and its login token)."""
        self.asked += 1
        if self.asked > _LOGIN_REQUESTS:
            raise mwclient.errors.LoginError(
                self, "NeedToken", "it asks for a token again and again; it sees no cookies"
            )
        given = {key: str(value) for key, value in parameters.items()}
        return self.transport.send(
            {"action": action, **COMMON, **given}, post=http_method == "POST"
        )

    def site_init(self) -> None:
        """Ask nothing: what the wiki is like is asked by the session, in one request."""

    def log_in(self, known: BotPassword) -> None:
        """Log in, with no cookie of an earlier session (it would be Aborted).

        Raises BotError where the wiki refuses, and what `Transport.send` raises.
        """
        self.connection.cookies.clear()
        self.tokens.clear()
        self.asked = 0
        refused = f"{self.wiki}: cannot log in as {known.name}"
        try:
            self.login(known.name, known.password)
        except mwclient.errors.LoginError as error:
            raise BotError(
                f"{refused}: {plain(error.info)}; check the name (Account@appid) and the "
                "password, or make a new one at Special:BotPasswords"
            ) from error
        except mwclient.errors.MaximumRetriesExceeded as error:
            raise BotError(f"{refused}: too many logins; wait some minutes") from error
        except mwclient.errors.APIError as error:
            raise ApiError(
                error.code, plain(error.info), f"{refused}: {plain(error.info)}"
            ) from error
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise Unreachable(f"{refused}: it answers, but not as MediaWiki does") from error


def user_agent(wiki: str, contact: str) -> str:
    """Who asks, for the wiki's operators (Wikimedia's User-Agent policy): the operator first.

    Raises UsageError where there is no contact: a wiki would take all users of this program for
    one, and throttle them as one.
    """
    contact = plain(contact)
    if not contact:
        raise UsageError(
            f"{wiki}: no contact: say in the config who runs this (User:… or an address)"
        )
    # Headers are Latin-1 at most; other letters go as a link to the page would write them.
    contact = quote(contact, safe="".join(map(chr, range(32, 127))))
    return (
        f"wikisweep/{__version__} (bot; {contact}) "
        f"mwclient/{mwclient.__version__} requests/{requests.__version__}"
    )


def connect(wiki: str, api_url: str, contact: str, credentials: Credentials | None) -> Client:
    """The site as mwclient knows it, not connected yet; its transport is the caller's to set.

    Raises UsageError for an address or contact that cannot be used.
    """
    try:
        parts = urlsplit(api_url)
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = urlsplit(""), None, None
    if "@" in api_url.partition("//")[2].partition("/")[0]:
        raise UsageError(f"{wiki}: the api: address must not hold a name or password")
    if parts.scheme not in {"http", "https"} or not host:
        raise UsageError(f"{wiki}: {api_url!r} is no address: {NOT_A_WIKI}")
    signing: dict[str, Any] = {"httpauth": Unsigned()}
    if isinstance(credentials, OAuth2):
        signing = {"httpauth": Bearer(credentials.token)}
    elif isinstance(credentials, OAuth1):
        signing = {
            "consumer_token": credentials.consumer_token,
            "consumer_secret": credentials.consumer_secret,
            "access_token": credentials.access_token,
            "access_secret": credentials.access_secret,
        }
    client = Client(
        host if port is None else f"{host}:{port}",
        path=parts.path,
        scheme=parts.scheme,
        max_retries=0,
        do_init=False,
        force_login=False,
        **signing,
    )
    client.wiki = wiki
    client.connection.headers["User-Agent"] = user_agent(wiki, contact)
    return client
