"""The JSON Schema against the loader: what loads is valid, what an editor could know is not."""

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bot.errors import InvalidFile
from bot.loading import installed_tables, parse_task, task_schema
from bot.shipped import TASKS
from bot.yamlfile import Node, Scalar, Sequence, parse_yaml
from tests.loading import plugins
from tests.loading.test_bad_tasks import CASES
from tests.loading.test_reading import EXAMPLE

TABLES = installed_tables()
SCHEMA = task_schema(TABLES)
VALIDATOR = Draft202012Validator(SCHEMA)


def as_an_editor_reads(node: Node) -> object:
    """The data that YAML 1.2's core schema makes of the file, as editors' language servers do."""
    if isinstance(node, Sequence):
        return [as_an_editor_reads(item) for item in node.items]
    if not isinstance(node, Scalar):
        return {name.text: as_an_editor_reads(value) for name, value in node.entries}
    text = node.text
    if node.quoted or node.block:
        return text
    known = {"": None, "~": None, "null": None, "true": True, "false": False}
    if re.fullmatch(r"[-+]?[0-9]*\.?[0-9]+", text):
        return float(text) if "." in text else int(text)
    return known.get(text, text)


def valid(text: str, validator: Draft202012Validator = VALIDATOR) -> bool:
    return bool(validator.is_valid(as_an_editor_reads(parse_yaml(text, "t").root)))


def test_the_schema_itself_is_one():
    Draft202012Validator.check_schema(SCHEMA)


def test_the_whole_language_is_valid():
    assert valid(EXAMPLE)


@pytest.mark.parametrize("path", sorted(TASKS.glob("*.yaml")), ids=lambda path: path.name)
def test_every_shipped_task_loads_and_is_valid(path: Path):
    text = path.read_text("utf-8")
    assert parse_task(text, path.name, TABLES).do
    assert valid(text)


SOURCE = "for_each: {titles: [1984, Mars]}\n"
SHORT = f"{SOURCE}do: {{replace: {{find: a, with: b}}}}\nedit: {{summary: s}}\n"


@pytest.mark.parametrize(
    "text",
    [
        "where: redirect",
        "where: {redirect: true}",
        "where: [{longer_than: 5}, {text: 5}, {text: [a, No, 1.5]}, {title: {title: [a]}}]",
        "where: {not: [{any: {text: a}}, {all: {filters: [{text: a}]}}]}",
        "where: [{longer_than: '${n}'}]\nlet: {n: 5, few: [a, 7]}",
        "where: [{text: {text: a, case: '${c}'}}]\nlet: {c: ignore}",
        "skip_if: only_cosmetic\nrequire: [{keeps: categories}]",
        "limits: {refuse_over: 5, max_share: 50%}",
        "limits: {max_bytes: 9, errors_in_a_row: 1, reverts: 1, canary: 5}",
        "bots: {respect: false, reason: ours}",
        "bots: {stop_page: A, run_text: '', check_every: 1}",
        "bots: {check_every: 5}",
        "bots: {stop_page: A, run_text: No}",
        "do: report\npublish: [{page: A, summary: 'Up to date: {{ rows }}'}, {file: a.html}]",
        "schedule: 17 3 * * *",
        "tests: {given: a, expect: {unchanged: true}}",
        "tests: [{given: {text: a, title: 1984}, expect: {rows: [{title: 1984}]}}]",
        "name: 1984\nabout: a\nwiki: w",
    ],
)
def test_short_and_long_forms_are_valid(text):
    text = (SOURCE if "do:" in text else SHORT) + text
    assert parse_task(text, "t", TABLES).do
    assert valid(text)


