from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import UsageError
from bot.ledger import Ledger
from bot.plan import Outcome
from tests.ledger.making import SITE, begun, edit, planned, row, saved


@pytest.fixture
def plan(ledger):
    return planned(ledger, [edit(1), row(a="1"), edit(2), edit(3)], task_text="do: it")


def test_a_run_begins_with_what_its_plan_says(ledger, plan):
    run = ledger.runs.begin(plan, account="SweepBot", unattended=True)
    assert (run.plan, run.task, run.wiki, run.site) == (plan.id, "mercury", "testwiki", SITE)
    assert (run.account, run.state, run.reason, run.undoes) == ("SweepBot", "running", "", "")
    assert (run.unattended, run.approved, run.finished) == (True, False, None)
    assert run.started.tzinfo is UTC
    assert run.planned == 3
    assert run.outcomes == {}
    assert ledger.runs.run(run.id) == run


def test_a_run_of_a_plan_that_takes_a_run_back_says_so(ledger):
    plan = planned(ledger, [edit(1)], undoes="bcdfgh")
    assert ledger.runs.begin(plan, account="").undoes == "bcdfgh"


def test_a_plan_that_was_pruned_meanwhile_cannot_be_run(ledger, plan):
    ledger.prune(datetime.now(UTC) + timedelta(days=1))
    with pytest.raises(UsageError, match="not in the ledger any more; make it again"):
        ledger.runs.begin(plan, account="")


def test_plans_and_runs_never_share_an_id(where):
    ids = iter(["bcdfgh", "bcdfgh", "jkmnpq", "jkmnpq", "rstvwx"])
    with Ledger(where, new_id=lambda: next(ids)) as ledger:
        plan = planned(ledger, [edit(1)])
        run = ledger.runs.begin(plan, account="")
        assert [plan.id, run.id, planned(ledger, []).id] == ["bcdfgh", "jkmnpq", "rstvwx"]
        assert ledger.runs.run("JKMN") == run
        for wanted in ("bcdfgh", "zzzz", "%%%%"):
            with pytest.raises(UsageError, match="no run"):
                ledger.runs.run(wanted)
        with pytest.raises(UsageError, match="too short for a run's id"):
            ledger.runs.run("jkm")


def test_a_run_ends_with_a_state_and_a_reason(ledger, plan):
    run = ledger.runs.begin(plan, account="")
    ended = ledger.runs.finish(run.id, "stopped", "the stop page says so: “stop” 𝄞")
    assert (ended.state, ended.reason) == ("stopped", "the stop page says so: “stop” 𝄞")
    assert ended.finished is not None
    assert ended.finished >= ended.started
    assert ledger.runs.run(run.id) == ended


def test_a_run_goes_on_as_if_it_had_not_ended(ledger, plan):
    run = ledger.runs.begin(plan, account="")
    ledger.runs.finish(run.id, "stopped", "why")
    assert ledger.runs.go_on(run.id) == run
    ledger.runs.finish(run.id, "stopped", "canary: look")
    again = ledger.runs.go_on(run.id, approved=True)
    assert (again.state, again.reason, again.approved) == ("running", "", True)
    ledger.runs.finish(run.id, "ended")
    assert ledger.runs.go_on(run.id).approved
    with pytest.raises(UsageError, match="no run"):
        ledger.runs.go_on("zzzzzz")
    with pytest.raises(UsageError, match="no run"):
        ledger.runs.finish("zzzzzz", "done")


def test_a_run_counts_what_became_of_its_items(ledger, plan):
    runs = [ledger.runs.begin(plan, account="") for _ in range(2)]
    ledger.runs.settle(runs[0].id, 1, saved())
    ledger.runs.settle(runs[0].id, 3, saved())
    ledger.runs.settle(runs[1].id, 4, Outcome(code="conflict"))
    assert [ledger.runs.run(run.id).outcomes for run in runs] == [{"saved": 2}, {"conflict": 1}]
    assert [run.outcomes for run in ledger.runs.runs()] == [{"conflict": 1}, {"saved": 2}]


def test_runs_come_newest_first_and_by_what_is_asked_for(ledger, plan):
    other = planned(ledger, [edit(1)], task="venus", wiki="enwiki")
    first, second, third = (ledger.runs.begin(one, account="") for one in (plan, other, plan))
    assert [run.id for run in ledger.runs.runs()] == [third.id, second.id, first.id]
    assert ledger.runs.runs(limit=1) == [third]
    assert ledger.runs.runs(plan=plan.id) == [third, first]
    assert ledger.runs.runs(task="venus") == ledger.runs.runs(wiki="enwiki") == [second]
    assert ledger.runs.runs(since=second.started) == [third, second]
    assert ledger.runs.runs(until=second.started) == [first]
    assert ledger.runs.runs(since=second.started, until=third.started) == [second]
    assert ledger.runs.runs(task="Venus") == []
    assert ledger.runs.runs(plan="zzzzzz") == []


def canary(ledger, text="do: it", site=SITE, task="mercury"):
    run = ledger.runs.begin(
        planned(ledger, [edit(1)], task_text=text, site=site, task=task), account=""
    )
    return ledger.runs.finish(run.id, "stopped", "canary: 5 edits were made")


