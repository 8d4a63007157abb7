"""The row of a page in an edit summary: columns by name, and what becomes of a page without."""

import pytest

from bot.plan import Edit
from bot.planner.planning import Planning
from tests.planner.conftest import make_task


@pytest.fixture
def planned(reach, ledger, tmp_path):
    """The summaries of the edits, and the pages left out, for two pages in a table."""

    def plan(summary, table="title,why,items\nA,a {{ b }} reason,3\nB,,\n", name="list.csv"):
        (tmp_path / name).write_text(table)
        task = make_task(f"for_each: {{file: {name}}}\nedit: {{summary: '{summary}'}}")
        planning = Planning(task, reach({"A": "old", "B": "old"}), ledger)
        items = [one.item for batch in planning for one in batch]
        edits = [one for one in items if isinstance(one, Edit)]
        assert edits == items
        return [one.summary for one in edits], planning.plan.funnel.faults

    return plan


def test_both_spellings_name_a_column(planned):
    assert planned("Bot: {{ row.why }}") == (["Bot: a {{ b }} reason", "Bot:"], [])
    assert planned("Bot: ${row.why}") == (["Bot: a {{ b }} reason", "Bot:"], [])


def test_a_column_may_be_called_as_pythons_methods_are_or_hold_blanks(planned):
    assert planned("${row.items}") == (["3", ""], [])
    table = "title,old name,keys\nA,x,y\n"
    assert planned('${row.old name} {{ row["old name"] }} {{ row.keys }}', table) == (["x x y"], [])


def test_a_page_whose_row_lacks_the_column_is_left_out_with_words(planned):
    summaries, [fault] = planned(
        "${row.why}", '[{"title": "A", "why": "because"}, {"title": "B"}]', "list.json"
    )
    assert summaries == ["because"]
    assert (fault.title.text, fault.reason) == ("B", "summary")
    assert "the page's row has no column 'why'" in fault.detail


def test_a_template_may_say_what_stands_for_a_column_that_is_not_there(planned):
    table = '[{"title": "A", "why": "x"}, {"title": "B"}]'
    assert planned('{{ row.why|default("?") }}', table, "list.json") == (["x", "?"], [])
