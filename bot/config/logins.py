"""How to log in to a wiki, as the config says; no message of this module shows a secret."""

import os
import shlex
from pathlib import Path

from bot.config.entries import Entries
from bot.config.secret import Secret
from bot.config.settings import BotPassword, Login, OAuth1, OAuth2
from bot.yamlfile import Mapping, Scalar

LOGINS = {
    "bot_password": ("name", "password"),
    "oauth1": ("consumer_token", "consumer_secret", "access_token", "access_secret"),
    "oauth2": ("token",),
}
_OTHERS_READ = 0o066


def read_login(node: Mapping, what: str, entries: Entries) -> Login | None:
    """The one login that a wiki's entry holds, or None for an anonymous reader."""
    given = [key for key in LOGINS if node.key(key)]
    if len(given) > 1:
        message = f"{what} has several logins: {', '.join(given)}"
        entries.note(entries.place(node, given[1]), message, "keep one of them")
    if not given:
        return None
    kind, value, keys = given[0], node.get(given[0]), LOGINS[given[0]]
    if not isinstance(value, Mapping):
        message = f"`{kind}` should be a mapping of {', '.join(keys)}"
        entries.note(entries.place(node, kind), message)
        return None
    entries.check_keys(value, keys, f"`{kind}`", private=True)
    secrets = {key: read_secret(value, kind, key, entries) for key in keys if key != "name"}
    if kind == "bot_password":
        return BotPassword(_account(value, entries), secrets["password"])
    return OAuth1(**secrets) if kind == "oauth1" else OAuth2(**secrets)


def _account(node: Mapping, entries: Entries) -> str:
    name = entries.text(node, "name")
    if "@" not in name:
        message = "`bot_password.name` should be like ExampleBot@laptop"
        entries.note(entries.place(node, "name"), message, "Special:BotPasswords shows it")
    return name


def read_secret(node: Mapping, kind: str, key: str, entries: Entries) -> Secret:
    """The secret under a key, which a message calls `kind.key`."""
    label, value = f"{kind}.{key}", node.get(key)
    if value is None:
        entries.note(node.place, f"`{label}` is missing")
    elif isinstance(value, Scalar) and not value.empty:
        if others_can_read(entries.path):
            message = f"`{label}` stands in a file that others can read"
            command = f"chmod 600 {shlex.quote(str(entries.path))}"
            entries.note(value.place, message, f"run `{command}`, or write {{env: NAME}}")
        return Secret(value.text)
    elif secret := _elsewhere(value, entries):
        return secret
    else:
        message = f"`{label}` should be {{env: NAME}}, {{file: PATH}} or the text itself"
        entries.note(value.place, message)
    return Secret("")


def _elsewhere(node: object, entries: Entries) -> Secret | None:
    """A secret from the environment or a file."""
    if not isinstance(node, Mapping) or len(node.entries) != 1:
        return None
    name, origin = node.entries[0]
    if not isinstance(origin, Scalar) or origin.empty:
        return None
    if name.text == "env":
        return Secret(origin.text, "env")
    return Secret(str(entries.file(origin)), "file") if name.text == "file" else None


def others_can_read(path: Path) -> bool:
    """Whether others than the owner can read or write a file; systems without modes say no."""
    return hasattr(os, "getuid") and bool(path.stat().st_mode & _OTHERS_READ)