def test_nobody_waits_for_a_canary_before_there_was_one(ledger, plan):
    run = ledger.runs.begin(plan, account="")
    assert ledger.runs.waiting("mercury", "do: it", SITE) is None
    ledger.runs.finish(run.id, "stopped", "the stop page")
    assert ledger.runs.waiting("mercury", "do: it", SITE) is None
    assert not ledger.runs.canary_approved("mercury", "do: it", SITE)


def test_a_canary_waits_for_this_very_task_on_this_wiki(ledger):
    canary(ledger)
    newest = canary(ledger)
    assert ledger.runs.waiting("mercury", "do: it", SITE) == newest
    for asked in (
        ("mercury", "do: it ", SITE),
        ("mercury", "do: It", SITE),
        ("Mercury", "do: it", SITE),
        ("mercury", "do: it", "https://another.example/w/api.php"),
    ):
        assert ledger.runs.waiting(*asked) is None


def test_an_approved_canary_waits_no_more(ledger):
    run = canary(ledger)
    assert not ledger.runs.canary_approved("mercury", "do: it", SITE)
    ledger.runs.go_on(run.id, approved=True)
    assert ledger.runs.canary_approved("mercury", "do: it", SITE)
    assert not ledger.runs.canary_approved("mercury", "do: that", SITE)
    assert ledger.runs.waiting("mercury", "do: it", SITE) is None
    ledger.runs.finish(run.id, "stopped", "the stop page")
    assert ledger.runs.waiting("mercury", "do: it", SITE) is None


def test_a_run_that_went_on_waits_again_when_people_take_its_edits_back(ledger):
    run = canary(ledger)
    ledger.runs.go_on(run.id, approved=True)
    taken_back = ledger.runs.finish(run.id, "stopped", "reverts: 3 of its edits were taken back")
    assert ledger.runs.waiting("mercury", "do: it", SITE) == taken_back


def test_a_canary_that_was_taken_back_waits_no_more(ledger):
    run = canary(ledger)
    ledger.runs.begin(planned(ledger, [edit(1)], undoes=run.id), account="")
    assert ledger.runs.waiting("mercury", "do: it", SITE) is None
    assert not ledger.runs.canary_approved("mercury", "do: it", SITE)


def test_an_approval_outlives_the_plan(ledger):
    run = canary(ledger)
    ledger.runs.go_on(run.id, approved=True)
    ledger.runs.finish(run.id, "done")
    assert ledger.prune(datetime.now(UTC) + timedelta(days=1)).plans == 1
    assert ledger.runs.canary_approved("mercury", "do: it", SITE)


class TestDoneUntil:
    """When the newest plan of a task began of which nothing is left to do."""

    TEXT = "do: it"

    def until(self, ledger, text=TEXT):
        return ledger.runs.done_until("mercury", text, SITE)

    def test_a_plan_whose_run_ended_well_with_every_item(self, ledger, plan):
        assert self.until(ledger) is None
        run = ledger.runs.begin(plan, account="")
        for numbered in list(ledger.runs.left(plan.id)):
            assert self.until(ledger) is None
            ledger.runs.intend(run.id, numbered)
            ledger.runs.settle(run.id, numbered.number, saved())
        assert self.until(ledger) is None
        ledger.runs.finish(run.id, "done")
        assert self.until(ledger) == plan.started
        assert self.until(ledger, "DO: IT") is None
        assert ledger.runs.done_until("venus", self.TEXT, SITE) is None
        assert ledger.runs.done_until("mercury", self.TEXT, "elsewhere") is None

    def test_a_quota_leaves_something(self, ledger, plan):
        run = ledger.runs.begin(plan, account="")
        ledger.runs.settle(run.id, 1, saved())
        ledger.runs.finish(run.id, "done")
        assert self.until(ledger) is None
        ledger.decide(plan.id, "rejected", [3, 4])
        assert self.until(ledger) == plan.started

    def test_what_another_plan_did_of_that_number_is_no_outcome(self, ledger, plan):
        other = planned(ledger, [edit(1), edit(2), edit(3), edit(4)])
        for one, numbers in ((other, (1, 2, 3, 4)), (plan, (1,))):
            run = ledger.runs.begin(one, account="")
            for number in numbers:
                ledger.runs.settle(run.id, number, saved())
            ledger.runs.finish(run.id, "done")
        assert self.until(ledger) is None

    def test_an_item_that_failed_is_to_be_done_again(self, ledger, plan):
        run = ledger.runs.begin(plan, account="")
        for number, one in (
            (1, saved()),
            (3, Outcome(code="conflict")),
            (4, Outcome(code="failed")),
        ):
            ledger.runs.settle(run.id, number, one)
        ledger.runs.finish(run.id, "done")
        assert self.until(ledger) is None

    def test_the_newest_that_had_nothing_to_write_counts_and_one_that_nobody_applied_not(
        self, ledger, plan
    ):
        nothing = planned(ledger, [row(a="1")], task_text=self.TEXT)
        planned(ledger, [edit(9)], task_text=self.TEXT)
        begun(ledger, task_text=self.TEXT)
        planned(ledger, [], task_text=self.TEXT, undoes=plan.id)
        assert self.until(ledger) == nothing.started
