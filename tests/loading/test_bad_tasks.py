"""Each bad task of bad_tasks.txt with exactly the lines that are told about it."""

import re
from pathlib import Path

import pytest

from bot.errors import InvalidFile
from bot.loading import installed_tables, parse_task

TABLES = installed_tables()
REST = {
    "for_each": "for_each: {titles: Mars}",
    "do": "do: [{replace: {find: a, with: b}}]",
    "edit": "edit: {summary: Tidy}",
}


def cases() -> list[tuple[str, str, list[str]]]:
    """Name, YAML and told lines of every case."""
    found = []
    text = (Path(__file__).parent / "bad_tasks.txt").read_text("utf-8")
    for block in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        name, _, body = block.partition("\n")
        source, _, told = body.partition("=> ")
        keys = {line.split(":")[0] for line in source.splitlines()}
        rest = [line for key, line in REST.items() if key not in keys and f"-{key}" not in name]
        found.append((name, source + "\n".join(rest), told.strip().split("\n=> ")))
    return found


CASES = cases()


def test_there_are_many_cases_each_of_its_own_name():
    names = [name for name, _, _ in CASES]
    assert len(names) > 100
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("source", "told"),
    [(source, told) for _, source, told in CASES],
    ids=[name for name, _, _ in CASES],
)
def test_a_bad_task_is_told_with_place_and_remedy(source, told):
    with pytest.raises(InvalidFile) as caught:
        parse_task(source, "t", TABLES)
    assert str(caught.value).splitlines() == [f"t:{line}" for line in told]
    assert "pydantic" not in str(caught.value)
    assert caught.value.exit_code == 2
