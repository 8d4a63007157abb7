"""docs/config.md and the example tell every key of user-config.yaml; what they show is taken."""

import re
from pathlib import Path

import pytest

from bot.config import load_config, notifying, reading
from bot.config.logins import LOGINS
from bot.config.ways import OCCASIONS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/config.md").read_text()
EXAMPLE = (ROOT / "user-config.example.yaml").read_text()
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def section(title: str) -> str:
    match = re.search(rf"^#+ {title}\n(.*?)(?=^#|\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert match, title
    return match[1]


def keys(title: str) -> set[str]:
    """The keys in the first cells of a section's tables."""
    cells = re.findall(r"^\| ([^|]*) \|", section(title), re.MULTILINE)
    return {key for cell in cells for key in re.findall(r"`(\w+)`", cell)}


def test_every_key_is_told_and_no_other():
    assert keys("All keys") == set(reading.KEYS)
    assert keys("wikis") == {*reading.API_KEYS, *reading.EXPORT_KEYS}
    assert keys("notify") == {"on", *notifying.WAYS, *OCCASIONS}
    assert keys("email") == set(notifying.EMAIL_KEYS)
    assert keys("webhook") == set(notifying.WEBHOOK_KEYS)
    assert keys("talk") == set(notifying.TALK_KEYS)


def test_every_login_is_told_with_its_keys():
    told = section("wikis")
    for login, needed in LOGINS.items():
        (line,) = (one for one in told.splitlines() if one.startswith(f"| `{login}`"))
        assert all(f"`{key}`" in line for key in needed), login


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_what_the_page_shows_is_a_config(tmp_path, number):
    path = tmp_path / "user-config.yaml"
    wikis = BLOCKS[0] if "wikis:" not in BLOCKS[number] else ""
    path.write_text(wikis + BLOCKS[number])
    assert load_config(path).wikis


def test_the_example_tells_every_key(tmp_path):
    path = tmp_path / "user-config.yaml"
    path.write_text(EXAMPLE)
    assert load_config(path).notify == ()
    told = set(re.findall(r"^(?:# )?(\w+):", EXAMPLE, re.MULTILINE))
    assert not set(reading.KEYS) - told


def test_the_notices_of_the_example_are_taken_without_their_comment_signs(tmp_path):
    lines = EXAMPLE.partition("# notify:\n")[2].splitlines()
    path = tmp_path / "user-config.yaml"
    path.write_text("\n".join([EXAMPLE, "notify:", *(line.removeprefix("# ") for line in lines)]))
    assert [one.on for one in load_config(path).notify] == [
        {"failure", "stop"},
        set(OCCASIONS),
        {"stop"},
    ]
