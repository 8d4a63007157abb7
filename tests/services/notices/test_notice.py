"""What a notice is made of, and when it goes out."""

import platform
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import BotError, InvalidFile, Place, Problem, Stopped, Unreachable
from bot.services.notices import of_failure, of_run, of_task, of_test
from tests.services.notices.conftest import BEGUN, ENDED, a_run


def test_a_run_is_told_with_all_that_is_known_of_it():
    told = of_run(a_run("stopped", "testwiki: the stop page says 'no'"))
    assert (told.task, told.wiki, told.state) == ("mercury", "testwiki", "stopped")
    assert (told.run, told.plan, told.account) == ("k3fd7m", "pj3vdh", "SweepBot")
    assert told.reason == "testwiki: the stop page says 'no'"
    assert (told.started, told.finished) == (BEGUN, ENDED)
    assert (told.planned, told.outcomes) == (40, {"saved": 11, "conflict": 1})
    assert told.command == "wikisweep resume k3fd7m"
    assert told.host == platform.node()
    assert datetime.now(UTC) - told.time < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("run", "occasion", "command"),
    [
        (a_run("done"), "done", "history"),
        (a_run("done", outcomes={"saved": 39, "failed": 1}), "failure", "history"),
        (a_run("done", outcomes={"refused": 2, "protected": 1}), "done", "history"),
        (a_run("stopped"), "stop", "resume"),
        (a_run("ended"), "stop", "resume"),
        (a_run("failed"), "failure", "resume"),
        (a_run("running"), "failure", "resume"),  # its process did not come to say how it ended
    ],
)
def test_how_a_run_ended_says_when_it_is_told_and_what_to_do(run, occasion, command):
    told = of_run(run)
    assert told.occasion == occasion
    assert told.command == f"wikisweep {command} k3fd7m"


def test_a_task_that_came_to_no_run_is_told_by_its_file():
    told = of_failure(Path("tasks/mer cury.yaml"), Unreachable("testwiki: it does not answer"))
    assert (told.task, told.wiki, told.state, told.run) == ("mer cury", "", "failed", "")
    assert told.reason == "testwiki: it does not answer"
    assert told.command == "wikisweep doctor 'tasks/mer cury.yaml'"
    assert told.occasion == "failure"


def test_a_guard_that_speaks_before_a_run_begins_is_a_stop():
    told = of_failure("t.yaml", Stopped("held by another"), task="mercury", wiki="testwiki")
    assert (told.task, told.wiki, told.state, told.occasion) == (
        "mercury",
        "testwiki",
        "stopped",
        "stop",
    )


def test_where_a_plan_is_kept_it_is_shown():
    assert of_failure("t.yaml", BotError("x"), plan="pj3vdh").command == "wikisweep show pj3vdh"


def test_all_problems_of_a_file_are_in_one_line():
    problems = [Problem(Place("t.yaml", line, 1), f"problem {line}") for line in (1, 2)]
    told = of_failure("t.yaml", InvalidFile(problems))
    assert told.reason == "t.yaml:1:1: problem 1; t.yaml:2:1: problem 2"


def test_of_a_bug_only_its_kind_is_told():
    told = of_failure("t.yaml", ValueError("whatever was in its hands"))
    assert told.reason == "a bug (ValueError)"


@pytest.mark.parametrize("signal", [KeyboardInterrupt(), SystemExit()])
def test_a_signal_before_the_run_ends_the_task(signal):
    told = of_failure("t.yaml", signal)
    assert (told.state, told.occasion) == ("ended", "stop")
    assert told.reason == "a signal ended it before anything was written"
    assert told.command == "wikisweep run t.yaml"


def test_a_task_is_told_by_its_run_where_it_came_to_one():
    run, error = a_run("failed", "its own reason"), Unreachable("an error")
    assert of_task("t.yaml", task="t", wiki="w", run=run).reason == "its own reason"
    assert of_task("t.yaml", task="t", wiki="w", run=run, error=error).reason == "its own reason"
    assert (
        of_task("t.yaml", task="t", wiki="w", run=a_run("failed"), error=error).reason == "an error"
    )


def test_a_task_is_told_by_its_error_where_it_came_to_no_run():
    told = of_task("t.yaml", task="t", wiki="w", plan="pj3vdh", error=Stopped("limits"))
    assert (told.state, told.reason, told.plan) == ("stopped", "limits", "pj3vdh")


def test_a_task_with_nothing_to_do_is_done():
    told = of_task("my task.yaml", task="t", wiki="w", plan="pj3vdh")
    assert (told.state, told.occasion, told.reason) == ("done", "done", "nothing to do")
    assert told.command == "wikisweep show pj3vdh"
    assert of_task("my task.yaml", task="t", wiki="w").command == "wikisweep plan 'my task.yaml'"


def test_a_test_goes_out_on_every_occasion():
    assert of_test("testwiki").occasion is None
    assert of_test("testwiki").state == "test"
