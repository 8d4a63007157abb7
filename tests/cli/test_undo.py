"""`wikisweep undo`: planned, shown, asked for, applied, and undone in turn."""

import pytest

from bot.ledger import Ledger
from tests.cli.conftest import TASK, on_terminal

BEFORE = "The [[Mercury]] planet"
AFTER = "The [[Mercury (planet)|Mercury]] planet"


@pytest.fixture
def run(wikisweep) -> str:
    """A run of the task of the test's folder: three pages."""
    plan = wikisweep("plan", "task.yaml", "--format", "json").objects[-1]["plan"]
    applied = wikisweep("apply", plan, "--yes", "--format", "json")
    return str(applied.objects[-1]["run"])


def test_a_run_is_taken_back_and_given_again(wikisweep, pages, run):
    assert pages["Planet"] == AFTER
    done = wikisweep("undo", run, "--yes")
    assert done.code == 0
    assert pages["Planet"] == BEFORE
    assert "-The [[Mercury[- (planet)|Mercury-]]] planet" in done.out
    assert f"takes back run {run}" in done.out
    assert done.lines[-1].endswith(" done: 3 saved")
    second = wikisweep("history", "--format", "json").objects[0]
    assert (second["undoes"], second["task"], second["saved"]) == (run, "task", 3)
    assert wikisweep("undo", second["run"], "--yes").code == 0
    assert pages["Planet"] == AFTER


def test_json_is_that_of_a_plan_and_then_of_its_run(wikisweep, run):
    objects = wikisweep("undo", run, "--yes", "--format", "json").objects
    assert [one["type"] for one in objects] == [
        *["edit"] * 3,
        "summary",
        *["outcome"] * 3,
        "run",
    ]
    assert objects[0]["summary"].startswith("Undo revision ")
    assert objects[0]["summary"].endswith(" by Offline (name the planet)")


def test_off_a_terminal_it_is_shown_and_kept_and_nothing_is_written(wikisweep, pages, run):
    result = wikisweep("undo", run)
    assert result.code == 2
    assert "+The [[Mercury]] planet" in result.out
    plan = result.err.split("wikisweep apply ")[1].split()[0]
    assert f"wikisweep apply {plan} --yes" in result.err
    assert pages["Planet"] == AFTER
    assert wikisweep("apply", plan, "--yes").code == 0
    assert pages["Planet"] == BEFORE


@pytest.mark.parametrize(("typed", "text"), [("y\n", BEFORE), ("n\n", AFTER), ("\n", AFTER)])
def test_on_a_terminal_it_asks(run, pages, typed, text):
    code, sent = on_terminal(["undo", run], typed=typed)
    assert code == 0
    assert "Write 3 items to small?" in sent
    assert pages["Planet"] == text


def test_what_cannot_be_taken_back_is_listed_and_left(wikisweep, pages, run):
    pages["Planet"] = "Another text altogether"
    result = wikisweep("undo", run, "--yes")
    assert "2 planned: 2 edits" in result.out
    assert "1 left out: later edits touch what the run changed [overlaps]" in result.out
    assert "! Planet: later edits changed the same lines" in result.out
    assert pages["Planet"] == "Another text altogether"
    again = wikisweep("undo", run, "--yes", "--format", "json")
    assert again.code == 0
    *skips, summary = again.objects
    assert [list(one) for one in skips] == [["type", "title", "reason", "detail"]] * 3
    reasons = {one["title"]: one["reason"] for one in skips}
    assert reasons.pop("Planet") == "overlaps"
    assert set(reasons.values()) == {"already"}
    assert summary["skipped"] == {"overlaps": 1, "already": 2}
    shown = wikisweep("show", summary["plan"], "--format", "json")
    assert shown.objects == again.objects


def test_later_edits_elsewhere_on_the_page_stay(wikisweep, pages):
    pages["Planet"] = f"{BEFORE}\n\nThe end."
    plan = wikisweep("plan", "task.yaml", "--format", "json").objects[-1]["plan"]
    run = wikisweep("apply", plan, "--yes", "--format", "json").objects[-1]["run"]
    pages["Planet"] = f"{AFTER}\n\nThe end, and more."
    assert wikisweep("undo", run, "--yes").code == 0
    assert pages["Planet"] == f"{BEFORE}\n\nThe end, and more."


def test_only_the_pages_that_are_named(wikisweep, pages, run):
    result = wikisweep("undo", run, "--page", "planet", "--yes")
    assert result.lines[-1].endswith(" done: 1 saved")
    assert pages["Planet"] == BEFORE
    assert "(planet)" in pages["Messenger"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--page", "Earth"], "did nothing with Earth; wikisweep history"),
        (["--page", "[["], "is not a page title"),
        (["--wiki", "demo"], "wrote to offline:"),
        (["--wiki", "none"], "no wiki is called 'none'"),
    ],
)
def test_wrong_usage_plans_nothing(wikisweep, run, options, told):
    before = wikisweep("show").out
    result = wikisweep("undo", run, "--yes", *options)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert wikisweep("show").out == before


def test_an_unknown_run_is_told(wikisweep):
    result = wikisweep("undo", "kkkkkk")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("wikisweep: no run 'kkkkkk' in the ledger")


def test_while_the_task_is_at_work_nothing_is_taken_back(wikisweep, run, tmp_path):
    with Ledger(tmp_path / "state/ledger.sqlite") as ledger:
        held = ledger.runs.run(run)
        with ledger.locks.hold(held.site, held.task, "apply"):
            result = wikisweep("undo", run, "--yes")
    assert (result.code, result.out) == (3, "")
    assert len(result.err.splitlines()) == 1
    assert wikisweep("undo", run, "--yes").code == 0


def test_a_reader_that_goes_away_leaves_an_unfinished_plan(run, tmp_path, monkeypatch, wikisweep):
    class Gone:
        """A pipe that nobody reads any more."""

        def write(self, _: str) -> int:
            raise BrokenPipeError

        def writelines(self, lines) -> None:
            for line in lines:
                self.write(line)

        def flush(self) -> None:
            """Nothing is held."""

        def isatty(self) -> bool:
            return False

    with monkeypatch.context() as patched:
        patched.setattr("sys.stdout", Gone())
        result = wikisweep("undo", run, "--yes")
    assert result.code == 1
    assert "nobody reads the output any more; plan" in result.err
    with Ledger(tmp_path / "state/ledger.sqlite") as ledger:
        assert ledger.plans()[0].state == "broken"


def test_a_template_that_fails_leaves_an_unfinished_plan_and_says_so(wikisweep, run, home):
    (home / "own").mkdir()
    (home / "own/item.txt").write_text("{{ nothing }}")
    config = home / "user-config.yaml"
    config.write_text(f"templates: own\n{config.read_text()}")
    result = wikisweep("undo", run, "--yes")
    assert (result.code, result.out) == (2, "")
    unfinished, fault = result.err.splitlines()
    assert unfinished.endswith("is unfinished; nothing was taken back")
    assert "template item.txt, line 1" in fault


def test_a_task_that_is_planned_again_does_not_undo_the_undo(wikisweep, pages, run):
    assert wikisweep("undo", run, "--yes").code == 0
    summary = wikisweep("plan", "task.yaml", "--format", "json").objects[-1]
    assert summary["planned"] == 0
    assert summary["skipped"]["reverted"] == 3
    assert pages["Planet"] == BEFORE
    assert "planet" in TASK
