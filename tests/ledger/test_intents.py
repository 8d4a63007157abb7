import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.errors import BotError
from bot.ledger import Ledger
from bot.ledger.tables import RECORD
from bot.plan import Numbered, Outcome, Publish
from bot.run import Record
from bot.titles import Title
from tests.ledger.making import NOON, SITE, edit, planned, row, saved

REPORT = Publish(
    title=Title(2, "User:Sweep/Report"),
    baserevid=None,
    read_at=NOON,
    before="",
    after="== Report ==",
    summary="Bot: report",
)


@pytest.fixture
def plan(ledger):
    return planned(ledger, [edit(1), row(a="1"), edit(2), edit(3), REPORT])


@pytest.fixture
def run(ledger, plan):
    return ledger.runs.begin(plan, account="SweepBot")


def numbers(stream):
    return [one.number for one in stream]


def kept(ledger, plan, number):
    query = select(RECORD).where(RECORD.c.plan == plan.id, RECORD.c.number == number)
    return ledger.database.ask(lambda connection: connection.execute(query).mappings().one())


def test_an_intent_is_open_until_it_is_settled(ledger, plan, run):
    before = datetime.now(UTC)
    ledger.runs.intend(run.id, Numbered(3, edit(2)))
    (record,) = ledger.runs.open_intents(plan.id)
    assert record == Record(run=run.id, number=3, sent=edit(2), intended=record.intended)
    assert before <= record.intended <= datetime.now(UTC)
    assert list(ledger.runs.records(run.id)) == [record]
    assert ledger.runs.outcome_of(plan.id, 3) is None
    assert ledger.runs.run(run.id).outcomes == {}
    ledger.runs.settle(run.id, 3, saved(77))
    assert ledger.runs.open_intents(plan.id) == []
    assert list(ledger.runs.records(run.id)) == [replace(record, outcome=saved(77))]
    assert ledger.runs.outcome_of(plan.id, 3) == saved(77)


def test_an_item_sent_as_planned_is_kept_once(ledger, plan, run):
    ledger.runs.intend(run.id, Numbered(1, edit(1)))
    assert kept(ledger, plan, 1)["kind"] is None
    assert kept(ledger, plan, 1)["text"] is None


@pytest.mark.parametrize(
    "changed",
    [
        {"baserevid": 11},
        {"before": "old 1\n"},
        {"after": "newer 1"},
        {"summary": "Bot: newer"},
        {"read_at": None},
        {"minor": True},
    ],
)
def test_an_item_planned_anew_is_kept_as_it_was_sent(ledger, plan, run, changed):
    anew = edit(1, **changed)
    ledger.runs.intend(run.id, Numbered(1, anew))
    assert [record.sent for record in ledger.runs.open_intents(plan.id)] == [anew]
    assert ledger.item(plan.id, 1) == edit(1)


def test_a_second_intent_replaces_the_first(ledger, plan, run):
    for sent in (edit(1), edit(1, before="a", after="b"), edit(1)):
        ledger.runs.intend(run.id, Numbered(1, sent))
        assert [record.sent for record in ledger.runs.open_intents(plan.id)] == [sent]
    assert kept(ledger, plan, 1)["text"] is None


def test_an_intent_that_came_to_nothing_is_taken_back(ledger, plan, run):
    ledger.runs.intend(run.id, Numbered(1, edit(1)))
    ledger.runs.withdraw(run.id, 1)
    assert ledger.runs.open_intents(plan.id) == []
    assert numbers(ledger.runs.left(plan.id)) == [1, 3, 4, 5]
    ledger.runs.intend(run.id, Numbered(1, edit(1)))
    ledger.runs.withdraw("zzzzzz", 1)
    ledger.runs.withdraw(run.id, 3)
    assert numbers(ledger.runs.open_intents(plan.id)) == [1]


def test_an_outcome_is_not_taken_back(ledger, plan, run):
    ledger.runs.settle(run.id, 1, saved())
    ledger.runs.withdraw(run.id, 1)
    assert ledger.runs.outcome_of(plan.id, 1) == saved()


def test_another_run_can_take_an_open_intent_over(ledger, plan, run):
    ledger.runs.intend(run.id, Numbered(1, edit(1)))
    other = ledger.runs.begin(plan, account="SweepBot")
    ledger.runs.intend(other.id, Numbered(1, edit(1)))
    assert [record.run for record in ledger.runs.open_intents(plan.id)] == [other.id]
    assert list(ledger.runs.records(run.id)) == []


def test_what_has_an_outcome_is_never_sent_again(ledger, plan, run):
    ledger.runs.intend(run.id, Numbered(1, edit(1)))
    ledger.runs.settle(run.id, 1, Outcome(code="conflict"))
    other = ledger.runs.begin(plan, account="SweepBot")
    for one in (run, other):
        with pytest.raises(BotError, match=rf"run {run.id} \(conflict\); it is not sent again"):
            ledger.runs.intend(one.id, Numbered(1, edit(1)))
    assert ledger.runs.outcome_of(plan.id, 1) == Outcome(code="conflict")


@pytest.mark.parametrize("number", [0, 2, 6])
def test_what_is_no_item_to_write_is_refused(ledger, plan, run, number):
    with pytest.raises(BotError, match=f"no item {number} that can be written"):
        ledger.runs.intend(run.id, Numbered(number, edit(1)))
    with pytest.raises(BotError, match=f"no item {number} that can be written"):
        ledger.runs.settle(run.id, number, saved())
    with pytest.raises(BotError, match="run zzzzzz has no item 1"):
        ledger.runs.intend("zzzzzz", Numbered(1, edit(1)))
    assert ledger.runs.open_intents(plan.id) == []


