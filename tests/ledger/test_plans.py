import sqlite3
from collections import Counter
from datetime import UTC

import pytest

from bot.errors import BotError, UsageError
from bot.ledger import Ledger
from bot.plan import Edit, Funnel, Numbered, Skip
from bot.titles import Title
from tests.ledger.making import begun, edit, planned, row


def test_a_plan_begins_empty_and_unfinished(ledger):
    plan = begun(ledger)
    assert plan.state == "planning"
    assert plan.finished is None
    assert plan.started.tzinfo is UTC
    assert len(plan.id) == 6
    assert set(plan.id) <= set("bcdfghjkmnpqrstvwxz23456789")
    assert ledger.plan(plan.id) == plan
    assert list(ledger.items(plan.id)) == []


def test_items_are_numbered_from_one_through_all_batches(ledger):
    plan, other = begun(ledger), begun(ledger)
    items = [edit(number) for number in range(1, 124)]
    first = ledger.add(plan.id, items[:60])
    ledger.add(other.id, items[:5])
    second = ledger.add(plan.id, items[60:])
    assert [*first, *second] == [Numbered(n, one) for n, one in enumerate(items, 1)]
    assert list(ledger.items(plan.id)) == [*first, *second]


def test_no_items_are_no_trouble(ledger):
    assert ledger.add(begun(ledger).id, []) == []


def test_items_of_a_plan_that_is_not_there_are_refused(ledger):
    with pytest.raises(BotError, match="FOREIGN KEY"):
        ledger.add("zzzzzz", [edit(1)])


def test_a_batch_is_kept_whole_or_not_at_all(ledger):
    plan = begun(ledger)
    broken = Edit.__new__(Edit)
    with pytest.raises(AttributeError):
        ledger.add(plan.id, [edit(1), broken])
    assert list(ledger.items(plan.id)) == []


def test_items_of_one_kind_can_be_asked_for(ledger):
    plan = begun(ledger)
    ledger.add(plan.id, [edit(1), row(a="1"), edit(2)] * 40)
    found = list(ledger.items(plan.id, "row"))
    assert [one.number for one in found] == [*range(2, 120, 3)]
    assert all(one.item == row(a="1") for one in found)


def test_items_are_read_as_they_are_asked_for(ledger):
    plan = begun(ledger)
    ledger.add(plan.id, [edit(number) for number in range(60)])
    stream = ledger.items(plan.id)
    assert next(stream).number == 1
    ledger.add(plan.id, [edit(60)])
    assert [one.number for one in stream] == list(range(2, 62))


def test_a_finished_plan_tells_where_every_page_went(ledger):
    plan = begun(ledger)
    funnel = Funnel()
    funnel.plan([edit(1), row(a="1")])
    funnel.skip(Skip(Title(0, "A"), "text"))
    funnel.skip(Skip(Title(1, "Talk:B"), "runaway", "the pattern took too long"))
    done = ledger.finish(plan, funnel, 12, 3.5)
    assert done.state == "ready"
    assert done.finished is not None
    assert done.finished >= done.started
    assert (done.requests, done.seconds) == (12, 3.5)
    assert done.funnel == funnel
    assert isinstance(done.funnel.skipped, Counter)
    assert ledger.plan(plan.id) == done


def test_a_plan_can_end_broken(ledger):
    assert ledger.finish(begun(ledger), Funnel(), 1, 0.1, "broken").state == "broken"


def test_what_was_written_outlives_the_process_that_wrote_it(where):
    with Ledger(where) as ledger:
        plan = begun(ledger)
        kept = ledger.add(plan.id, [edit(1)])
    with Ledger(where) as ledger:
        assert ledger.plan(plan.id) == plan
        assert list(ledger.items(plan.id)) == kept


def test_a_plan_is_found_by_the_beginning_of_its_id(where):
    ids = iter(["bcdfg2", "bcdfh3", "xyzwvt"])
    with Ledger(where, new_id=lambda: next(ids)) as ledger:
        plans = [begun(ledger) for _ in range(3)]
        assert ledger.plan("xyzw") == plans[2]
        assert ledger.plan(" XYZWVT ") == plans[2]
        with pytest.raises(UsageError, match="beginning of several plans: bcdfg2, bcdfh3"):
            ledger.plan("bcdf")
        with pytest.raises(UsageError, match="too short"):
            ledger.plan("xyz")
        for wanted in ("nope22", "%%%%", "xy_w", "xyzwvt2"):
            with pytest.raises(UsageError, match="no plan"):
                ledger.plan(wanted)


def test_an_id_is_never_given_twice(where):
    ids = iter(["bcdfgh", "bcdfgh", "jkmnpq"])
    with Ledger(where, new_id=lambda: next(ids)) as ledger:
        assert [begun(ledger).id, begun(ledger).id] == ["bcdfgh", "jkmnpq"]


def test_a_plan_that_cannot_be_written_is_told_at_once(tmp_path):
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        other = sqlite3.connect(tmp_path / "ledger.sqlite")
        other.execute("DROP TABLE item")
        other.execute("DROP TABLE plan")
        other.commit()
        other.close()
        with pytest.raises(BotError, match="no such table"):
            begun(ledger)


