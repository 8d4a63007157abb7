"""Plugins of other packages and of the user's own files, beside the built-in ones."""

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from bot.actions import ACTIONS
from bot.conditions import CONDITIONS
from bot.errors import UsageError
from bot.filters import FILTERS
from bot.loading import installed_tables, parse_task
from bot.sources import SOURCES
from tests.loading.plugins import Odd, Pages

OURS = '''
"""Two filters of our own, and what is none."""
from typing import ClassVar
from bot.plugin import Filter, Action
from bot.page import Page

class ShortTitle(Filter):
    """Keep pages with short titles."""

    main: ClassVar = "length"

    length: int = 5

    def keep(self, page: Page) -> bool:
        return len(page.title.text) <= self.length

class _Hidden(ShortTitle):
    pass

class Shout(Action):
    """Write it in capitals."""

    def rewrite(self, page: Page) -> str:
        return page.text.upper()
'''


def entry(name: str, value: str, group: str = "wikisweep.filters") -> EntryPoint:
    return EntryPoint(name, value, group)


def refusal(**given) -> str:
    with pytest.raises(UsageError) as caught:
        installed_tables(**given)
    return str(caught.value)


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    path = tmp_path / "our filters.py"
    path.write_text(OURS, "utf-8")
    return path


def test_the_built_in_ones_are_always_there():
    tables = installed_tables()
    assert SOURCES.items() <= tables.sources.items()
    assert FILTERS.items() <= tables.filters.items()
    assert ACTIONS.items() <= tables.actions.items()
    assert CONDITIONS.items() <= tables.conditions.items()


def test_every_built_in_one_stands_under_its_own_name():
    for table in (SOURCES, FILTERS, ACTIONS, CONDITIONS):
        assert {name: one.yaml_name for name, one in table.items()} == {
            name: name for name in table
        }


def test_a_file_adds_its_plugins(ours):
    tables = installed_tables([ours])
    task = parse_task(
        "for_each: {titles: a}\nwhere: {short_title: 3}\ndo: shout\nedit: {summary: s}", "t", tables
    )
    assert [one.yaml_name for one in (*task.where, *task.do)] == ["short_title", "shout"]
    assert "_hidden" not in tables.filters


def test_a_file_is_run_once(ours):
    first, second = installed_tables([ours]), installed_tables([ours])
    assert first.filters["short_title"] is second.filters["short_title"]


def test_a_package_adds_its_plugins():
    entries = [
        entry("odd", "tests.loading.plugins:Odd"),
        entry("pages", "tests.loading.plugins:Pages", "wikisweep.sources"),
    ]
    tables = installed_tables(entries=entries)
    assert tables.filters["odd"] is Odd
    assert tables.sources["pages"] is Pages


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("odd", "no_such_module:Odd", "cannot be loaded: ModuleNotFoundError: No module named"),
        ("odd", "tests.loading.plugins:Nothing", "cannot be loaded: AttributeError"),
        ("odd", "tests.loading.plugins:TABLES", "tests.loading.plugins:TABLES is not a filter"),
        ("pages", "tests.loading.plugins:Pages", "tests.loading.plugins:Pages is not a filter"),
        ("strange", "tests.loading.plugins:Odd", "the plugin calls itself `odd`; give the entry"),
        ("text", "bot.filters.text:Text", "the name `text` is taken by bot.filters.text; rename"),
    ],
)
def test_a_package_that_is_wrong_is_named(name, value, told):
    message = refusal(entries=[entry(name, value)])
    assert message.startswith(f"a package, entry point wikisweep.filters: {name}: ")
    assert told in message


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("x = 1", "no source, filter, action or condition is defined there"),
        ("from bot.filters.text import Text", "no source, filter, action or condition is defined"),
        ("x = ", "cannot be loaded: SyntaxError: invalid syntax"),
        ("import no_such_module", "cannot be loaded: ModuleNotFoundError"),
        ("1 / 0", "cannot be loaded: ZeroDivisionError"),
        (
            "from bot.filters.text import Text as T\nclass Text(T):\n  pass",
            "the name `text` is taken",
        ),
    ],
)
def test_a_file_that_is_wrong_is_named_each_time(tmp_path, source, told):
    path = tmp_path / "ours.py"
    path.write_text(source, "utf-8")
    for _ in range(2):
        message = refusal(files=[path])
        assert message.startswith(f"{path}: ")
        assert told in message


def test_a_missing_file_is_named(tmp_path):
    assert "there is no such file" in refusal(files=[tmp_path / "no.py"])


def test_a_file_that_is_not_python_is_named(tmp_path):
    path = tmp_path / "ours.txt"
    path.write_text(OURS, "utf-8")
    assert "its name should end in .py" in refusal(files=[path])
