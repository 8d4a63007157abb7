"""Options that name columns of rows: checked as the task loads, made for each page by its row."""

import unicodedata
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions.replace import Replace
from bot.conditions.size_change import SizeChange
from bot.errors import InvalidFile, UsageError
from bot.filters.in_list import InList
from bot.filters.longer_than import LongerThan
from bot.filters.not_ import Not
from bot.filters.orphan import Orphan
from bot.filters.text import Text
from bot.filters.title import Title
from bot.task import Task
from tests.planner.conftest import make_task

ROW = {"old": "a", "new": "b", "more": "unused"}


def task(more: str) -> Task:
    return make_task(f"for_each: {{file: a.csv}}\n{dedent(more)}")


REPLACING = task("do: [{replace: {find: '${row.old}', with: '${row.new}'}}]")


def filter_of(more: str, **row: str) -> object:
    (found,) = task(f"where: [{more}]").filled(row).where
    return found


def why_not(one: Task, row: dict[str, str] | None) -> str:
    with pytest.raises(UsageError) as caught:
        one.filled(row)
    return str(caught.value)


def test_a_row_makes_the_options():
    found = task("do: [{replace: {find: '${row.old}', with: 'x${row.new}'}}]").filled(ROW)
    assert found.do == (Replace(find=("a",), with_="xb"),)
    assert found.row == {"old": "a", "new": "b"}
    assert found.filling is None


def test_a_task_that_names_no_column_is_itself_for_every_row():
    plain = task("where: [{text: '$${row.old}'}]")
    assert plain.filling is None
    assert plain.filled(ROW) is plain
    assert plain.filled(None) is plain
    assert plain.where == (Text(text=("${row.old}",)),)


def test_columns_are_told_in_the_order_of_the_file():
    found = task("""
        where: [{text: '${row.b}'}, {not: {title: ['${row.c}', '${row.b}']}}]
        do: [{replace: {find: '${row.a}', with: '${row.c}'}}]
        """)
    assert found.filling
    assert found.filling.columns == ("b", "c", "a")


def test_plugins_keep_their_places_among_others():
    found = task("""
        where: [{title: A}, {text: '${row.old}'}, {title: B}]
        skip_if: [{size_change: {at_least: '${row.n}'}}]
        require: [{keeps: '${row.k}'}]
        """)
    filled = found.filled({"old": "x", "n": "7", "k": "links"})
    assert filled.where == (Title(title=("A",)), Text(text=("x",)), Title(title=("B",)))
    assert [one.yaml_name for one in filled.skip_if] == [
        *("size_change", "only_whitespace", "only_cosmetic")
    ]
    assert isinstance(filled.skip_if[0], SizeChange)
    assert [one.yaml_name for one in filled.require] == ["keeps"]
    assert filled.where[0] is found.where[0]


def test_a_value_is_a_text_and_the_option_says_what_it_means():
    assert filter_of("{longer_than: '${row.n}'}", n="12") == LongerThan(size=12)
    assert filter_of("{longer_than: '${row.n}00'}", n="12") == LongerThan(size=1200)
    assert filter_of("{text: '${row.n}'}", n="012") == Text(text=("012",))


def test_a_value_is_put_in_once():
    for value in ("${row.n}", "${old}", "{{ row.n }}", "$${x}", "x # y", "", "|-"):
        found = filter_of("{text: 'a${row.n}'}", n=value)
        assert found == Text(text=(f"a{value}",))


def replacing(old: str, new: str) -> object:
    try:
        return REPLACING.filled({"old": old, "new": new}).do
    except UsageError:
        return None


@given(st.text(max_size=12), st.text(max_size=12))
def test_whatever_a_row_brings_is_an_option_or_a_reason(old, new):
    before, after = (unicodedata.normalize("NFC", one) for one in (old, new))
    fits = before not in {"", after}
    wanted = (Replace(find=(before,), with_=after),) if fits else None
    assert replacing(old, new) == wanted


