"""The one door to mwclient: login, tokens, who we are, and a session that is mended once.

mwclient holds the HTTP session and knows how to log in; every request, its own too, goes by our
`Transport`. What is asked, and what the answers mean, is the business of others.
"""

import threading
import warnings
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote, urlsplit

import requests

from bot import __version__
from bot.errors import ApiError, BotError, SessionLost, Unreachable, UsageError
from bot.mediawiki.answers import Answer, api_error, plain
from bot.mediawiki.credentials import Bearer, BotPassword, Credentials, OAuth1, OAuth2, Unsigned
from bot.mediawiki.retry import Clock, Patience
from bot.mediawiki.siteinfo import SITEINFO, read_site
from bot.mediawiki.transport import NOT_A_WIKI, Parameters, Transport
from bot.site import Site

with warnings.catch_warnings():  # it shows every DeprecationWarning of the process from now on
    import mwclient

_COMMON: Final = {"format": "json", "formatversion": "2", "maxlag": "5"}
_NO_BOT: Final = "assertbotfailed"
_LOGIN_REQUESTS: Final = 8  # more means that the wiki asks for a token again and again
_FLAPPING: Final = 60.0  # seconds; a session lost sooner than this is not mended again


class _Client(mwclient.Site):  # type: ignore[misc]  # mwclient has no types
    """The session and login of mwclient; what it sends goes by our transport, and is counted."""

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
            {"action": action, **_COMMON, **given}, post=http_method == "POST"
        )

    def site_init(self) -> None:
        """Ask nothing: what the wiki is like is asked by the session, in one request."""