def test_a_plan_knows_its_wiki_in_whatever_config_and_the_run_that_it_takes_back(ledger):
    plan = begun(ledger, site="https://wiki.example/w/api.php", undoes="bcdfgh")
    assert (plan.site, plan.undoes) == ("https://wiki.example/w/api.php", "bcdfgh")
    assert ledger.plan(plan.id) == plan


def test_one_item_can_be_asked_for(ledger):
    plan = planned(ledger, [edit(1), edit(2)])
    assert ledger.item(plan.id, 2) == edit(2)
    for number in (0, 3):
        with pytest.raises(UsageError, match=f"has no item {number}"):
            ledger.item(plan.id, number)


def test_titles_that_differ_in_case_or_by_an_accent_are_different(ledger):
    for task in ("mercury", "Mercury", "mércury"):
        begun(ledger, task)
    assert [plan.task for plan in ledger.plans(task="Mercury")] == ["Mercury"]


def test_pages_as_long_as_a_wiki_takes_them_are_kept(ledger):
    text = "".join(f"[[{number:x}]] 𝄞é\n" for number in range(150_000))
    long = edit(1, before=text, after=text.upper(), summary="é" * 500)
    plan = planned(ledger, [long, row(long=text)], task_text=text)
    assert [one.item for one in ledger.items(plan.id)] == [long, row(long=text)]
    assert plan.task_text == text


@pytest.mark.parametrize("sort", ["name", "-name"])
def test_letters_are_sorted_as_they_are_numbered_in_unicode(ledger, sort):
    plan = begun(ledger)
    names = ["Z", "a", "A", "é", "𝄞", "\uffee", 'b"c', "b\\c", ""]
    ledger.add(plan.id, [row(name=name) for name in names])
    found = [one.columns["name"] for one in ledger.rows(plan.id, "r", sort)]
    assert found == sorted(names, reverse=sort == "-name")


@pytest.mark.parametrize(
    "name", ["a*b", "**", "a[0]", "a.b", "$", "it's", "😀", "%s", ":x", "?", " ", "last", "1"]
)
def test_a_column_of_any_name_can_be_sorted_by(ledger, name):
    plan = begun(ledger)
    ledger.add(plan.id, [row(**{name: value}) for value in "cab"])
    assert [one.columns[name] for one in ledger.rows(plan.id, "r", name)] == ["a", "b", "c"]


def test_big_numbers_are_sorted_as_exactly_as_a_float_has_them(ledger):
    plan = begun(ledger)
    numbers = ["123456789012", "123456789011", "-5", "0.5", "1e3"]
    ledger.add(plan.id, [row(n=number) for number in numbers])
    found = [one.columns["n"] for one in ledger.rows(plan.id, "r", "n")]
    assert found == ["-5", "0.5", "1e3", "123456789011", "123456789012"]


def test_plans_come_newest_first(ledger):
    made = [begun(ledger, task, wiki) for task in ("a", "b") for wiki in ("x", "y")]
    assert ledger.plans() == made[::-1]
    assert ledger.plans(limit=1) == made[-1:]
    assert ledger.plans(task="a") == [made[1], made[0]]
    assert ledger.plans(task="a", wiki="x") == [made[0]]
    assert ledger.plans(wiki="z") == []


def test_rows_are_those_of_one_report_in_the_order_of_finding(ledger):
    plan = begun(ledger)
    ledger.add(plan.id, [row(a="1"), row("other", a="2"), edit(1), row(a="0", b="x")])
    assert [one.columns for one in ledger.rows(plan.id, "r")] == [{"a": "1"}, {"a": "0", "b": "x"}]
    assert ledger.columns(plan.id, "r") == ("a", "b")
    assert ledger.columns(plan.id, "none") == ()
    assert [one.columns["a"] for one in ledger.rows(plan.id)] == ["1", "2", "0"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("n", "2 9 10 10b"),
        ("-n", "10b 10 9 2"),
        ("ü é", "9 10b 10 2"),
        ("nothing", "9 10 2 10b"),
    ],
)
def test_rows_are_sorted_by_a_column_numbers_as_numbers(ledger, sort, order):
    plan = begun(ledger)
    letters = iter("acdb")
    rows = [row(n=n, **{"ü é": f"é{next(letters)}"}) for n in ("9", "10", "2", "10b")]
    ledger.add(plan.id, rows)
    found = " ".join(one.columns["n"] for one in ledger.rows(plan.id, "r", sort))
    assert found == order


def test_many_rows_are_sorted_too(ledger):
    plan = begun(ledger)
    ledger.add(plan.id, [row(n=str(number * 37 % 211)) for number in range(211)])
    found = [int(one.columns["n"]) for one in ledger.rows(plan.id, "r", "n")]
    assert found == list(range(211))


def test_a_column_whose_name_cannot_be_sorted_by_is_told(ledger):
    plan = begun(ledger)
    with pytest.raises(UsageError, match="quotation mark"):
        list(ledger.rows(plan.id, "r", 'a"b'))