def test_an_item_that_was_never_sent_is_settled_as_planned(ledger, run):
    gone = Outcome(code="missing", detail="the page is gone")
    ledger.runs.settle(run.id, 3, gone)
    (record,) = ledger.runs.records(run.id)
    assert (record.number, record.sent, record.outcome) == (3, edit(2), gone)


def test_an_intent_of_another_run_is_settled_where_it_was_noted(ledger, plan, run):
    ledger.runs.intend(run.id, Numbered(1, edit(1, after="anew")))
    later = ledger.runs.begin(plan, account="SweepBot")
    ledger.runs.settle(later.id, 1, saved())
    (record,) = ledger.runs.records(run.id)
    assert (record.sent.after, record.outcome) == ("anew", saved())
    assert list(ledger.runs.records(later.id)) == []


def test_a_later_word_on_an_item_is_the_last_one(ledger, plan, run):
    ledger.runs.settle(run.id, 1, Outcome(code="failed", detail="no answer"))
    ledger.runs.settle(run.id, 1, saved(5))
    assert ledger.runs.outcome_of(plan.id, 1) == saved(5)
    assert ledger.runs.run(run.id).outcomes == {"saved": 1}


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome(code="saved", revid=10**12, timestamp=NOON, merged=True),
        Outcome(code="refused", detail="“hit” 𝄞\n\x00 " * 9_000),
        Outcome(code="no_change"),
    ],
)
def test_an_outcome_comes_back_as_it_was(ledger, plan, run, outcome):
    ledger.runs.settle(run.id, 5, outcome)
    assert ledger.runs.outcome_of(plan.id, 5) == outcome
    assert [record.sent for record in ledger.runs.records(run.id)] == [REPORT]


def test_half_a_character_in_a_wiki_s_words_is_spelled(ledger, plan, run):
    ledger.runs.settle(run.id, 1, Outcome(code="failed", detail="\ud800é"))
    assert ledger.runs.outcome_of(plan.id, 1) == Outcome(code="failed", detail="\\ud800é")


def test_records_come_in_the_order_of_the_items_whatever_was_tried_first(ledger, run):
    for number in (5, 1, 4):
        ledger.runs.settle(run.id, number, saved())
    assert numbers(ledger.runs.records(run.id)) == [1, 4, 5]


def test_what_is_left_are_the_items_that_nobody_tried(ledger, plan, run):
    assert numbers(ledger.runs.left(plan.id)) == [1, 3, 4, 5]
    assert next(ledger.runs.left(plan.id)) == Numbered(1, edit(1))
    ledger.runs.intend(run.id, Numbered(1, edit(1)))
    ledger.runs.settle(run.id, 4, Outcome(code="protected"))
    assert numbers(ledger.runs.left(plan.id)) == [3, 5]
    assert ledger.runs.count_left(plan.id) == 2


def test_what_is_left_follows_the_decisions(ledger, plan):
    ledger.decide(plan.id, "approved", [1, 3])
    ledger.decide(plan.id, "rejected", [4])
    assert numbers(ledger.runs.left(plan.id)) == [1, 3, 5]
    assert numbers(ledger.runs.left(plan.id, pending=False)) == [1, 3]
    assert ledger.runs.count_left(plan.id, pending=False) == 2


def test_what_is_left_is_read_as_it_is_asked_for(ledger):
    plan = planned(ledger, [edit(number) for number in range(1, 131)])
    run = ledger.runs.begin(plan, account="")
    done = []
    for one in ledger.runs.left(plan.id):
        done.append(one.number)
        ledger.runs.settle(run.id, one.number, saved())
        ledger.runs.settle(run.id, 120, saved())
    assert done == [number for number in range(1, 131) if number != 120]
    assert ledger.runs.count_left(plan.id) == 0
    assert len(list(ledger.runs.records(run.id))) == 130


def test_an_intent_is_on_the_disk_when_it_is_noted_others_may_wait(tmp_path):
    told = []
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        plan = planned(ledger, [edit(1)])
        run = ledger.runs.begin(plan, account="")

        def level(connection):
            told.append(connection.exec_driver_sql("PRAGMA synchronous").scalar())

        for durable in (True, False, True):
            ledger.database.change(level, durable=durable)
        ledger.runs.intend(run.id, Numbered(1, edit(1)))
        ledger.database.ask(level)
    assert told == [2, 1, 2, 2]  # FULL, NORMAL, FULL; the intent left its own


def test_a_damaged_record_is_told(tmp_path):
    path = tmp_path / "ledger.sqlite"
    with Ledger(path) as ledger:
        plan = planned(ledger, [edit(1)])
        run = ledger.runs.begin(plan, account="")
        ledger.runs.intend(run.id, Numbered(1, edit(1, after="anew")))
        other = sqlite3.connect(path)
        other.execute("UPDATE record SET data = replace(data, 'Bot', 'Bat')")
        other.commit()
        other.close()
        with pytest.raises(BotError, match=rf"item 1 of plan {plan.id} \(Page 1\) is damaged"):
            ledger.runs.open_intents(plan.id)


def test_pages_are_remembered_by_what_was_sent(ledger, run):
    ledger.runs.intend(run.id, Numbered(1, edit(1, pageid=99)))
    ledger.runs.settle(run.id, 1, saved(5), frozenset({"ab"}))
    ledger.runs.settle(run.id, 5, saved(6), frozenset({"cd"}))
    assert ledger.runs.made(SITE, [1, 99]) == {99: {"ab"}}
    assert ledger.runs.our_revisions(SITE, 99) == {5}
