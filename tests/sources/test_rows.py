"""Which sources give rows, so that a task that names columns without any is refused at once."""

import pytest

from bot.plugin import Source
from tests.planner.conftest import make_task


def source(written: str) -> Source:
    return make_task(f"for_each: {written}").source


@pytest.mark.parametrize(
    "written",
    [
        "{file: a.csv}",
        "{file: {path: a.txt, read_as: jsonl}}",
        "stdin",
        "{stdin: {read_as: csv}}",
        "{url: 'https://lists.example.org/worklist'}",
        "[{titles: A}, {file: a.csv}]",
        "{intersection: [{titles: A}, {file: a.csv}]}",
        "{difference: [{file: a.csv}, {titles: A}]}",
        "{sample: {of: {file: a.csv}, count: 1}}",
    ],
)
def test_tables_give_rows_and_so_do_sources_made_of_them(written):
    assert source(written).gives_rows()


@pytest.mark.parametrize(
    "written",
    [
        "{titles: A}",
        "{file: a.txt}",
        "{file: {path: a.csv, read_as: lines}}",
        "{stdin: {read_as: lines}}",
        "{url: {url: 'https://lists.example.org/worklist', read_as: lines}}",
        "{page_list: A}",
        "[{titles: A}, {page_list: A}]",
        "{difference: [{titles: A}, {file: a.csv}]}",
    ],
)
def test_lists_of_titles_and_links_give_none(written):
    assert not source(written).gives_rows()
