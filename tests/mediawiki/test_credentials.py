"""Secrets stay secret, and each kind of credentials signs as it should."""

import base64
import hashlib
import hmac
from urllib.parse import quote, unquote

import pytest

from bot.errors import UsageError
from bot.mediawiki import BotPassword, OAuth1, OAuth2
from tests.mediawiki.scripted import SECRET, SWEEP

OAUTH1 = OAuth1("consumer", SECRET, "access", "access" + SECRET)
OAUTH2 = OAuth2("token" + SECRET)


@pytest.mark.parametrize("credentials", [SWEEP, OAUTH1, OAUTH2])
def test_no_repr_shows_a_secret(credentials):
    assert SECRET not in repr(credentials)
    assert SECRET not in str(credentials)


def test_a_main_password_is_refused_before_it_is_sent():
    with pytest.raises(UsageError, match=r"Sweeper.*Account@appid") as refused:
        BotPassword("Sweeper", SECRET)
    assert SECRET not in str(refused.value)


def test_a_bot_password_may_have_its_appid_before_the_password():
    assert BotPassword("Sweeper", f"tests@{SECRET}").name == "Sweeper"


@pytest.mark.parametrize("token", ["", " ", "one\ntwo", "naïve"])
def test_a_token_that_no_header_can_carry_is_refused(token):
    with pytest.raises(UsageError, match="oauth2 token"):
        OAuth2(token)


def test_oauth_2_sends_its_token_with_every_request(wiki, session):
    _ = session(OAUTH2).site
    assert [one.headers["Authorization"] for one in wiki.greeted] == [f"Bearer token{SECRET}"]
    assert wiki.greeted[0].parameters["assert"] == "user"


@pytest.mark.parametrize("size", [1, 400])
def test_oauth_1_signs_every_request_rightly(wiki, session, size):
    wiki.will({"query": {}})
    session(OAUTH1).ask({"titles": "|".join(["Œuvre & Co+"] * size)})
    asked = wiki.asked[0]
    assert asked.method == ("GET" if size == 1 else "POST")
    scheme, _, fields = asked.headers["Authorization"].partition(" ")
    oauth = {
        key: unquote(value.strip('"'))
        for key, value in (field.split("=", 1) for field in fields.split(", "))
    }
    assert scheme == "OAuth"
    assert oauth["oauth_consumer_key"] == "consumer"
    assert oauth["oauth_token"] == "access"
    given = oauth.pop("oauth_signature")
    assert given == _signature(asked.method, wiki.api, {**oauth, **asked.parameters})


def _signature(method, url, parameters):
    """RFC 5849, 3.4: HMAC-SHA1 over method, address and every parameter."""
    pairs = sorted((_escaped(key), _escaped(value)) for key, value in parameters.items())
    text = "&".join(f"{key}={value}" for key, value in pairs)
    base = "&".join(_escaped(part) for part in (method, url, text))
    key = f"{_escaped(SECRET)}&{_escaped('access' + SECRET)}"
    return base64.b64encode(hmac.digest(key.encode(), base.encode(), hashlib.sha1)).decode()


def _escaped(text):
    return quote(text, safe="-._~")


@pytest.mark.parametrize("credentials", [None, SWEEP, OAUTH2, OAUTH1])
def test_netrc_never_adds_or_replaces_a_signature(
    wiki, session, credentials, tmp_path, monkeypatch
):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login intruder password intruder\n")
    monkeypatch.setenv("NETRC", str(netrc))
    _ = session(credentials).site
    schemes = {one.headers.get("Authorization", "none").split()[0] for one in wiki.greeted}
    expected = {OAUTH1: "OAuth", OAUTH2: "Bearer"}.get(credentials, "none")
    assert schemes == {expected}
