"""`wikisweep apply`: what it shows and asks, what it writes, what it tells, how it ends."""

import os
import re
import sqlite3
import subprocess
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.ledger import Ledger
from bot.ledger.planfile import write_plan
from bot.plan import Funnel
from tests.cli.conftest import COMMAND, TASK, on_terminal, process

OUTCOME = ["type", "run", "item", "title", "outcome", "revid", "merged", "detail", "diff"]
RUN = [
    *("type", "run", "plan", "task", "wiki", "account", "started", "finished", "state"),
    *("planned", "saved", "failed", "conflicts", "reason"),
]
AFTER = "The [[Mercury (planet)|Mercury]] planet"


@pytest.fixture
def planned(wikisweep):
    """Plans the task of the test's folder; gives the plan's id."""

    def plan() -> str:
        summary = wikisweep("plan", "task.yaml", "--format", "json").objects[-1]
        return str(summary["plan"])

    return plan


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "state/ledger.sqlite") as ledger:
        yield ledger


def rewritten(tmp_path, statement: str) -> None:
    with closing(sqlite3.connect(tmp_path / "state/ledger.sqlite")) as database, database:
        database.execute(statement)


def test_the_edits_are_made_and_told_one_by_one(wikisweep, planned, pages):
    plan = planned()
    result = wikisweep("apply", plan, "--yes")
    assert result.code == 0
    *items, last = result.lines
    assert items[0] == "saved           Planet"
    assert len(items) == 3
    assert all(line.startswith("saved  ") for line in items)
    assert last.startswith("Run ")
    assert last.endswith(" done: 3 saved")
    assert pages["Planet"] == AFTER
    assert "\x1b" not in result.out + result.err


def test_what_it_will_do_is_shown_before(wikisweep, planned):
    plan = planned()
    told = wikisweep("apply", plan[:4].upper(), "--yes").err.splitlines()
    assert told == [
        f"wikisweep: plan {plan}: task on small as Offline, made 0 seconds ago",
        "wikisweep: 3 items to write: 3 pending; 3 left to do",
    ]


def test_json_is_an_object_an_item_and_the_run_last(wikisweep, planned):
    plan = planned()
    *items, run = wikisweep("apply", plan, "--yes", "--format", "json").objects
    assert [list(one) for one in items] == [OUTCOME] * 3
    assert items[0] == {
        "type": "outcome",
        "run": run["run"],
        "item": 1,
        "title": "Planet",
        "outcome": "saved",
        "revid": items[0]["revid"],
        "merged": False,
        "detail": "",
        "diff": None,
    }
    assert items[0]["revid"] > 102
    assert list(run) == RUN
    assert (run["plan"], run["state"], run["reason"]) == (plan, "done", "")
    assert (run["planned"], run["saved"], run["failed"], run["conflicts"]) == (3, 3, 0, 0)


def test_quiet_says_nothing_but_the_outcomes(wikisweep, planned):
    result = wikisweep("apply", planned(), "--yes", "--quiet")
    assert (result.code, result.err, len(result.lines)) == (0, "", 4)


def test_nothing_is_written_off_a_terminal_without_yes(planned, pages):
    plan = planned()
    result = process("apply", plan)
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        f"wikisweep: there is no terminal to ask on whether to apply plan {plan}; say --yes\n"
    )
    assert pages["Planet"] == "The [[Mercury]] planet"


@pytest.mark.parametrize(("typed", "after"), [("y\n", AFTER), ("n\n", "The [[Mercury]] planet")])
def test_on_a_terminal_it_asks(planned, pages, typed, after):
    plan = planned()
    code, sent = on_terminal(["apply", plan], typed=typed)
    assert code == 0
    assert f"plan {plan}: task on small as Offline, made" in sent
    assert "Write 3 items to small? [y/N]: " in sent
    assert ("nothing was written" in sent) == (typed == "n\n")
    assert pages["Planet"] == after


def test_a_question_without_an_answer_writes_nothing(planned, pages):
    code, sent = on_terminal(["apply", planned()], typed="\x04")
    assert code == 130
    assert "stopped by ^C; nothing was written to a wiki" in sent
    assert pages["Planet"] == "The [[Mercury]] planet"


def test_a_terminal_sees_how_far_it_is(planned):
    _, sent = on_terminal(["apply", planned(), "--yes"])
    assert "\r\x1b[Ktask: 2 of 3 items, 2 saved, about 0 seconds left" in sent
    assert "\x1b[32msaved" in sent


def test_a_plan_is_applied_once(wikisweep, planned):
    plan = planned()
    assert wikisweep("apply", plan, "--yes").code == 0
    again = wikisweep("apply", plan)
    assert (again.code, again.out) == (0, "")
    assert again.err == f"wikisweep: nothing is left to do of plan {plan}\n"


