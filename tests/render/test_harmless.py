import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.harmless import harmless, harmless_json, one_line

ANYTHING = st.text(st.characters())
HARMFUL = ["\x1b", "\x9b", "\x7f", "\r", "\x00", "\u202e", "\u2066", "\u200b", "\ufeff", "\ud800"]


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "tab\tand\nline",
        "naïve Ünïcödé",
        "水星",
        "עברית",
        "नि",
        "👩‍🚀 family",
        "a\u00a0b",
        "",
    ],
)
def test_what_people_write_stays(text):
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b31m", "\\x9b31m"),
        ("a\rb", "a\\x0db"),
        ("abc\u202edef\u202c", "abc<U+202E>def<U+202C>"),
        ("\u2067x\u2069", "<U+2067>x<U+2069>"),
        ("zero\u200bwidth", "zero<U+200B>width"),
        ("soft\u00adhyphen", "soft<U+00AD>hyphen"),
        ("tag \U000e0041", "tag <U+E0041>"),
        ("half \ud83d", "half \\ud83d"),
        ("sep\u2028arator", "sep<U+2028>arator"),
    ],
)
def test_what_a_terminal_would_obey_is_spelled_out(text, shown):
    assert harmless(text) == shown


@given(ANYTHING)
def test_nothing_harmful_is_left_and_nothing_harmless_touched(text):
    shown = harmless(text)
    assert not set(shown) & set(HARMFUL)
    shown.encode()
    assert all(unicodedata.category(one) != "Cc" for one in shown if one not in "\t\n")
    assert harmless(shown) == shown


@given(ANYTHING)
def test_json_means_the_same_and_can_be_written_and_printed(text):
    line = harmless_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(line) == text
    line.encode()
    assert not set(line) & set(HARMFUL)


def test_json_spells_what_lies_beyond_the_first_plane_as_a_pair():
    assert harmless_json('"\U000e0041"') == '"\\udb40\\udc41"'


def test_a_title_never_takes_two_lines():
    assert one_line("a\n\nb\tc\r\nd\x1b") == "a b c d\\x1b"
