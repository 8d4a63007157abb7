"""What is written is read again as what it was, by PyYAML's own reading, too."""

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.yamlfile import yaml_list

TRAPS = [
    "*/5 * * * *",
    "@daily",
    "12:30",
    "no",
    "~",
    "1e3",
    "012",
    "a: b",
    "a #b",
    "",
    "[x",
    "é\n",
    "\x85",
    "ü",
]
VALUES = st.sampled_from(TRAPS) | st.text(max_size=20) | st.integers() | st.booleans()


@settings(max_examples=500)
@given(st.lists(st.dictionaries(st.text(min_size=1, max_size=8), VALUES, max_size=4), max_size=3))
def test_values_come_back_as_they_were(entries):
    assert yaml.safe_load(yaml_list(entries)) == entries


def test_keys_keep_their_order_and_long_texts_their_one_line():
    text = yaml_list([{"name": "b", "command": "x " * 200 + "y", "also": True}])
    assert text.splitlines() == ["- name: b", f"  command: {'x ' * 200}y", "  also: true"]


def test_letters_of_any_language_stay_readable():
    assert yaml_list([{"name": "Häufige Fehler"}]) == "- name: Häufige Fehler\n"
