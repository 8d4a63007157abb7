"""A session with one wiki: who we are, tokens, one request at a time, a lost session mended.

What is asked, and what the answers mean, is the business of others.
"""

import threading
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.errors import ApiError, SessionLost, Unreachable
from bot.mediawiki.answers import Answer, api_error, plain
from bot.mediawiki.client import COMMON, connect
from bot.mediawiki.codes import NewToken, Stop, Wrong, meaning
from bot.mediawiki.credentials import BotPassword, Credentials, OAuth1, OAuth2
from bot.mediawiki.retry import Clock, Patience
from bot.mediawiki.siteinfo import SITEINFO, read_site
from bot.mediawiki.transport import NOT_A_WIKI, Parameters, Transport
from bot.plan import Notice
from bot.site import Site

_NO_BOT: Final = "assertbotfailed"
_LOGINS, _WITHIN = 5, 60.0  # so many logins in so many seconds: then something else is wrong


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
        self._client = connect(wiki, api_url, contact, credentials)
        self._transport = Transport(
            wiki, api_url, self._client.connection, patience=patience, clock=clock, say=say
        )
        self._client.transport = self._transport
        self._lock = threading.RLock()
        self._site: Site | None = None
        self._account = ""
        self._token = ""
        self._logins: deque[float] = deque(maxlen=_LOGINS)  # when they were
        self._said: set[str] = set()
        self.notices: list[Notice] = []  # what is worth knowing of the answers so far
        self.titles_at_once = 0  # see `site`; shrinks when the wiki says so

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        return self._transport.requests

    @property
    def slowed(self) -> int:
        """How often the wiki asked us to slow down."""
        return self._transport.slowed

    @property
    def user_agent(self) -> str:
        """Who asks, as every request says it."""
        return str(self._client.connection.headers["User-Agent"])

    @property
    def site(self) -> Site:
        """The wiki and our account on it; the first call logs in and asks, in 1 or 3 requests."""
        if self._site is not None:  # not to be waited for while a request is under way
            return self._site
        with self._lock:
            if self._site is None:
                if isinstance(self._credentials, BotPassword):
                    self._log_in(self._credentials)
                    self._logins.append(self._clock.now())
                site = self._ask_site()
                self.titles_at_once = site.limits.titles
                self._site = site
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
        """The answer to an action that writes; raises the wiki's error about it like any other."""
        return _raised(self.attempt(parameters))

    def attempt(self, parameters: Parameters) -> Answer | ApiError:
        """The answer to an action that writes, or the wiki's error about it; raises all others.

        It goes with a token, and never twice on doubt. A refused token is fetched anew, then the
        session; a third refusal is SessionLost.
        """
        with self._lock:
            _ = self.site
            mends = iter((self._forget_token, self._mend_session, self._give_up))
            while True:
                outcome = self._mended(parameters, writes=True)
                if not isinstance(outcome, ApiError) or not isinstance(meaning(outcome), NewToken):
                    return outcome
                next(mends)(outcome)

    @property
    def renewable(self) -> bool:
        """Whether `renew` can begin another session; that of OAuth is made from its token."""
        return not isinstance(self._credentials, OAuth1 | OAuth2)

    def renew(self) -> None:
        """Begin another session of the same account, with nothing that the wiki noted in this one.

        No loss, and so not counted against the logins that may follow upon losses.
        """
        with self._lock:
            _ = self.site
            self._client.connection.cookies.clear()
            self._token = ""
            if isinstance(self._credentials, BotPassword):
                self._log_in(self._credentials)

    def note(self, notice: Notice) -> None:
        """Keep what is worth knowing of an answer, and say it; the same but once."""
        if notice not in self.notices:
            self.notices.append(notice)
            self._say(f"{self.wiki}: {notice.title}: {notice.detail}")

    def end_waits(self) -> None:
        """Begin no request and wait for none from now on; takes no lock."""
        self._clock.stop()

    def close(self) -> None:
        """Free the connection; a request that is being waited for ends, too."""
        self._clock.stop()
        self._client.connection.close()

    def _ask_site(self) -> Site:
        answer = self._call({"action": "query", **SITEINFO})
        query = answer.get("query", {})
        if not {"general", "namespaces", "userinfo"} <= query.keys():
            raise Unreachable(f"{self.wiki}: answers, but not as MediaWiki does: {NOT_A_WIKI}")
        address = f"{self._client.host}{self._client.path}".removesuffix("/api.php")
        site = read_site(self.wiki, self._client.scheme, query, address)
        self._account = site.account.name if self._credentials else ""
        return site

    def _call(self, parameters: Parameters) -> Answer:
        """The answer to a request that reads; raises the wiki's error."""
        return _raised(self._mended(parameters, writes=False))

    def _mended(self, parameters: Parameters, *, writes: bool) -> Answer | ApiError:
        """What comes of a request; a session that is lost is mended once and asked again."""
        outcome = self._send(parameters, writes=writes)
        if isinstance(outcome, SessionLost):
            self._mend_session(outcome)
        elif isinstance(outcome, ApiError) and outcome.code == _NO_BOT:
            # A lost session looks like this, too: to ask as ourselves tells, and mends it.
            self._call({"action": "query", "meta": "userinfo"})
        else:
            return outcome
        outcome = self._send(parameters, writes=writes)
        if isinstance(outcome, SessionLost):
            raise SessionLost(
                outcome.code,
                outcome.info,
                f"{outcome}, although we have just logged in; does the api: address begin with "
                "https:// as the wiki itself does?",
                outcome.details,
            )
        return outcome

    def _send(self, parameters: Parameters, *, writes: bool) -> Answer | ApiError:
        """One request, as who we are; its token comes last, so that half a request has none."""
        ours = {"assert": "user"} if self._credentials else {}
        if self._account:
            ours["assertuser"] = self._account
        whole = {**COMMON, **ours, **parameters}
        if writes:
            whole["token"] = self._csrf()
        answer = self._transport.send(whole, post=writes, once=writes)
        if error := api_error(answer, self.wiki):
            return _explained(error)
        self._tell_warnings(answer.get("warnings"))
        return answer

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

    def _give_up(self, error: ApiError) -> None:
        raise SessionLost(error.code, error.info, str(error), error.details) from error

    def _mend_session(self, error: ApiError) -> None:
        """Log in again with an empty jar; raises where that cannot help or never helps for long."""
        lost = f"{self.wiki}: the wiki does not know our session ({error.code})"
        if not isinstance(self._credentials, BotPassword):
            lost = f"{self.wiki}: the wiki does not know us by our OAuth tokens ({error.code})"
            raise SessionLost(
                error.code, error.info, f"{lost}; check its credentials in the config"
            ) from error
        if len(self._logins) == _LOGINS and self._clock.now() - self._logins[0] < _WITHIN:
            raise SessionLost(
                error.code,
                error.info,
                f"{lost}, after {_LOGINS} logins within a minute; does something on the way to the "
                "wiki take cookies out?",
            ) from error
        self._log_in(self._credentials)
        self._logins.append(self._clock.now())

    def _log_in(self, known: BotPassword) -> None:
        self._token = ""
        self._client.log_in(known)


def _raised(outcome: Answer | ApiError) -> Answer:
    if isinstance(outcome, ApiError):
        raise outcome
    return outcome


def _explained(error: ApiError) -> ApiError:
    """The error with what to do about it, where it is about us or our request."""
    rule = meaning(error)
    if not isinstance(rule, Stop | Wrong):
        return error
    return type(error)(error.code, error.info, f"{error}; {rule.advice}", error.details)
