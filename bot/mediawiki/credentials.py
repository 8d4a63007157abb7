"""Who we are to a wiki: bot password, OAuth 1 or OAuth 2, and how each signs a request.

Holds secrets and shows none: no repr, no message names them. Asks nothing.
"""

from dataclasses import dataclass, field

from requests import PreparedRequest
from requests.auth import AuthBase

from bot.errors import UsageError


@dataclass(frozen=True, slots=True)
class BotPassword:
    """A password made at Special:BotPasswords; `name` is `Account@appid` (Manual:Bot_passwords).

    The main password of an account is refused: Wikimedia no longer takes it from programs.
    """

    name: str
    password: str = field(repr=False)

    def __post_init__(self) -> None:
        if "@" not in self.name and "@" not in self.password:
            raise UsageError(
                f"the bot password's name {self.name!r} has no @: it is Account@appid, "
                "as Special:BotPasswords shows it"
            )


@dataclass(frozen=True, slots=True)
class OAuth1:
    """An owner-only consumer of OAuth 1, by which every request is signed.

    Made at Special:OAuthConsumerRegistration.
    """

    consumer_token: str
    consumer_secret: str = field(repr=False)
    access_token: str
    access_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OAuth2:
    """An owner-only access token of OAuth 2, sent as it is with every request."""

    token: str = field(repr=False)

    def __post_init__(self) -> None:
        if not self.token.isascii() or not self.token.isprintable() or not self.token.strip():
            raise UsageError("the oauth2 token is not one: it must be one line of plain letters")


Credentials = BotPassword | OAuth1 | OAuth2


class Bearer(AuthBase):
    """Signs by the token of OAuth 2.

    As `auth` of the session, not as a header of it: requests would replace a mere header by what
    ~/.netrc has for the host.
    """

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Add the token to a request (requests calls this for every one)."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Unsigned(AuthBase):
    """Signs nothing, and so keeps requests from sending what ~/.netrc has for the host."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Leave the request as it is."""
        return request
