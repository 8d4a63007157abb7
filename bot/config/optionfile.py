"""Reads user and password from an option file of MariaDB, such as `replica.my.cnf`."""

import configparser
from pathlib import Path

from bot.errors import UsageError


def read_option_file(file: Path, whose: str) -> tuple[str, str]:
    """User and password of the group `[client]`; mariadb.com/kb/en/option-files.

    `whose` says in messages for what they are. Raises UsageError where the file cannot be read or
    names no user; no message quotes a line of it.
    """
    parser = configparser.RawConfigParser(allow_no_value=True, strict=False)
    try:
        lines = file.read_text("utf-8").splitlines()
        parser.read_string("\n".join(line for line in lines if not line.startswith("!")))
    except OSError as error:
        raise UsageError(f"{file}: cannot read {whose}'s user: {error.strerror}") from error
    except (UnicodeDecodeError, configparser.Error):
        # `from None`: the foreign error quotes the lines, and one of them is the password
        raise UsageError(f"{file}: not an option file with a line `[client]`") from None
    user, password = (
        _unquoted(parser.get("client", key, fallback="") or "") for key in ("user", "password")
    )
    if not user:
        raise UsageError(f"{file}: no `user` under `[client]`, which {whose} needs")
    return user, password


def _unquoted(value: str) -> str:
    return value[1:-1] if value[:1] in {"'", '"'} and value[:1] == value[-1:] else value