def test_columns_of_rows_are_valid_wherever_a_row_can_fill_them():
    text = """
for_each: {file: list.csv}
where:
  - longer_than: ${row.size}
  - text: {text: ['${row.a}', b], case: '${row.case}', whole_word: '${row.whole}'}
  - has_template: {template: '${row.t}', with: {a: '${row.v}'}}
  - not: {in_category: {category: '${row.c}', depth: '${row.d}'}}
do: [{replace: {matches: '^${row.old}', with: '${row.new}', inside: ['${row.in}']}}]
skip_if: [{size_change: {at_least: '${row.n}'}}]
edit: {summary: s}
"""
    assert parse_task(text, "t", TABLES).filling
    assert valid(text)


@pytest.mark.parametrize(
    "text",
    [
        "wehre: []",
        "where: txet",
        "where: [{txet: a}]",
        "where: [{text: {mathces: a}}]",
        "where: [{text: a, title: b}]",
        "where: [{longer_than: many}]",
        "where: [{longer_than: -1}]",
        "where: [{text: {match: some}}]",
        "where: [report]",
        "where: [longer_than]",
        "where: [text]",
        "skip_if: [{only_cosmetic: true}]",
        "skip_if: [title]",
        "limits: {refuse_over: many}",
        "limits: {refuse_over: 0}",
        "limits: {canary: 0}",
        "limits: {reverts: 0}",
        "limits: {errors_in_a_row: 0}",
        "limits: {max_bytes: 1.5}",
        "bots: {stop_page: A, check_every: 0}",
        "do: report\npublish: {page: A, sumary: b}",
        "bots: [a]",
        "let: {row: a}",
        "let: {a-b: c}",
        "let: {a: {b: c}}",
        "since: yesterday",
        "tests: [{given: a}]",
        "tests: [{given: {txt: a}, expect: {text: b}}]",
        "tests: [{given: a, expect: b}]",
        "edit2: a",
        "where:",
    ],
)
def test_what_an_editor_can_know_to_be_wrong_is_not_valid(text):
    text = (SOURCE if "do:" in text else SHORT) + text
    with pytest.raises(InvalidFile):
        parse_task(text, "t", TABLES)
    assert not valid(text)


def test_a_task_needs_a_source_and_actions():
    assert not valid("for_each: {titles: a}")
    assert not valid("do: [report]")


def test_most_bad_tasks_are_wrong_in_an_editor_too():
    seen = 0
    for _, source, _ in CASES:
        try:
            seen += not valid(source)
        except InvalidFile:
            seen += 1
    assert seen > len(CASES) / 2


def test_all_shapes_have_a_schema():
    validator = Draft202012Validator(task_schema(plugins.TABLES))
    validator.check_schema(validator.schema)
    base = "for_each: {without: {pages: {pages: [a, b]}}}\ndo: tell\n"
    assert valid(base, validator)
    for options in (
        "{either: all, texts: [a], table: {a: 1}, bare_table: {a: b}, point: 3, from: a}",
        "{either: 3, texts: a, point: {x: 1, y: 2.5}, points: [1, {x: 2}], word: red, real: 2}",
    ):
        assert valid(f"{base}where: {{odd: {options}}}", validator)
    for options in ("{either: some}", "{table: {a: b}}", "{point: {y: 1}}", "{low: 10}", "{x: y}"):
        assert not valid(f"{base}where: {{odd: {options}}}", validator)


def test_options_have_their_descriptions_and_defaults():
    backlinks = SCHEMA["$defs"]["source"]["anyOf"][-1]["properties"]["backlinks"]
    properties = backlinks["anyOf"][0]["properties"]
    assert properties["redirects"]["default"] == "include"
    assert properties["to"]["description"] == "The page that the links lead to."
    assert "```yaml" in backlinks["markdownDescription"]


def test_an_option_that_is_for_lists_alone_is_not_offered():
    text = f"{SHORT}where: redirect".replace("titles: [1984, Mars]", "backlinks: {to: X, %s: true}")
    assert valid(text % "through_redirects")
    assert not valid(text % "api_levels")
    with pytest.raises(InvalidFile, match="not for tasks"):
        parse_task(text % "api_levels", "t", TABLES)
