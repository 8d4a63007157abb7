"""Looks at user-config.yaml: which it is, who is named in it, where its secrets are. Tells none."""

import os
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.config import (
    ApiWiki,
    BotPassword,
    Config,
    Email,
    OAuth1,
    Secret,
    Way,
    Webhook,
    WikiSettings,
)
from bot.config.logins import others_can_read
from bot.errors import UsageError
from bot.services.doctor.check import Check


def check_config(config: Config, wikis: Iterable[WikiSettings]) -> Iterator[Check]:
    """All that can be said of the file; `wikis` are those that are looked at."""
    if not config.file:
        places = " nor ".join(str(path) for path in config.sought)
        message = f"neither {places}; only the wiki that ships along is known"
        yield Check("config", "warning", message, "wikisweep init writes one")
        return
    chosen = list(wikis)
    yield Check("config", "ok", str(Path(config.file).absolute()))
    of_ways = [secret for one in config.notify for secret in _of_way(one.way)]
    everything = [secret for one in config.wikis.values() for secret in _of_login(one)]
    yield from _check_modes(Path(config.file), everything + of_ways)
    yield from _check_places([secret for one in chosen for secret in _of_login(one)] + of_ways)
    if any(isinstance(one, ApiWiki) for one in chosen):
        yield _contact(config)


def _check_modes(file: Path, secrets: Iterable[Secret]) -> Iterator[Check]:
    """Who can read what; a config with secrets that others can read was refused before."""
    in_text = any(secret.origin == "text" for secret in secrets)
    what = "secrets in it" if in_text else "no secret in it"
    mode = f"{file.stat().st_mode & 0o777:o}, " if hasattr(os, "getuid") else ""
    yield Check("mode", "ok", f"{mode}{what}")
    for path in dict.fromkeys(secret.file for secret in secrets if secret.file):
        if path.is_file() and others_can_read(path):
            message = f"others can read the secret in {path}"
            yield Check("mode", "warning", message, f"run chmod 600 {shlex.quote(str(path))}")


def _check_places(secrets: Iterable[Secret]) -> Iterator[Check]:
    """Whether every secret is where the config says."""
    for secret in secrets:
        try:
            secret.reveal()
        except UsageError as error:
            yield Check("secrets", "wrong", str(error))


def _contact(config: Config) -> Check:
    try:
        config.check_contact()
    except UsageError as error:
        return Check("contact", "wrong", str(error))
    return Check("contact", "ok", config.contact)


def _of_login(wiki: WikiSettings) -> list[Secret]:
    login = wiki.login if isinstance(wiki, ApiWiki) else None
    if isinstance(login, BotPassword):
        return [login.password]
    if isinstance(login, OAuth1):
        consumer = [login.consumer_token, login.consumer_secret]
        return [*consumer, login.access_token, login.access_secret]
    return [login.token] if login else []


def _of_way(way: Way) -> list[Secret]:
    if isinstance(way, Email):
        return [way.password] if way.password else []
    return [way.url, *way.headers.values()] if isinstance(way, Webhook) else []