class Session:
    """Talks to one wiki as one account; one request at a time, whichever thread asks.

    Nothing is sent before the first question. Raises Unreachable, ApiError, SessionLost, and
    BotError for a login that the wiki refuses.
    """

    def __init__(
        self,
        wiki: str,
        api_url: str,
        contact: str,
        credentials: Credentials | None,
        *,
        patience: Patience,
        clock: Clock,
        say: Callable[[str], None],
    ) -> None:
        self.wiki = wiki
        self._credentials = credentials
        self._clock = clock
        self._say = say
        self._client = _client(wiki, api_url, credentials)
        self._http: requests.Session = self._client.connection
        self._http.headers["User-Agent"] = user_agent(wiki, contact)
        self._transport = Transport(
            wiki, api_url, self._http, patience=patience, clock=clock, say=say
        )
        self._client.transport = self._transport
        self._lock = threading.RLock()
        self._site: Site | None = None
        self._account = ""
        self._token = ""
        self._logged_in_at = -_FLAPPING
        self._said: set[str] = set()
        self.titles_at_once = 0  # see `site`; shrinks when the wiki says so

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        return self._transport.requests

    @property
    def site(self) -> Site:
        """The wiki and our account on it; the first call logs in and asks, in 1 or 3 requests."""
        with self._lock:
            if self._site is None:
                if isinstance(self._credentials, BotPassword):
                    self._log_in(self._credentials)
                self._site = self._ask_site()
                self.titles_at_once = self._site.limits.titles
            return self._site

    def ask(self, parameters: Parameters) -> Answer:
        """The answer to a query."""
        with self._lock:
            if self._site is None:
                _ = self.site
            return self._call({"action": "query", **parameters, "curtimestamp": "1"})

    def look_up(self, parameters: Parameters) -> Answer:
        """The answer to another reading action (`paraminfo`, say)."""
        with self._lock:
            _ = self.site
            return self._call(parameters)

    def act(self, parameters: Parameters) -> Answer:
        """The answer to an action that writes: with a token, and never sent twice on doubt.

        A refused token is fetched anew, then the session; a third refusal is SessionLost.
        """
        with self._lock:
            _ = self.site
            for mend in (self._forget_token, self._mend_session):
                try:
                    return self._call({**parameters, "token": self._csrf()}, writes=True)
                except ApiError as error:
                    if error.code != "badtoken":
                        raise
                    mend(error)
            try:
                return self._call({**parameters, "token": self._csrf()}, writes=True)
            except ApiError as error:
                if error.code != "badtoken":
                    raise
                raise SessionLost(error.code, error.info, str(error), error.details) from error

    def close(self) -> None:
        """Free the connection; a request that is being waited for ends, too."""
        self._clock.stop()
        self._http.close()

    def _ask_site(self) -> Site:
        answer = self._call({"action": "query", **SITEINFO})
        query = answer.get("query", {})
        if not {"general", "namespaces", "userinfo"} <= query.keys():
            raise Unreachable(f"{self.wiki}: answers, but not as MediaWiki does: {NOT_A_WIKI}")
        site = read_site(self.wiki, self._client.scheme, query)
        self._account = site.account.name if self._credentials else ""
        return site

    def _call(self, parameters: Parameters, *, writes: bool = False) -> Answer:
        """One request, as who we are; a session that is lost is mended once and asked again."""
        try:
            return self._send(parameters, writes=writes)
        except SessionLost as error:
            self._mend_session(error)
        except ApiError as error:
            if error.code != _NO_BOT:
                raise
            # A lost session looks like this, too: to ask as ourselves tells, and mends it.
            self._call({"action": "query", "meta": "userinfo"})
        return self._send(parameters, writes=writes)

    def _send(self, parameters: Parameters, *, writes: bool) -> Answer:
        ours = {"assert": "user"} if self._credentials else {}
        if self._account:
            ours["assertuser"] = self._account
        answer = self._transport.send({**_COMMON, **ours, **parameters}, post=writes, once=writes)
        if error := api_error(answer, self.wiki):
            raise self._explained(error)
        self._tell_warnings(answer.get("warnings"))
        return answer

    def _explained(self, error: ApiError) -> ApiError:
        """The error with what to do about it, for those that every wiki has at the door."""
        hint = {
            "readapidenied": "give this wiki credentials in the config: only members may read it",
            "mwoauth-invalid-authorization": "check its OAuth tokens in the config",
            _NO_BOT: "the account has no bot right, or its grants lack highvolume",
        }.get(error.code)
        if not hint:
            return error
        return type(error)(error.code, error.info, f"{error}; {hint}", error.details)

    def _tell_warnings(self, told: Any) -> None:
        """Say each warning of the wiki once; a truncated result is no news, its rest follows."""
        if not isinstance(told, Mapping):
            return
        for module, warning in told.items():
            words = warning.get("warnings", warning) if isinstance(warning, Mapping) else warning
            line = f"{self.wiki} warns of {module}: {plain(words)}"
            if module != "result" and line not in self._said:
                self._said.add(line)
                self._say(line)

    def _csrf(self) -> str:
        if not self._token:
            answer = self._call({"action": "query", "meta": "tokens", "type": "csrf"})
            token = answer.get("query", {}).get("tokens", {}).get("csrftoken")
            if not isinstance(token, str):
                raise Unreachable(f"{self.wiki}: gives no token for edits")
            self._token = token
        return self._token

    def _forget_token(self, _: ApiError) -> None:
        self._token = ""

    def _mend_session(self, error: ApiError) -> None:
        """Log in again with an empty jar; raises where that cannot help or did not last time."""
        lost = f"{self.wiki}: the wiki does not know our session ({error.code})"
        if not isinstance(self._credentials, BotPassword):
            raise SessionLost(
                error.code, error.info, f"{lost}; check its credentials in the config"
            ) from error
        if self._clock.now() - self._logged_in_at < _FLAPPING:
            raise SessionLost(
                error.code,
                error.info,
                f"{lost} although we have just logged in; does the api: address begin "
                "with https:// as the wiki itself does?",
            ) from error
        self._log_in(self._credentials)

    def _log_in(self, known: BotPassword) -> None:
        """Log in by mwclient, with no cookie of an earlier session (it would be Aborted)."""
        self._http.cookies.clear()
        self._client.tokens.clear()
        self._client.asked = 0
        self._token = ""
        refused = f"{self.wiki}: cannot log in as {known.name}"
        try:
            self._client.login(known.name, known.password)
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
        self._logged_in_at = self._clock.now()


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


def _client(wiki: str, api_url: str, credentials: Credentials | None) -> _Client:
    """The site as mwclient knows it, not connected yet; raises UsageError for a bad address."""
    try:
        parts = urlsplit(api_url)
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = urlsplit(""), None, None
    if parts.scheme not in {"http", "https"} or not host:
        raise UsageError(f"{wiki}: {api_url!r} is no address: {NOT_A_WIKI}")
    if "@" in parts.netloc:
        raise UsageError(f"{wiki}: the api: address must not hold a name or password")
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
    return _Client(
        host if port is None else f"{host}:{port}",
        path=parts.path,
        scheme=parts.scheme,
        max_retries=0,
        do_init=False,
        force_login=False,
        **signing,
    )
