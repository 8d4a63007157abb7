"""The row that a source gives with one page."""

from bot.planner.sourcing import row_of
from bot.titles import Title
from tests.planner.conftest import make_task

TASK = "for_each: {file: list.csv}\n"
TABLE = "page,old\nA,x\nB,y\n"


def test_the_source_is_listed_until_the_page_comes(reach, tmp_path):
    (tmp_path / "list.csv").write_text(TABLE)
    task, at = make_task(TASK + "where: [{text: '${row.old}'}]"), reach({})
    assert row_of(task, at, Title(0, "B")) == {"page": "B", "old": "y"}
    assert row_of(task, at, Title(0, "C")) is None


def test_where_no_option_names_a_column_nothing_is_listed(reach):
    assert row_of(make_task(TASK), reach({}), Title(0, "A")) is None  # there is no such file