def test_only_what_was_approved_is_written(wikisweep, planned, ledger, pages):
    plan = planned()
    ledger.decide(plan, "approved", [2])
    ledger.decide(plan, "rejected", [1])
    refused = wikisweep("apply", plan, "--yes")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        f"wikisweep: plan {plan} is reviewed in part: 1 item of it is pending; finish the review, "
        "or say --pending apply or --pending leave\n"
    )
    left = wikisweep("apply", plan, "--yes", "--pending", "leave")
    assert (left.code, len(left.lines)) == (0, 2)
    assert "3 items to write: 1 approved, 1 rejected, 1 pending; 1 left to do" in left.err
    assert pages["Planet"] == "The [[Mercury]] planet"
    rest = wikisweep("apply", plan, "--yes", "--pending", "apply")
    assert (rest.code, len(rest.lines)) == (0, 2)
    assert pages["Planet"] == "The [[Mercury]] planet"
    assert wikisweep("apply", plan, "--pending", "apply").out == ""


def test_a_plan_that_nobody_reviewed_can_be_left_alone_as_a_whole(wikisweep, planned):
    plan = planned()
    result = wikisweep("apply", plan, "--pending", "leave")
    assert (result.code, result.out) == (0, "")
    assert "nothing is left to do" in result.err


def test_an_old_plan_is_not_applied_unasked(wikisweep, planned, tmp_path):
    plan = planned()
    then = (datetime.now(UTC) - timedelta(days=9)).isoformat()
    rewritten(tmp_path, f"UPDATE plan SET started = '{then}'")
    refused = wikisweep("apply", plan, "--yes")
    assert (refused.code, refused.out) == (2, "")
    assert f"plan {plan} was made 9 days ago, and after 7 days" in refused.err
    assert "say --old" in refused.err
    assert wikisweep("apply", plan, "--yes", "--old").code == 0


def test_an_unfinished_plan_is_refused(wikisweep, planned, tmp_path):
    plan = planned()
    rewritten(tmp_path, "UPDATE plan SET state = 'broken'")
    refused = wikisweep("apply", plan, "--yes")
    assert (refused.code, refused.out) == (2, "")
    assert f"plan {plan} is unfinished" in refused.err


def test_a_plan_whose_task_is_no_longer_understood_is_refused(wikisweep, planned, tmp_path):
    plan = planned()
    rewritten(tmp_path, "UPDATE plan SET task_text = 'for_eech: x'")
    refused = wikisweep("apply", plan, "--yes")
    assert (refused.code, refused.out) == (2, "")
    assert f"plan {plan}: its task can no longer be read (task.yaml:1:1: a task has" in refused.err
    assert len(refused.err.splitlines()) == 1


def test_a_plan_is_for_the_wiki_that_it_was_made_for(wikisweep, planned, home):
    plan = planned()
    (home / "user-config.yaml").write_text("wikis:\n  other: {export: export.xml}\n")
    unknown = wikisweep("apply", plan, "--yes")
    assert unknown.code == 2
    assert f"plan {plan} was made for small: " in unknown.err
    assert "name it by --wiki" in unknown.err
    other = wikisweep("apply", plan, "--yes", "--wiki", "demo")
    assert (other.code, other.out) == (2, "")
    assert "name the right wiki by --wiki" in other.err


def test_a_plan_from_a_file_is_applied_under_its_own_id(wikisweep, planned, ledger, home):
    plan = planned()
    (home / "mercury.plan").write_bytes(b"".join(write_plan(ledger, plan)))
    applied = wikisweep("apply", "mercury.plan", "--yes", "--state", str(home / "elsewhere"))
    assert (applied.code, len(applied.lines)) == (0, 4)
    assert f"plan {plan}: task on small" in applied.err
    assert wikisweep("show", plan, "--state", str(home / "elsewhere")).code == 0
    missing = wikisweep("apply", "none.plan", "--yes")
    assert (missing.code, missing.out) == (2, "")
    assert "none.plan" in missing.err


def test_there_must_be_such_a_plan(wikisweep):
    result = wikisweep("apply", "zzzz")
    assert (result.code, result.out) == (2, "")
    assert "no plan 'zzzz'" in result.err


def test_an_edit_that_came_between_is_kept_and_the_same_change_made(wikisweep, planned, pages):
    plan = planned()
    pages["Planet"] = "The [[Mercury]] planet. And more."
    result = wikisweep("apply", plan, "--yes")
    assert (result.code, result.lines[0]) == (0, "saved           Planet")
    assert pages["Planet"] == f"{AFTER}. And more."


def test_a_conflict_is_an_outcome_and_no_failure(wikisweep, planned, pages):
    plan = planned()
    pages["Planet"] = "[[Mercury]] and [[Mercury]], planet"
    result = wikisweep("apply", plan, "--yes", "--format", "json")
    assert result.code == 0
    first, *_, run = result.objects
    assert (first["outcome"], first["revid"], run["conflicts"]) == ("conflict", None, 1)
    assert pages["Planet"] == "[[Mercury]] and [[Mercury]], planet"


