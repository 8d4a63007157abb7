import sqlite3
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.errors import UsageError
from bot.ledger import Ledger
from bot.ledger.database import Database
from bot.ledger.pruning import Pruned, prune
from bot.plan import Numbered, Outcome
from tests.ledger.making import SITE, begun, edit, planned, row, saved


def later(days=1):
    return datetime.now(UTC) + timedelta(days=days)


@pytest.fixture
def plan(ledger):
    return planned(ledger, [edit(1), row(a="1"), edit(2)])


def run_of(ledger, plan, *numbers):
    run = ledger.runs.begin(plan, account="SweepBot")
    for number in numbers:
        ledger.runs.settle(run.id, number, saved(number), frozenset({f"print {number}"}))
    return run


def test_an_empty_ledger_has_nothing_to_drop(ledger):
    assert ledger.prune(later()) == Pruned(0, 0)


def test_what_is_younger_stays(ledger, plan):
    run = ledger.runs.finish(run_of(ledger, plan, 1).id, "done")
    assert ledger.prune(plan.started) == Pruned(0, 0)
    assert ledger.prune(datetime.now(UTC) - timedelta(days=1)) == Pruned(0, 0)
    assert len(list(ledger.items(plan.id))) == 3
    assert len(list(ledger.runs.records(run.id))) == 1


def test_a_plan_that_nobody_applied_is_dropped_with_its_items(ledger, plan):
    other = planned(ledger, [edit(1)])
    assert ledger.prune(other.started) == Pruned(1, 0)
    assert ledger.plans() == [other]
    assert list(ledger.items(plan.id)) == []
    assert len(list(ledger.items(other.id))) == 1
    with pytest.raises(UsageError, match="no plan"):
        ledger.plan(plan.id)


def test_of_a_run_the_header_with_its_counts_stays(ledger, plan):
    run = run_of(ledger, plan, 1)
    ledger.runs.settle(run.id, 3, Outcome(code="conflict"))
    run = ledger.runs.finish(run.id, "done")
    assert ledger.prune(later()) == Pruned(1, 1)
    assert ledger.runs.run(run.id) == run
    assert ledger.runs.runs() == [run]
    assert run.outcomes == {"saved": 1, "conflict": 1}
    assert list(ledger.runs.records(run.id)) == []
    assert ledger.prune(later()) == Pruned(0, 0)


class Interrupted(Database):
    """A database at which somebody else is just before the first change."""

    def __init__(self, database, between):
        super().__init__(database.engine)
        self.between = [between]

    def change(self, work, *, durable=False):
        while self.between:
            self.between.pop()()
        return super().change(work, durable=durable)


def test_a_plan_that_somebody_uses_again_meanwhile_stays(ledger, plan):
    slow = Interrupted(ledger.database, lambda: run_of(ledger, plan, 1))
    assert prune(slow, later()) == Pruned(0, 0)
    assert len(list(ledger.items(plan.id))) == 3


def test_a_plan_that_somebody_else_drops_meanwhile_is_theirs(ledger):
    planned(ledger, [edit(1)])
    other = planned(ledger, [edit(1)])
    slow = Interrupted(ledger.database, lambda: ledger.prune(other.started))
    assert prune(slow, later()) == Pruned(1, 0)
    assert ledger.plans() == []


def test_what_keeps_an_edit_from_being_made_again_stays(ledger, plan):
    ledger.runs.finish(run_of(ledger, plan, 1).id, "done")
    ledger.prune(later())
    assert ledger.runs.made(SITE, [1]) == {1: {"print 1"}}
    assert ledger.runs.our_revisions(SITE, 1) == {1}


def test_several_runs_of_a_plan_are_counted(ledger, plan):
    for number in (1, 3):
        ledger.runs.finish(run_of(ledger, plan, number).id, "done")
    ledger.runs.finish(run_of(ledger, plan).id, "stopped", "the stop page")
    assert ledger.prunable(later()) == Pruned(1, 2)
    assert ledger.prunable(plan.started) == Pruned(0, 0)
    assert ledger.prune(later()) == Pruned(1, 2)
    assert len(ledger.runs.runs()) == 3


def test_an_old_plan_whose_run_is_younger_stays_so_that_it_can_be_undone(ledger, plan):
    between = datetime.now(UTC)
    ledger.runs.finish(run_of(ledger, plan, 1, 3).id, "done")
    assert ledger.prune(between) == Pruned(0, 0)
    assert ledger.item(plan.id, 1) == edit(1)


def test_a_plan_whose_run_goes_on_or_was_killed_stays(ledger, plan):
    run_of(ledger, plan, 1)
    assert ledger.prune(later()) == Pruned(0, 0)


def test_a_plan_with_an_open_intent_stays(ledger, plan):
    run = run_of(ledger, plan)
    ledger.runs.intend(run.id, Numbered(1, edit(1, after="anew")))
    ledger.runs.finish(run.id, "failed", "no answer")
    assert ledger.prune(later()) == Pruned(0, 0)
    assert [record.sent.after for record in ledger.runs.open_intents(plan.id)] == ["anew"]
    ledger.runs.settle(run.id, 1, saved())
    assert ledger.prune(later()) == Pruned(1, 1)


def test_a_plan_that_waits_for_its_canary_stays(ledger, plan):
    run = run_of(ledger, plan, 1)
    ledger.runs.finish(run.id, "stopped", "canary: look at 1 edit")
    assert ledger.prune(later()) == Pruned(0, 0)
    ledger.runs.go_on(run.id, approved=True)
    ledger.runs.finish(run.id, "done")
    assert ledger.prune(later()) == Pruned(1, 1)


def test_a_plan_that_is_being_made_stays_and_one_that_was_never_finished_does_not(ledger):
    plan = begun(ledger)
    assert ledger.prune(later()) == Pruned(0, 0)
    old = (datetime.now(UTC) - timedelta(days=2)).isoformat()
    ledger.database.change(
        lambda connection: connection.exec_driver_sql(
            f"UPDATE plan SET started = '{old}' WHERE id = '{plan.id}'"
        )
    )
    assert ledger.prune(later()) == Pruned(1, 0)


@pytest.mark.parametrize("hours", [-11, 0, 13])
def test_a_date_is_the_same_moment_in_whatever_time_zone(ledger, plan, hours):
    zone = timezone(timedelta(hours=hours))
    assert ledger.prune(plan.started.astimezone(zone)) == Pruned(0, 0)
    assert ledger.prune(datetime.now(zone)) == Pruned(1, 0)


def test_the_room_goes_back_to_the_disk(tmp_path):
    path = tmp_path / "ledger.sqlite"
    with Ledger(path) as ledger:
        text = "".join(f"{number:x}" for number in range(90_000))
        planned(ledger, [edit(1, before=text)])
    big = path.stat().st_size
    with Ledger(path) as ledger:
        ledger.prune(later())
    assert path.stat().st_size < big / 2


def test_somebody_who_reads_meanwhile_keeps_the_room_but_not_the_plan(tmp_path):
    path = tmp_path / "ledger.sqlite"
    with Ledger(path) as ledger:
        planned(ledger, [edit(1)])
        ledger.database.ask(lambda connection: connection.exec_driver_sql("PRAGMA busy_timeout=1"))
        reader = sqlite3.connect(path, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM plan").fetchall()
        assert ledger.prune(later()) == Pruned(1, 0)
        assert ledger.plans() == []
        reader.close()
