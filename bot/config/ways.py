"""The ways on which a notice can go, as user-config.yaml says; values only, nothing is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from bot.config.secret import Secret

Occasion = Literal["failure", "stop", "done"]
OCCASIONS: Final[tuple[Occasion, ...]] = ("failure", "stop", "done")
USUAL: Final[frozenset[Occasion]] = frozenset({"failure", "stop"})
Encryption = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True)
class Email:
    """A mail by an SMTP server; `tls` is from the first byte on, `starttls` from the greeting on.

    Without `user` nobody logs in. With a password the line is encrypted, or stays on this machine.
    """

    to: tuple[str, ...]
    sender: str
    server: str
    port: int
    encryption: Encryption
    user: str = ""
    password: Secret | None = None


@dataclass(frozen=True, slots=True)
class Webhook:
    """A POST of JSON. The address is a secret: those of chat services need no other.

    `allow_http` is why it may be an http:// address of another machine, if it may.
    """

    url: Secret
    headers: Mapping[str, Secret] = field(default_factory=dict)
    allow_http: str = ""


@dataclass(frozen=True, slots=True)
class TalkPage:
    """A new section on a talk page; an empty `wiki` is the one that the notice is about."""

    page: str
    wiki: str = ""


Way = Email | Webhook | TalkPage


@dataclass(frozen=True, slots=True)
class Notify:
    """One entry of `notify:`: a way, and when to take it."""

    way: Way
    on: frozenset[Occasion] = USUAL
