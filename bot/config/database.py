"""Reads `ledger:` of a config: where the ledger's database is. It asks for no secret."""

from urllib.parse import parse_qsl, urlsplit

from bot.config.entries import Entries
from bot.config.logins import read_secret
from bot.config.secret import Secret
from bot.config.settings import LedgerAddress
from bot.yamlfile import Mapping, Scalar

_KEYS = ("url", "user", "password")
_SCHEMES = frozenset({"mysql", "mariadb", "sqlite"})
_EXAMPLE = "such as mysql+pymysql://tools.db.svc.wikimedia.cloud/s12345__wikisweep"
_WITHIN = frozenset({"user", "password", "passwd"})


def read_ledger(root: Mapping, entries: Entries) -> LedgerAddress | None:
    """The database that the config names, as a URL or a mapping of `url`, `user`, `password`."""
    value = root.get("ledger")
    if isinstance(value, Mapping):
        entries.check_keys(value, _KEYS, "`ledger`", private=True)
        address = LedgerAddress(
            entries.text(value, "url"), _user(value, entries), _password(value, entries)
        )
        place = entries.place(value, "url")
    elif root.key("ledger"):
        address, place = LedgerAddress(entries.text(root, "ledger")), entries.place(root, "ledger")
    else:
        return None
    if fault := _fault(address.url):
        entries.note(place, f"`ledger` {fault}", _EXAMPLE)
    return address


def _user(node: Mapping, entries: Entries) -> Secret | None:
    """No secret in itself, but where it lies may be said as of one."""
    value = node.get("user")
    if isinstance(value, Scalar) and not value.empty:
        return Secret(value.text)
    return read_secret(node, "ledger", "user", entries) if node.key("user") else None


def _password(node: Mapping, entries: Entries) -> Secret | None:
    if not node.key("password"):
        return None
    return read_secret(node, "ledger", "password", entries)


def _fault(url: str) -> str:
    """What is wrong with a URL, without showing it: it may hold a password."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "should be the URL of a database"
    scheme, _, driver = parts.scheme.partition("+")
    if scheme not in _SCHEMES or (driver not in {"", "pymysql"} and scheme != "sqlite"):
        return "should be the URL of a database of MariaDB, MySQL or SQLite"
    within = _WITHIN & {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    if "@" in parts.netloc or within:
        return "should not hold a user or password in its URL; write {url: …, user: …, password: …}"
    if scheme != "sqlite" and not host:
        return "should name a server in its URL"
    return "" if parts.path.strip("/") else "should name a database in its URL"
