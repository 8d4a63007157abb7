"""`wikisweep plugins`, `schema`, `init`, and the help of every command."""

import json
import re
import stat

import pytest

from bot import __version__
from bot.cli.commands import COMMANDS
from bot.shipped import CONFIG_EXAMPLE
from bot.sources import SOURCES
from tests.cli.conftest import Result


def test_plugins_lists_all_with_one_line_each(wikisweep):
    result = wikisweep("plugins")
    assert result.code == 0
    for name in SOURCES:
        assert any(line.startswith(f"  {name} ") for line in result.lines)
    assert not result.out.endswith("\n\n")


def test_plugins_tells_all_about_one(wikisweep):
    result = wikisweep("plugins", "retarget_link")
    assert result.out.startswith("# retarget_link\n")
    assert "Options:" in result.out
    assert wikisweep("plugins", "retarget-link").out == result.out


def test_plugins_has_an_object_each_in_json(wikisweep):
    objects = wikisweep("plugins", "--format", "json").objects
    assert {one["kind"] for one in objects} == {"source", "filter", "action", "condition"}
    (backlinks,) = wikisweep("plugins", "backlinks", "--format", "json").objects
    assert list(backlinks) == ["kind", "name", "about", "options"]
    to = next(one for one in backlinks["options"] if one["name"] == "to")
    assert list(to) == ["name", "takes", "required", "main", "about"]
    assert to["main"] is True
    both = wikisweep("plugins", "not", "--format", "json").objects
    assert [one["kind"] for one in both] == ["filter", "condition"]


def test_schema_is_a_json_schema_that_knows_the_plugins(wikisweep):
    schema = json.loads(wikisweep("schema").out)
    assert "backlinks" in json.dumps(schema)
    assert "$schema" in schema


def test_init_writes_what_a_beginner_needs_and_nothing_twice(wikisweep, home):
    result = wikisweep("init", "new")
    files = ["user-config.yaml", "tasks/first.yaml", "tasks/wikisweep.schema.json"]
    assert result.lines == [f"written: new/{name}" for name in files]
    config = home / "new/user-config.yaml"
    assert config.read_text() == CONFIG_EXAMPLE.read_text()
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    config.write_text("mine")
    again = wikisweep("init", "new")
    assert (again.code, again.out) == (0, "")
    assert "all files are there already" in again.err
    assert config.read_text() == "mine"


def test_the_first_task_runs_at_once(wikisweep, home):
    (home / "user-config.yaml").unlink()
    assert wikisweep("init").code == 0
    assert wikisweep("check", "tasks/first.yaml").code == 0
    planned = wikisweep("plan", "tasks/first.yaml", "--format", "json")
    assert planned.objects[-1]["items"]["edit"] > 0


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_tells_what_it_does_with_examples(wikisweep, name):
    told: Result = wikisweep(name, "--help")
    assert told.code == 0
    assert told.err == ""
    assert f"wikisweep {name}" in told.out.partition("Examples:")[2]
    assert "\\b" not in told.out
    again = wikisweep(name, "-h")
    assert again == told


def test_the_first_help_lists_the_commands_in_the_order_of_a_tasks_life(wikisweep):
    told = wikisweep("--help")
    places = [told.out.index(f"\n  {name} ") for name in COMMANDS]
    assert places == sorted(places)


def test_version(wikisweep):
    assert wikisweep("--version").out == f"wikisweep, version {__version__}\n"


def test_no_command_at_all_shows_the_help_as_a_wrong_usage(wikisweep):
    result = wikisweep()
    assert (result.code, result.out) == (2, "")
    assert result.err.rstrip() == wikisweep("--help").out.rstrip()


def test_the_first_look_that_the_help_names_works_before_and_after_init(wikisweep, home):
    (look,) = re.findall(r"^ +wikisweep (list .*)$", wikisweep("--help").out, re.MULTILINE)
    (home / "user-config.yaml").unlink()
    before = wikisweep(*look.split())
    assert (before.code, "Mercury transit" in before.out) == (0, True)
    assert wikisweep("init").code == 0
    assert wikisweep(*look.split()).out == before.out


def test_the_config_of_init_names_nobody_and_says_so_before_a_real_wiki_is_asked(wikisweep, home):
    (home / "user-config.yaml").unlink()
    wikisweep("init")
    asked = wikisweep("list", "backlinks", "Mercury")
    assert (asked.code, asked.out) == (2, "")
    assert asked.err.startswith(
        "wikisweep: user-config.yaml: `contact: User:Example on meta.wikimedia.org` is only an "
    )
    assert len(asked.err.splitlines()) == 1
