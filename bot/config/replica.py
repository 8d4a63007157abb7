"""Reads `replica:` of a wiki: where a copy of its database can be asked. It asks for no secret."""

import re
from pathlib import Path
from typing import Final, get_args

from bot.config.entries import Entries
from bot.config.logins import read_secret
from bot.config.secret import Secret
from bot.config.settings import Cluster, ReplicaAddress
from bot.yamlfile import Mapping, Scalar, did_you_mean

_KEYS: Final = ("database", "host", "port", "cluster", "user", "password", "my_cnf")
_CLUSTERS: Final[tuple[Cluster, ...]] = get_args(Cluster)
_PORT: Final = 3306
_MOST: Final = 65535
_WIKI: Final = re.compile(r"\w+")
_EXAMPLE: Final = "such as enwiki, as Toolforge names it, or {host: …, database: …}"


def read_replica(wiki: Mapping, entries: Entries) -> ReplicaAddress | None:
    """The replica that a wiki's entry names, by its database's name or as a mapping."""
    node = wiki.get("replica")
    if not isinstance(node, Mapping):
        if not wiki.key("replica"):
            return None
        database = entries.text(wiki, "replica")
        _check_database(database, "", wiki, "replica", entries)
        return ReplicaAddress(database)
    entries.check_keys(node, _KEYS, "`replica`", private=True)
    database, host = entries.text(node, "database"), entries.text(node, "host")
    _check_database(database, host, node, "database", entries)
    if node.key("my_cnf") and (node.key("user") or node.key("password")):
        message = "`replica` has both `my_cnf` and `user` or `password`"
        entries.note(entries.place(node, "my_cnf"), message, "keep one of them")
    if host and node.key("cluster"):
        message = "`cluster` is for Toolforge's names and means nothing beside `host`"
        entries.note(entries.place(node, "cluster"), message)
    return ReplicaAddress(
        database,
        host,
        _port(node, entries),
        _cluster(node, entries),
        _user(node, entries),
        read_secret(node, "replica", "password", entries) if node.key("password") else None,
        _my_cnf(node, entries),
    )


def _check_database(database: str, host: str, node: Mapping, key: str, entries: Entries) -> None:
    if not database:
        if not node.key(key):
            entries.note(node.place, "`replica` should name its `database`", _EXAMPLE)
    elif not host and not _WIKI.fullmatch(database):
        entries.note(entries.place(node, key), f"{database!r} is no database's name", _EXAMPLE)


def _port(node: Mapping, entries: Entries) -> int:
    text = entries.text(node, "port")
    if not text:
        return _PORT
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= _MOST):
        entries.note(entries.place(node, "port"), f"`port` should be a number, not {text!r}")
        return _PORT
    return int(text)


def _cluster(node: Mapping, entries: Entries) -> Cluster:
    text = entries.text(node, "cluster")
    for cluster in _CLUSTERS:
        if text == cluster:
            return cluster
    if text:
        message = f"`cluster` should be {' or '.join(_CLUSTERS)}, not {text!r}"
        entries.note(entries.place(node, "cluster"), message, did_you_mean(text, _CLUSTERS))
    return _CLUSTERS[0]


def _user(node: Mapping, entries: Entries) -> Secret | None:
    """No secret in itself, but where it lies may be said as of one."""
    value = node.get("user")
    if isinstance(value, Scalar) and not value.empty:
        return Secret(value.text)
    return read_secret(node, "replica", "user", entries) if node.key("user") else None


def _my_cnf(node: Mapping, entries: Entries) -> Path | None:
    value = node.get("my_cnf")
    if entries.text(node, "my_cnf") and isinstance(value, Scalar):
        return entries.file(value)
    return None