def test_in_a_pattern_a_value_is_what_it_is():
    found = filter_of("{text: {matches: '^${row.n}.'}}", n="a.b")
    assert found == Text(matches=(r"^a\.b.",))


def test_beside_a_pattern_what_is_put_there_is_what_it_is():
    by_pattern = task(r"do: [{replace: {matches: '(x)', with: '\1${row.n}'}}]")
    assert by_pattern.filled({"n": r"\1$1"}).do == (Replace(matches="(x)", with_=r"\1\\1\$1"),)
    plain = task(r"do: [{replace: {find: x, with: '\1${row.n}'}}]")
    assert plain.filled({"n": r"\1$1"}).do == (Replace(find=("x",), with_=r"\1\1$1"),)


def test_nested_plugins_and_when_are_filled():
    found = filter_of("{not: {any: [{text: '${row.n}'}, {title: A}]}}", n="x")
    assert isinstance(found, Not)
    assert list(found.parts())[2:] == [Text(text=("x",)), Title(title=("A",))]
    acting = task("do: [{replace: {find: a, with: b, when: {text: '${row.n}'}}}]").filled(
        {"n": "x"}
    )
    assert acting.do[0].when == (Text(text=("x",)),)


def test_what_no_row_changes_is_made_once():
    one = task("where: [{any: [{in_list: {file: list.txt}}, {text: '${row.n}'}]}]")
    first, second = (next(iter(one.filled({"n": n}).where)) for n in "xy")
    (one_list,), (other_list,) = (
        [part for part in made.parts() if isinstance(part, InList)] for made in (first, second)
    )
    assert one_list is other_list
    assert one.filling
    assert [part.yaml_name for part in one.filling.stand_ins] == ["any", "text"]


def test_a_column_that_is_not_there_is_told():
    one = task("where: [{text: '${row.old}'}, {title: '${row.new}'}]")
    assert why_not(one, {"old": "x"}) == "the page's row has no column 'new'"
    assert why_not(one, None) == "no source gave it a row, and options name `row.old`"


@pytest.mark.parametrize(
    ("more", "value", "words"),
    [
        ("{longer_than: '${row.n}'}", "abc", "`longer_than` should be a whole number, not 'abc'"),
        ("{longer_than: '${row.n}'}", "-1", "`longer_than` should be at least 0, not '-1'"),
        ("{text: '${row.n}'}", "", "`text` should not be empty"),
        (
            "{text: {text: a, case: '${row.n}'}}",
            "ignroe",
            "`text.case` should be one of sensitive, ignore, not 'ignroe' (did you mean `ignore`?)",
        ),
    ],
)
def test_the_rules_of_an_option_hold_for_what_a_row_brings(more, value, words):
    assert why_not(task(f"where: [{more}]"), {"n": value}) == words


def test_the_rules_of_a_plugin_hold_for_what_a_row_brings():
    one = task("do: [{replace: {find: '${row.old}', with: '${row.new}'}}]")
    assert why_not(one, {"old": "a", "new": "a"}) == (
        "`replace`: `with` is the same as `find`: 'a'"
    )


def test_what_stands_for_a_plugin_can_say_what_it_asks_for():
    stands = {
        "{orphan: {namespace: '${row.n}'}}": Orphan(namespace=("1",)),
        "{last_edited: {before: '${row.n}'}}": "2026-01-01",
        "{size: {at_most: '${row.b}', at_least: '${row.a}'}}": 1,
    }
    for more, wanted in stands.items():
        (found,) = task(f"where: [{more}]").where
        assert found == wanted or wanted in found.model_dump().values()


def test_a_plugin_of_which_nobody_can_say_what_it_asks_is_taken_all_the_same():
    (found,) = task("where: [{orphan: {namespace: 'no${row.n}'}}]").where
    assert found == Orphan(namespace=("no…",))


def test_a_row_that_mends_nothing_is_no_excuse():
    with pytest.raises(InvalidFile, match="no field '…'"):
        task("do: [{report: {columns: ['${row.field}']}}]")
