"""What api.php sends back is read, whatever its shape."""

import unicodedata

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ApiError, SessionLost
from bot.mediawiki.answers import api_error, plain, read_answer, words_of


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b'{"query": {', b"[]", b'"text"', b"7", b"[" * 100_000, b"\xff\xfe"]
)
def test_what_is_no_json_object_is_no_answer(content):
    assert read_answer(content) is None


def test_an_answer_may_begin_with_a_byte_order_mark():
    assert read_answer("\ufeff{}".encode()) == {}


@given(st.binary())
def test_any_bytes_are_an_answer_or_none(content):
    answer = read_answer(content)
    assert answer is None or isinstance(answer, dict)


@pytest.mark.parametrize(
    ("answer", "code", "info"),
    [
        ({"error": {"code": "maxlag", "info": "Waiting"}}, "maxlag", "Waiting"),
        ({"errors": [{"code": "badtoken", "text": "Bad <b>token</b>"}]}, "badtoken", "Bad token"),
        ({"errors": [{"code": "badtoken", "html": "Bad"}]}, "badtoken", "Bad"),
        ({"error": {"query": ["No such property"]}}, "unknown", "['No such property']"),
        ({"error": {"code": "silent"}}, "silent", ""),
    ],
)
def test_every_format_of_an_error_is_understood(answer, code, info):
    error = api_error(answer, "testwiki")
    assert isinstance(error, ApiError)
    assert (error.code, error.info) == (code, info)
    assert str(error) == f"testwiki: {info or 'no words'} ({code})"


@pytest.mark.parametrize(
    "answer", [{}, {"query": {}}, {"error": "no"}, {"error": {"code": 404}}, {"errors": []}]
)
def test_what_is_no_error_of_the_api_is_none(answer):
    assert api_error(answer, "testwiki") is None


@pytest.mark.parametrize("code", ["assertuserfailed", "assertnameduserfailed"])
def test_a_lost_session_is_told_apart(code):
    assert isinstance(api_error({"error": {"code": code}}, "w"), SessionLost)


def test_an_error_keeps_what_else_the_wiki_says():
    error = api_error({"error": {"code": "toomanyvalues", "limit": 50}}, "w")
    assert error
    assert error.details["limit"] == 50


def test_words_are_one_line_without_mark_up_and_control_characters():
    page = "<title>503</title><style>b {}</style>\n<h1>Our  servers\x1b[31m</h1>\r\n\u202eare down"
    assert plain(page) == "Our servers [31m are down"
    assert plain("Tom &amp; <b>J</b>&#7;&eacute;") == "Tom & J é"
    assert plain("x" * 500) == "x" * 299 + "…"


@given(st.text())
def test_words_never_break_a_line(text):
    kinds = {unicodedata.category(letter) for letter in plain(text)}
    assert kinds.isdisjoint({"Cc", "Cf", "Zl", "Zp"})
    assert len(plain(text)) <= 300


def test_the_words_of_a_page_may_be_in_any_encoding():
    response = requests.Response()
    response._content = b"<p>\xff caf\xe9</p>"  # noqa: SLF001 - requests has no other way
    assert words_of(response) == "\ufffd caf\ufffd"
