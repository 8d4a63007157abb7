"""Where the ledger's database server is and who we are there; it connects to nothing.

User and password never stand in an error or log; they are looked up only when a ledger is opened.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.config import LedgerAddress
from bot.config.optionfile import read_option_file
from bot.errors import UsageError

_DRIVERS = {"mysql": "mysql+pymysql", "mariadb": "mariadb+pymysql"}  # the driver that comes along
_SERVERS = frozenset({"mysql", "mariadb"})
_WHOSE = "the ledger"
# https://wikitech.wikimedia.org/wiki/Help:Toolforge/ToolsDB
_USER, _PASSWORD = "TOOL_TOOLSDB_USER", "TOOL_TOOLSDB_PASSWORD"


def address(
    where: LedgerAddress, environment: Mapping[str, str] = os.environ, home: Path | None = None
) -> URL:
    """The URL to connect to, with user and password where a server wants them.

    They are those of the address or its URL; else of the file that the URL names as
    `?read_default_file=…`; else $TOOL_TOOLSDB_USER and $TOOL_TOOLSDB_PASSWORD; else of
    `$TOOL_DATA_DIR/replica.my.cnf`, `~/replica.my.cnf` or `~/.my.cnf`.

    Raises UsageError for a URL that means nothing, and where no user or password is found.
    """
    try:
        url = make_url(where.url)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError) as error:
        raise UsageError(
            "the ledger's address cannot be used: it should be like"
            " mysql+pymysql://host/database or sqlite:////path"
        ) from error
    if backend == "sqlite":
        return url
    if backend not in _SERVERS:
        raise UsageError(f"the ledger is kept in SQLite, MariaDB or MySQL, not in {backend}")
    url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
    if not url.database:
        raise UsageError(f"the ledger on {url.host}: its address names no database after the host")
    named = url.query.get("read_default_file")
    url = url.difference_update_query(["read_default_file", "user", "password", "passwd"])
    user, password = _said(where, url)
    if not user or password is None:
        found = _found(named, environment, home or Path.home())
        user, password = user or found[0], found[1] if password is None else password
    return url.set(username=user, password=password)


def _said(where: LedgerAddress, url: URL) -> tuple[str, str | None]:
    user = where.user.reveal() if where.user else url.username or ""
    return user, where.password.reveal() if where.password else url.password


def _found(
    named: str | tuple[str, ...] | None, environment: Mapping[str, str], home: Path
) -> tuple[str, str]:
    if named:
        return read_option_file(Path(str(named)).expanduser(), _WHOSE)
    if environment.get(_USER) and environment.get(_PASSWORD):
        return environment[_USER], environment[_PASSWORD]
    files = list(_files(environment, home))
    for file in files:
        if file.is_file():
            return read_option_file(file, _WHOSE)
    places = ", ".join(str(file) for file in files)
    raise UsageError(
        "the ledger: neither user nor password for its server; give `user` and `password` under"
        f" `ledger:` in user-config.yaml, or set ${_USER} and ${_PASSWORD}, or write one of"
        f" {places}"
    )


def _files(environment: Mapping[str, str], home: Path) -> Iterator[Path]:
    if tool := environment.get("TOOL_DATA_DIR"):
        yield Path(tool) / "replica.my.cnf"
    yield home / "replica.my.cnf"
    yield home / ".my.cnf"
