"""Reads `notify:` of a config: whom to tell how runs end. No message of this module shows a secret.

Mail by RFC 5321 and RFC 3207 (STARTTLS), RFC 8314 (TLS at once).
"""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

import regex

from bot.config.address import on_this_machine
from bot.config.entries import Entries
from bot.config.logins import read_secret
from bot.config.secret import Secret
from bot.config.ways import (
    OCCASIONS,
    USUAL,
    Email,
    Encryption,
    Notify,
    Occasion,
    TalkPage,
    Way,
    Webhook,
)
from bot.yamlfile import Mapping, Node, Scalar, Sequence, did_you_mean

WAYS: Final = ("email", "webhook", "talk")
EMAIL_KEYS: Final = ("to", "from", "server", "port", "encryption", "user", "password")
WEBHOOK_KEYS: Final = ("url", "headers", "allow_http")
TALK_KEYS: Final = ("page", "wiki")
_PORTS: Final[dict[Encryption, int]] = {"starttls": 587, "tls": 465, "none": 25}
_LAST_PORT: Final = 65535
_ADDRESS: Final = regex.compile(r"[^\s@<>,;:\p{C}]+@[^\s@<>,;:\p{C}]+")
_HOST: Final = regex.compile(r"[\p{L}\p{N}._-]+|\[[0-9A-Fa-f:.]+\]|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
_HEADER: Final = regex.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 5.1


def read_notify(root: Mapping, wikis: tuple[str, ...], entries: Entries) -> Iterator[Notify]:
    """The ways that the config names; `wikis` are the names of its real wikis."""
    node = root.get("notify")
    for item in node.items if isinstance(node, Sequence) else () if node is None else (node,):
        given = [one for one in WAYS if isinstance(item, Mapping) and item.key(one)]
        if not isinstance(item, Mapping) or len(given) != 1:
            hint = "each further way is an item of its own"
            entries.note(item.place, f"`notify` takes one of {', '.join(WAYS)} an item", hint)
            continue
        entries.check_keys(item, (*WAYS, "on"), "`notify`")
        if way := _way(item, given[0], wikis, entries):
            yield Notify(way, _occasions(item, entries))


def _way(item: Mapping, kind: str, wikis: tuple[str, ...], entries: Entries) -> Way | None:
    value = item.get(kind)
    if kind != "email" and isinstance(value, Scalar) and not value.empty:
        return TalkPage(value.text.strip()) if kind == "talk" else _bare_webhook(item, entries)
    if not isinstance(value, Mapping):
        entries.note(entries.place(item, kind), f"`{kind}` should be a mapping")
        return None
    if kind == "email":
        return _email(value, entries)
    if kind == "talk":
        return _talk(value, wikis, entries)
    elsewhere = value.keys in {("env",), ("file",)}
    return _bare_webhook(item, entries) if elsewhere else _webhook(value, entries)


def _occasions(item: Mapping, entries: Entries) -> frozenset[Occasion]:
    node = item.get("on")
    if node is None:
        return USUAL
    found: set[Occasion] = set()
    for one in node.items if isinstance(node, Sequence) else (node,):
        text = one.text.strip() if isinstance(one, Scalar) else ""
        known = [name for name in OCCASIONS if text in (name, "always")]
        if not known:
            message = f"`on` takes {', '.join(OCCASIONS)} or always"
            entries.note(one.place, message, did_you_mean(text, (*OCCASIONS, "always")))
        found.update(known)
    if not found and isinstance(node, Sequence) and not node.items:
        entries.note(node.place, "`on` is empty", "leave the way out, or say when to take it")
    return frozenset(found)


def _email(node: Mapping, entries: Entries) -> Email:
    entries.check_keys(node, EMAIL_KEYS, "`email`", private=True)
    user, server = entries.text(node, "user"), entries.text(node, "server")
    if not _HOST.fullmatch(server):
        message = "`email.server` should be the name of a mail server"
        entries.note(entries.place(node, "server"), message, "such as mail.example.org")
    password = read_secret(node, "email", "password", entries) if node.key("password") else None
    if bool(user) != bool(password):
        message = "`email` has only one of `user` and `password`"
        entries.note(node.place, message, "a server wants both or neither")
    encryption, port = _line(node, entries, login=bool(user))
    if encryption == "none" and password and not on_this_machine(server.strip("[]")):
        message = "`email` would send the password unencrypted"
        entries.note(entries.place(node, "encryption"), message, "use starttls or tls")
    senders = tuple(_addresses(node, "from", entries))
    if len(senders) > 1:
        entries.note(entries.place(node, "from"), "`email.from` should be one address")
    return Email(
        tuple(_addresses(node, "to", entries)),
        senders[0] if senders else "",
        server.strip("[]"),
        port,
        encryption,
        user,
        password,
    )


def _line(node: Mapping, entries: Entries, *, login: bool) -> tuple[Encryption, int]:
    """How the line is encrypted, and the port; each follows from the other where left out."""
    text, port = entries.text(node, "port"), 0
    if text:
        port = int(text) if text.isascii() and text.isdecimal() and len(text) <= len("65535") else 0
        if not 0 < port <= _LAST_PORT:
            message = f"`email.port` should be a number up to {_LAST_PORT}, not {text[:20]!r}"
            entries.note(entries.place(node, "port"), message)
    said = entries.text(node, "encryption")
    if said and said not in _PORTS:
        message = f"`email.encryption` takes {', '.join(_PORTS)}"
        entries.note(entries.place(node, "encryption"), message)
    usual: Encryption = "tls" if port == _PORTS["tls"] else "starttls" if login else "none"
    if port == _PORTS["starttls"]:
        usual = "starttls"
    encryption = next((one for one in _PORTS if one == said), usual)
    return encryption, port or _PORTS[encryption]


def _addresses(node: Mapping, key: str, entries: Entries) -> Iterator[str]:
    value = node.get(key)
    items: tuple[Node, ...] = value.items if isinstance(value, Sequence) else ()
    if isinstance(value, Scalar):
        items = (value,)
    for one in items:
        text = one.text.strip() if isinstance(one, Scalar) else ""
        if not _ADDRESS.fullmatch(text):
            entries.note(one.place, f"`email.{key}` should be an address like me@example.org")
        yield text
    if not items:
        message = f"`email.{key}` is missing: it takes an address"
        entries.note(entries.place(node, key), message)


def _bare_webhook(item: Mapping, entries: Entries) -> Webhook:
    url = read_secret(item, "notify", "webhook", entries)
    _check_address(item, "webhook", "", entries)
    return Webhook(url)


def _webhook(node: Mapping, entries: Entries) -> Webhook:
    entries.check_keys(node, WEBHOOK_KEYS, "`webhook`", private=True)
    url = read_secret(node, "webhook", "url", entries)
    excuse = entries.reason(node, "allow_http")
    _check_address(node, "url", excuse, entries)
    return Webhook(url, dict(_headers(node, entries)), excuse)


def _check_address(node: Mapping, key: str, excuse: str, entries: Entries) -> None:
    """Note what is wrong with an address, where the config itself says it."""
    value = node.get(key)
    fault = webhook_fault(value.text, excuse) if isinstance(value, Scalar) else ""
    if fault:
        entries.note(entries.place(node, key), f"the address of the `webhook` {fault}")


def _headers(node: Mapping, entries: Entries) -> Iterator[tuple[str, Secret]]:
    value = node.get("headers")
    if value is None:
        return
    if not isinstance(value, Mapping):
        entries.note(value.place, "`webhook.headers` should be a mapping of names to texts")
        return
    for name, _ in value.entries:
        if not _HEADER.fullmatch(name.text):
            entries.note(name.place, "`webhook.headers` has a name that no header can have")
        yield name.text, read_secret(value, "webhook.headers", name.text, entries)


def webhook_fault(url: str, allow_http: str) -> str:
    """What is wrong with an address that notices are posted to, without naming it, or nothing."""
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is not an address"
    if parts.scheme not in {"http", "https"} or not host:
        return "should begin with https://"
    if parts.scheme == "http" and not allow_http and not on_this_machine(host):
        return "begins with http://: use https://, or add `allow_http: why` if that cannot be"
    return ""


def _talk(node: Mapping, wikis: tuple[str, ...], entries: Entries) -> TalkPage:
    entries.check_keys(node, TALK_KEYS, "`talk`")
    wiki, page = entries.text(node, "wiki"), entries.text(node, "page")
    if wiki and wiki not in wikis:
        message = f"`talk.wiki`: no wiki with an `api` is called {wiki!r}"
        entries.note(entries.place(node, "wiki"), message, did_you_mean(wiki, wikis))
    if not node.key("page"):
        entries.note(node.place, "`talk.page` is missing: it takes the title of a talk page")
    return TalkPage(page, wiki)
