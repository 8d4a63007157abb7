"""`wikisweep resume`: a run that was stopped, ended or killed goes on."""

import pytest

from bot.ledger import Ledger
from bot.plan import Edit
from tests.cli.conftest import TASK

CANARY = f"{TASK}limits: {{canary: 1}}\n"
AFTER = "The [[Mercury (planet)|Mercury]] planet"


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "state/ledger.sqlite") as ledger:
        yield ledger


def plan(wikisweep) -> str:
    return str(wikisweep("plan", "task.yaml", "--format", "json").objects[-1]["plan"])


def stopped(wikisweep, home) -> tuple[str, str]:
    """A run that its canary stopped after one edit, and its plan."""
    (home / "task.yaml").write_text(CANARY)
    made = plan(wikisweep)
    result = wikisweep("apply", made, "--yes", "--format", "json")
    assert result.code == 3
    return str(result.objects[-1]["run"]), made


def test_a_run_goes_on_where_it_was_stopped(wikisweep, home):
    run, made = stopped(wikisweep, home)
    result = wikisweep("resume", run[:4].upper(), "--yes")
    assert result.code == 0
    assert len(result.lines) == 3
    assert result.lines[-1] == f"Run {run} done: 3 saved"
    shown = result.err.splitlines()
    assert shown[0].startswith(f"wikisweep: plan {made}: task on small")
    assert shown[1].startswith(
        f"wikisweep: run {run} goes on; it was stopped: canary: the first edit"
    )
    assert shown[2] == "wikisweep: 3 items to write: 3 pending; 2 left to do"


def test_what_a_canary_found_safe_is_approved_for_later_runs(wikisweep, home, pages):
    run, _ = stopped(wikisweep, home)
    refused = wikisweep("apply", plan(wikisweep), "--yes")
    assert refused.code == 3
    assert f"wikisweep resume {run}" in refused.lines[-1]
    assert wikisweep("resume", run, "--yes").code == 0
    pages["Planet"] = "The [[Mercury]] planet, again"
    again = wikisweep("apply", plan(wikisweep), "--yes")
    assert (again.code, len(again.lines)) == (0, 2)


def test_a_canary_that_was_the_whole_plan_is_approved_too(wikisweep, home, pages):
    (home / "task.yaml").write_text(CANARY.replace("canary: 1", "canary: 3"))
    made = plan(wikisweep)
    result = wikisweep("apply", made, "--yes", "--format", "json")
    run = result.objects[-1]
    if run["state"] == "stopped":
        assert wikisweep("resume", run["run"], "--yes").lines[-1].endswith("done: 3 saved")
    pages["Planet"] = "The [[Mercury]] planet, again"
    assert wikisweep("apply", plan(wikisweep), "--yes").code == 0


def test_a_run_that_is_done_says_so(wikisweep):
    made = plan(wikisweep)
    run = wikisweep("apply", made, "--yes", "--format", "json").objects[-1]["run"]
    result = wikisweep("resume", run)
    assert (result.code, result.out) == (0, "")
    assert result.err == f"wikisweep: run {run} is done: nothing is left to do of plan {made}\n"


def test_a_run_that_was_killed_settles_what_it_was_at(wikisweep, ledger, pages):
    """The edit of the first item had landed, that of the second had not."""
    made = ledger.plan(plan(wikisweep))
    items = list(ledger.items(made.id))
    run = ledger.runs.begin(made, account="Offline")
    for one in items[:2]:
        assert isinstance(one.item, Edit)
        ledger.runs.intend(run.id, one)
    pages["Planet"] = AFTER
    result = wikisweep("resume", run.id, "--yes", "--format", "json")
    assert result.code == 0
    assert "it was broken off" in result.err
    assert "1 left to do; 2 of an earlier run to be looked after" in result.err
    *outcomes, last = result.objects
    assert [one["item"] for one in outcomes] == [1, 2, 3]
    assert {one["outcome"] for one in outcomes} <= {"saved", "no_change"}
    assert (last["run"], last["state"]) == (run.id, "done")
    assert pages["Planet"] == AFTER


def test_off_a_terminal_it_wants_a_yes_as_apply_does(wikisweep, home, pages):
    run, _ = stopped(wikisweep, home)
    result = wikisweep("resume", run)
    assert (result.code, result.out) == (2, "")
    assert "say --yes" in result.err
    assert pages["Planet"] == AFTER


def test_there_must_be_such_a_run(wikisweep):
    result = wikisweep("resume", "zzzz")
    assert (result.code, result.out) == (2, "")
    assert "no run 'zzzz'" in result.err
