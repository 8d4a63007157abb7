"""What is said of user-config.yaml itself, and of where its secrets are."""

import os

import pytest

from bot.config import load_config
from bot.services.doctor.configuration import check_config
from tests.services.doctor.conftest import found, states

PASSWORD = "marked-password-of-config"
LOGINS = """
contact: User:Tester on testwiki
wikis:
  one: {api: "{api}", oauth2: {token: {file: token}}}
  two: {api: "{api}", bot_password: {name: A@b, password: %s}}
  three:
    api: "{api}"
    oauth1:
      consumer_token: {env: A}
      consumer_secret: {env: B}
      access_token: {env: C}
      access_secret: {env: D}
  four: {api: "{api}"}
notify:
  - email: {to: a@b.c, from: a@b.c, server: localhost, user: u, password: {file: mail}}
  - email: {to: a@b.c, from: a@b.c, server: localhost}
  - webhook: {url: {env: HOOK}, headers: {X-Key: {file: key}}}
  - talk: User talk:Me
"""


@pytest.fixture
def checks(configure, monkeypatch):
    """What is said of a config, where these of its wikis are looked at."""
    for name in ("A", "B", "C", "D", "HOOK"):
        monkeypatch.setenv(name, PASSWORD)

    def check(text, *names):
        config = load_config(configure(text))
        told = list(check_config(config, [config.wikis[name] for name in names]))
        assert PASSWORD not in repr(told)
        return told

    return check


def put(folder, *names: str, mode: int = 0o600) -> None:
    for name in names:
        (folder / name).touch(mode=mode)
        (folder / name).chmod(mode)
        (folder / name).write_text(PASSWORD)


def test_where_every_secret_is_in_its_place_all_is_well(checks, folder):
    put(folder, "token", "mail", "key")
    told = checks(LOGINS % PASSWORD, "one", "two", "three", "four")
    assert states(told) == {"config": "ok", "mode": "ok", "contact": "ok"}
    assert found(told, "config").message == str(folder / "user-config.yaml")
    assert found(told, "contact").message == "User:Tester on testwiki"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="this system has no file modes")
def test_the_mode_is_told_with_what_it_guards(checks, folder):
    put(folder, "token", "mail", "key")
    told = checks(LOGINS % PASSWORD)
    assert found(told, "mode").message == "600, secrets in it"
    told = checks(LOGINS % "{env: A}", "one")
    assert found(told, "mode").message == "600, no secret in it"
    assert states(checks("contact: me")) == {"config": "ok", "mode": "ok"}


def test_a_file_of_a_secret_that_others_can_read_is_warned_of(checks, folder):
    put(folder, "token", "mail")
    put(folder, "key", mode=0o644)
    told = [one for one in checks(LOGINS % PASSWORD) if one.check == "mode"]
    assert [one.state for one in told] == ["ok", "warning"]
    assert told[1].message == f"others can read the secret in {folder / 'key'}"
    assert told[1].remedy == f"run chmod 600 {folder / 'key'}"


def test_secrets_that_are_not_there_are_told_one_by_one(checks, folder, monkeypatch):
    put(folder, "token")
    monkeypatch.delenv("C")
    told = checks(LOGINS % PASSWORD, "one", "two", "three")
    wrong = [one.message for one in told if one.check == "secrets"]
    assert len(wrong) == 3  # C, mail and key
    assert "the environment variable C is not set" in wrong[0]
    assert all(one.state == "wrong" for one in told if one.check == "secrets")


def test_the_secrets_of_a_wiki_that_is_not_looked_at_do_not_matter(checks, folder, monkeypatch):
    put(folder, "mail", "key")
    monkeypatch.delenv("C")
    assert "secrets" not in states(checks(LOGINS % PASSWORD, "two"))


@pytest.mark.parametrize("contact", ["", "contact: User:Example on meta.wikimedia.org"])
def test_a_contact_has_to_be_somebody(checks, contact):
    told = checks(f"{contact}\nwikis: {{one: {{api: '{{api}}'}}}}", "one")
    assert found(told, "contact").state == "wrong"
