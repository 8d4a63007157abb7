"""Every YAML block of docs/tasks.md loads, is valid for editors and passes its own tests."""

import re
from pathlib import Path

import pytest

from bot.errors import InvalidFile
from bot.loading import installed_tables, parse_task
from bot.loading.reading import KEYS
from bot.planner.judge import Judge
from bot.services.task_tests import run_tests
from bot.site import plain_site
from bot.task import Task
from bot.yamlfile import parse_yaml
from tests.loading.test_schema import valid

PAGE = Path(__file__).parents[2] / "docs" / "tasks.md"
TEXT = PAGE.read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
REST = {
    "for_each": "for_each: {titles: Mars}",
    "do": "do: {replace: {find: a, with: b}}",
    "edit": "edit: {summary: Tidy}",
}
TABLES = installed_tables()


def completed(block: str) -> str:
    """The block with the keys that every task must have."""
    keys = re.findall(r"^(\w+):", block, re.MULTILINE)
    return "\n".join([block, *(line for key, line in REST.items() if key not in keys)])


def loaded(block: str) -> Task:
    return parse_task(completed(block), "tasks.md", TABLES)


def test_the_page_has_examples():
    assert len(BLOCKS) > 8


@pytest.mark.parametrize("block", BLOCKS)
def test_an_example_loads_and_fits_a_wiki(block):
    task = loaded(block)
    assert Judge(task, plain_site()).task is task
    assert valid(completed(block))


@pytest.mark.parametrize("block", [block for block in BLOCKS if "\ntests:" in block])
def test_an_example_passes_its_own_tests(block):
    results = list(run_tests(loaded(block)))
    assert len(results) > 1
    assert [failure for result in results for failure in result.failures] == []


def test_the_four_ways_to_write_a_title_are_the_same():
    (block,) = [one for one in BLOCKS if "title: {title: [Mars]}" in one]
    assert len(set(loaded(block).where)) == 1


def test_values_and_lists_are_replaced_as_the_page_says():
    task = loaded(next(one for one in BLOCKS if "moons: [Phobos, Deimos]" in one))
    link, titles = list(task.source.parts())[1:]
    assert link.model_dump()["to"] == "Mars (planet)"
    assert titles.model_dump()["titles"] == ("Moons of Mars", "Phobos", "Deimos")
    assert task.where[0].model_dump()["text"] == ("Phobos", "Deimos")
    assert task.do[0].model_dump()["with_"] == "price: ${cost}"
    assert task.edit.summary == "See [[Mars (planet)]]"


def test_the_page_names_every_key():
    named = re.findall(r"^\| `(\w+)` \| ", TEXT, re.MULTILINE)
    assert named[: len(KEYS)] == list(KEYS)


TRAPS = [
    ("for_each: {backlinks: {to: [[Foo]]}}", "to: '[[Foo]]'"),
    ("where: [{text: {{Foo}}}]", "text: '{{Foo}}'"),
    ("for_each:\n  titles:\n    - Star Wars: A New Hope", "- 'Star Wars: A New Hope'"),
    ("where:\n- text: C # sharp", "text: 'C # sharp'"),
    ("where:\n- text: #REDIRECT", "text: '#REDIRECT'"),
    ("where:\n- text: *foo", "text: '*foo'"),
    ("where:\n- text: &foo", "&foo"),
    ("where:\n- text: !foo", "!foo"),
    ("where:\n- text: @foo", "@foo"),
    ("where:\n- text: %foo", "%foo"),
    ("where:\n- text: `foo", "`foo"),
    ("for_each:\n  titles: [${a}, b]", "titles: ['${a}', b]"),
]


@pytest.mark.parametrize(("block", "shown"), TRAPS, ids=[shown for _, shown in TRAPS])
def test_every_trap_of_the_table_is_told_with_the_text_to_write(block, shown):
    assert shown in TEXT
    with pytest.raises(InvalidFile) as caught:
        loaded(block)
    assert "quote it: '" in str(caught.value)


def test_the_trap_that_is_not_told_is_a_list():
    task = loaded("for_each: {titles: [Paris, Texas]}")
    assert task.source.model_dump()["titles"] == ("Paris", "Texas")


def test_what_the_language_does_not_have_is_refused():
    for text in ("a: 1\na: 2", "a: &b c", "a: *b", "<<: {a: b}", "a: !b c", "a: b\n---\na: b"):
        assert parse_yaml(text, "t").problems
