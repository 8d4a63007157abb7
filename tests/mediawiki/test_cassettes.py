"""No cassette holds what nobody else should know, and none is left over from an older test."""

import base64
import re

import pytest

from devwiki.settings import ACCOUNTS
from tests.mediawiki.conftest import CASSETTES, PLACE, scrubbed

FILES = sorted(CASSETTES.rglob("*.yaml"))
PASSWORDS = {
    secret
    for account in ACCOUNTS.values()
    for secret in (account.password, *(one.password for one in account.bot_passwords))
}
LEAKS = (
    re.compile(r"[Cc]ookie"),
    re.compile(r"[Aa]uthorization"),
    re.compile(r"(?:csrf|login)token\\*\":\\*\"(?!TOKEN)(?!\+)"),
    re.compile(r"lgpassword=(?!PASSWORD)"),
    re.compile(r"\b(?:lg)?token=(?!TOKEN)"),
    re.compile(r"[0-9a-f]{32,}\+"),
    re.compile(r"(?i)x-(?:client|forwarded|request|powered)"),
    re.compile(r"wikisweep/\d"),
)
_ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")


def test_there_are_cassettes():
    assert len(FILES) > 20


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_cassette_tells_no_secret(file):
    text = file.read_text("utf-8")
    assert [one.pattern for one in LEAKS if one.search(text)] == []
    assert [secret for secret in PASSWORDS if secret in text] == []
    assert set(_ADDRESS.findall(text)) <= {"127.0.0.1", "192.0.2.1"}
    assert set(re.findall(r"http://127\.0\.0\.1:\d+", text)) <= {PLACE}


def test_what_the_search_for_secrets_looks_for_would_be_found():
    token = "0123456789abcdef" * 3
    leaks = (
        "Set-Cookie: x",
        "Authorization: x",
        f'{{"csrftoken":"{token}+\\\\"}}',
        f"lgpassword={token}",
        f"a=b&token={token}",
        f"{token}+\\",
        "X-Request-Id: 1",
        "wikisweep/0.1.0 (bot; User:X)",
    )
    for pattern, leak in zip(LEAKS, leaks, strict=True):
        assert pattern.search(leak)


def test_a_response_loses_its_secrets_before_it_is_kept():
    token = b"0123456789abcdef" * 3
    response = {
        "status": {"code": 200, "message": "OK"},
        "headers": {"set-cookie": ["s=1"], "Content-Type": ["x"], "X-Client-IP": ["198.51.100.7"]},
        "body": {
            "string": b'{"csrftoken":"' + token + b'+\\\\","logintoken":"+\\\\",'
            b'"userinfo":{"id":0,"name":"198.51.100.7","anon":true},'
            b'"server":"http://127.0.0.1:40123"}'
        },
    }
    kept = scrubbed(response)
    assert kept["headers"] == {"Content-Type": ["x"]}
    assert kept["body"]["string"] == (
        b'{"csrftoken":"TOKEN+\\\\","logintoken":"+\\\\",'
        b'"userinfo":{"id":0,"name":"192.0.2.1","anon":true},'
        b'"server":"http://127.0.0.1:8090"}'
    )
    assert base64.b64encode(token) not in kept["body"]["string"]


def test_each_cassette_belongs_to_a_test():
    source = (CASSETTES.parent / "tests" / "mediawiki" / "test_recorded.py").read_text("utf-8")
    tests = set(re.findall(r"def (test_\w+)\(recorded", source))
    assert {file.stem.partition("[")[0] for file in FILES} == tests
    assert {file.parent.name for file in FILES} == {"test_recorded"}
