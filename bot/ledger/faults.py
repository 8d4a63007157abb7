"""What a database raises, as a BotError of one line that says what to do; never with a secret."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import BotError

# What SQLite says (https://www.sqlite.org/rescode.html), and what to do about it.
_REMEDIES = {
    "disk is full": "the disk is full; free some space, or name another folder with --state",
    "disk i/o error": "the disk does not answer as it should; name another folder with --state",
    "readonly database": "it cannot be written; check who owns the file and its folder",
    "unable to open": "it cannot be opened; check who owns the file and its folder",
    "is locked": "another process is writing to it and does not end; try again later",
    "not a database": "the file is not a database; move it away, or name another with --state",
    "malformed": "the database is damaged; restore it from a backup, or move it away",
}
# What MariaDB and MySQL say, by number (https://mariadb.com/kb/en/mariadb-error-code-reference/).
_NUMBERED = {
    1044: "the user may not use this database; check its name, and create it where it is missing",
    1045: "the server refuses the user or password; check `ledger:` in user-config.yaml",
    1049: "there is no such database; create it (CREATE DATABASE), or check its name",
    1114: "the server's disk is full; free some space there",
    1153: "a page is larger than the server takes; raise its max_allowed_packet",
    1205: "another process is writing to it and does not end; try again later",
    1213: "other processes are writing to it again and again; try again later",
    1698: "the server refuses the user or password; check `ledger:` in user-config.yaml",
    2002: "the server cannot be reached; check its name, and whether it runs",
    2003: "the server cannot be reached; check its name, and whether it runs",
    2006: "the server went away; try again later",
    2013: "the server did not answer any more; try again later",
}


@contextmanager
def told(engine: Engine) -> Iterator[None]:
    """Turns what the database raises into a BotError of one line."""
    try:
        yield
    except SQLAlchemyError as error:
        raise BotError(f"the ledger {place(engine)}: {_reason(error)}") from error


def place(engine: Engine) -> str:
    """Where a ledger is, for messages: its path, or its server and database, without a user."""
    url: URL = engine.url
    if engine.dialect.name == "sqlite" and url.database:
        return url.database
    shown = URL.create(url.drivername, host=url.host, port=url.port, database=url.database)
    return shown.render_as_string()


def _reason(error: SQLAlchemyError) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else None
    number = cause.args[0] if cause and cause.args else None
    if number in _NUMBERED:
        return _NUMBERED[number]
    words = cause.args[1] if cause and isinstance(number, int) and len(cause.args) > 1 else None
    reason = " ".join(str(words or cause or error).split())
    for sign, remedy in _REMEDIES.items():
        if sign in reason.lower():
            return remedy
    return reason
