"""Which database server a wiki replica is, and who we are there; it connects to nothing.

The names are those of Toolforge, https://wikitech.wikimedia.org/wiki/Help:Wiki_Replicas, unless
the config says others. User and password are looked up only when a replica is asked.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.config import ReplicaAddress
from bot.config.optionfile import read_option_file
from bot.errors import UsageError
from bot.hiding import hide

_USER, _PASSWORD = "TOOL_REPLICA_USER", "TOOL_REPLICA_PASSWORD"


@dataclass(frozen=True, slots=True)
class Server:
    """What a connection needs to know."""

    host: str
    port: int
    database: str
    user: str
    password: str = field(repr=False)


def server(
    address: ReplicaAddress, environment: Mapping[str, str] = os.environ, home: Path | None = None
) -> Server:
    """The server that an address means.

    User and password are those that the config says, or those of the file `my_cnf`; else
    $TOOL_REPLICA_USER and $TOOL_REPLICA_PASSWORD; else those of `$TOOL_DATA_DIR/replica.my.cnf`,
    `~/replica.my.cnf` or `~/.my.cnf`. Raises UsageError where none are found.
    """
    host, database = address.host, address.database
    if not host:
        wiki = database.removesuffix("_p")
        host, database = f"{wiki}.{address.cluster}.db.svc.wikimedia.cloud", f"{wiki}_p"
    user = address.user.reveal() if address.user else ""
    password = address.password.reveal() if address.password else None
    if not user or password is None:
        found = _found(address.my_cnf, environment, home or Path.home())
        user, password = user or found[0], found[1] if password is None else password
    hide(password)
    return Server(host, address.port, database, user, password)


def _found(named: Path | None, environment: Mapping[str, str], home: Path) -> tuple[str, str]:
    if named:
        return read_option_file(named, "the replica")
    if environment.get(_USER) and environment.get(_PASSWORD):
        return environment[_USER], environment[_PASSWORD]
    files = list(_files(environment, home))
    for file in files:
        if file.is_file():
            return read_option_file(file, "the replica")
    raise UsageError(
        "the replica: neither user nor password for its server; give `my_cnf`, or `user` and "
        "`password`, under the wiki's `replica:` in user-config.yaml, or set "
        f"${_USER} and ${_PASSWORD}, or write one of {', '.join(map(str, files))}"
    )


def _files(environment: Mapping[str, str], home: Path) -> Iterator[Path]:
    if tool := environment.get("TOOL_DATA_DIR"):
        yield Path(tool) / "replica.my.cnf"
    yield home / "replica.my.cnf"
    yield home / ".my.cnf"
