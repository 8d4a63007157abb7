"""What docs/coming-from.md and the last table of docs/filters.md name is there, and loads."""

import re
from pathlib import Path

import pytest

from bot.loading import parse_task
from bot.loading.installed import installed_tables

DOCS = Path(__file__).parents[2] / "docs"
CELL = r"((?:[^|\\\n]|\\.)*)"
ROW = re.compile(rf"^\|{CELL}\|{CELL}\|$", re.MULTILINE)
CODE = re.compile(r"`([^`]+)`")
TABLES = installed_tables(entries=())
DO = "do: [{report: {columns: {page: title}}}]"


def said(page, plugins):
    """The pieces of YAML in the right columns of a page's tables that begin with a plugin."""
    for row in ROW.finditer((DOCS / page).read_text()):
        for one in CODE.findall(row[2]):
            if one.partition(":")[0] in plugins:
                yield (
                    one.replace("\\|", "|")
                    .replace("[...]", "[{titles: A}, {titles: B}]")
                    .replace("…", "x")
                )


SOURCES = sorted(set(said("coming-from.md", TABLES.sources)))
FILTERS = sorted(set(said("filters.md", TABLES.filters)))


@pytest.mark.parametrize("source", [one for one in SOURCES if ":" in one])
def test_each_source_loads_as_written(source):
    parse_task(f"for_each: {{{source}}}\n{DO}\n", "task.yaml", TABLES)


@pytest.mark.parametrize("one", [one for one in FILTERS if ":" in one])
def test_each_filter_loads_as_written(one):
    parse_task(f"for_each: {{titles: A}}\nwhere: [{{{one}}}]\n{DO}\n", "task.yaml", TABLES)


def test_nearly_every_source_is_named():
    named = {one.partition(":")[0] for one in SOURCES}
    assert len(named) > 40
    assert len([one for one in FILTERS if ":" in one]) > 10