def test_a_quota_is_told_and_kept_and_the_rest_done_later(wikisweep, home, planned):
    (home / "task.yaml").write_text(
        TASK.replace("name the planet}", "name the planet, at_most: 2}")
    )
    plan = planned()
    first = wikisweep("apply", plan, "--yes")
    assert (first.code, len(first.lines)) == (0, 3)
    assert "wikisweep: at_most: 2 of them at a time" in first.err.splitlines()
    assert first.lines[-1].endswith(f"; to go on: wikisweep apply {plan}")
    second = wikisweep("apply", plan, "--yes")
    assert (second.code, len(second.lines)) == (0, 2)
    assert second.lines[-1].endswith("done: 1 saved")


def test_a_plan_beyond_its_limits_is_stopped_before_its_first_write(
    wikisweep, home, planned, pages
):
    (home / "task.yaml").write_text(f"{TASK}limits: {{refuse_over: 2}}\n")
    result = wikisweep("apply", planned(), "--yes")
    assert result.code == 3
    (line,) = result.lines
    assert (
        "stopped: nothing was written; 3 left; limits: 3 changes are more than refuse_over: 2"
        in (line)
    )
    assert pages["Planet"] == "The [[Mercury]] planet"


def test_a_stop_is_told_on_stderr_where_stdout_is_for_programs(wikisweep, home, planned):
    (home / "task.yaml").write_text(f"{TASK}bots: {{stop_page: User:X/Stop}}\n")
    result = wikisweep("apply", planned(), "--yes", "--format", "json", "--quiet")
    assert result.code == 3
    (run,) = result.objects
    assert run["state"] == "stopped"
    assert "User:X/Stop" in run["reason"]
    assert result.err == f"wikisweep: run {run['run']} was stopped: {run['reason']}\n"


def test_another_process_at_the_same_task_is_named(wikisweep, planned, ledger, pages):
    plan = planned()
    site = ledger.plan(plan).site
    with ledger.locks.hold(site, "task", "run"):
        result = wikisweep("apply", plan, "--yes")
    assert (result.code, result.out) == (3, "")
    assert "wikisweep: task: process " in result.err
    assert pages["Planet"] == "The [[Mercury]] planet"


def test_items_that_fail_have_an_exit_code_of_their_own(wikisweep, planned, ledger, pages):
    first = ledger.plan(planned())
    one, two, _ = (entry.item for entry in ledger.items(first.id))
    plan = ledger.begin(
        task=first.task,
        task_text=first.task_text,
        wiki=first.wiki,
        account=first.account,
        versions=first.versions,
        site=first.site,
    )
    ledger.add(plan.id, [one, replace(two, comes_after=(1,))])
    ledger.finish(plan, Funnel(seen=2, planned=2, items=Counter(edit=2)), 1, 0.1)
    pages["Planet"] = "[[Mercury]] and [[Mercury]], planet"
    result = wikisweep("apply", plan.id, "--yes", "--format", "json")
    *items, run = result.objects
    assert [one["outcome"] for one in items] == ["conflict", "failed"]
    assert (result.code, run["state"], run["failed"]) == (4, "done", 1)


def test_the_words_of_an_error_name_the_run_and_how_to_go_on(wikisweep, planned, tmp_path):
    plan = planned()
    rewritten(tmp_path, "UPDATE item SET digest = x'00' WHERE number = 2")
    result = wikisweep("apply", plan, "--yes")
    assert result.code == 1
    (last,) = result.lines
    run = last.split()[1]
    assert (
        last == f"Run {run} failed: nothing was written; 3 left; to go on: wikisweep resume {run}"
    )
    assert result.err.splitlines()[-1].endswith(f"; wikisweep resume {run} goes on")


def test_a_run_that_cannot_even_begin_is_told_without_one(wikisweep, planned, tmp_path, pages):
    plan = planned()
    rewritten(
        tmp_path,
        "CREATE TRIGGER full BEFORE INSERT ON run BEGIN SELECT RAISE(ABORT, 'no room'); END",
    )
    result = wikisweep("apply", plan, "--yes")
    assert (result.code, result.out) == (1, "")
    assert result.err.splitlines()[-1].endswith("no room")
    assert pages["Planet"] == "The [[Mercury]] planet"


def test_where_nobody_reads_the_outcomes_the_run_is_ended(planned, pages):
    plan = planned()
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [COMMAND, "apply", plan, "--yes", "--quiet"],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    found = re.fullmatch(
        r"wikisweep: cannot write the output: Broken pipe; run (\w+) was ended, "
        r"wikisweep resume (\w+) goes on",
        line,
    )
    assert found
    assert pages["Planet"] == AFTER
    assert pages["Messenger"] == "[[Hermes]] is no planet"
    assert process("history", found[1]).code == 0
    assert process("resume", found[1], "--yes").lines[-1] == f"Run {found[1]} done: 3 saved"


def test_a_last_line_that_cannot_be_written_changes_nothing_of_the_run(planned, ledger, home):
    (home / "task.yaml").write_text(f"{TASK}limits: {{refuse_over: 2}}\n")
    plan = planned()
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [COMMAND, "apply", plan, "--yes", "--quiet"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    (run,) = ledger.runs.runs(plan=plan)
    assert run.state == "stopped"
    assert (done.returncode, done.stderr) == (
        1,
        f"wikisweep: cannot write the output: No space left on device; run {run.id} is stopped\n",
    )
