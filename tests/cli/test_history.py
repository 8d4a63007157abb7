"""`wikisweep history`, `show RUN` and `prune`: what was done, and what is no longer kept."""

import re
import sqlite3
from contextlib import closing

import pytest

from tests.cli.conftest import TASK, on_terminal

KEYS = [
    *("run", "plan", "task", "wiki", "account", "started", "finished", "state"),
    *("planned", "saved", "failed", "conflicts"),
]
FURTHER = ["undoes", "reason", "unattended", "outcomes"]
OUTCOME = ["type", "run", "item", "title", "outcome", "revid", "merged", "detail", "diff"]


@pytest.fixture
def ran(wikisweep):
    """Plans and applies the task of the test's folder, or another; gives the run's id."""

    def run(task: str = "task.yaml") -> str:
        plan = wikisweep("plan", task, "--format", "json").objects[-1]["plan"]
        applied = wikisweep("apply", plan, "--yes", "--format", "json")
        assert applied.code == 0
        return str(applied.objects[-1]["run"])

    return run


@pytest.fixture
def other(home) -> str:
    """A second task, of which nothing is done yet."""
    (home / "other.yaml").write_text(TASK.replace("{text: planet}", "{text: element}"))
    return "other.yaml"


@pytest.fixture
def runs(ran, other, tmp_path) -> dict[str, str]:
    """Two runs, of which the first was on another day."""
    runs = {"first": ran(), "second": ran(other)}
    then = ("2026-01-05T12:00:00+00:00", runs["first"])
    with closing(sqlite3.connect(tmp_path / "state/ledger.sqlite")) as ledger, ledger:
        ledger.execute("UPDATE run SET started = ? WHERE id = ?", then)
    return runs


def test_without_a_run_there_is_nothing_to_tell(wikisweep):
    result = wikisweep("history")
    assert (result.code, result.out) == (0, "")
    assert "no runs yet; wikisweep apply PLAN makes one" in result.err
    assert wikisweep("history", "--task", "x").err == "wikisweep: no such runs\n"


def test_runs_are_listed_the_newest_first(wikisweep, ran, other):
    first, second = ran(), ran(other)
    lines = wikisweep("history").lines
    assert [line.split()[0] for line in lines] == [second, first]
    assert lines[1].endswith("     3 saved  task on small")
    objects = wikisweep("history", "--format", "json").objects
    assert [one["run"] for one in objects] == [second, first]
    assert list(objects[0]) == KEYS + FURTHER
    assert (objects[1]["planned"], objects[1]["saved"], objects[1]["failed"]) == (3, 3, 0)
    assert objects[1]["outcomes"] == {"saved": 3}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (["--task", "task"], "first"),
        (["--task", "other", "--wiki", "small"], "second"),
        (["--wiki", "large"], ""),
        (["--limit", "1"], "second"),
        (["--since", "7d"], "second"),
        (["--until", "7d"], "first"),
        (["--since", "2026-01-05", "--until", "2026-01-05"], "first"),
        (["--until", "2026-01-04"], ""),
        (["--since", "2026-01-06", "--task", "task"], ""),
    ],
)
def test_runs_are_found_by_task_wiki_and_date(wikisweep, runs, filters, found):
    listed = wikisweep("history", *filters, "--format", "json").objects
    assert [one["run"] for one in listed] == [runs[name] for name in found.split()]


def test_plans_that_were_never_applied_are_listed_where_asked(wikisweep, ran):
    run = ran()
    plan = wikisweep("plan", "task.yaml", "--format", "json").objects[-1]["plan"]
    assert len(wikisweep("history").lines) == 1
    newest, oldest = wikisweep("history", "--plans").lines
    assert newest.startswith(f"{plan}  ")
    assert newest.endswith("  (never applied)")
    assert oldest.startswith(run)
    unapplied, applied = wikisweep("history", "--plans", "--format", "json").objects
    assert list(unapplied) == list(applied)
    assert (unapplied["run"], unapplied["plan"], unapplied["state"]) == (None, plan, "ready")
    assert len(wikisweep("history", "--plans", "--limit", "1").lines) == 1
    assert len(wikisweep("history", "--plans", "--since", "7d").lines) == 2
    assert wikisweep("history", "--plans", "--until", "7d").out == ""


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--since", "soon"], "--since: 'soon' is no time"),
        (["--until", "2026-02-30"], "--until: '2026-02-30' is no time"),
        (["--limit", "0"], "--limit"),
        (["kkkk"], "no run 'kkkk'"),
        (["kkkkkk", "--task", "x"], "leave out either RUN or them"),
        (["kkkkkk", "--plans"], "leave out either RUN or them"),
    ],
)
def test_wrong_usage_is_told_in_a_line(wikisweep, options, told):
    result = wikisweep("history", *options)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert len(result.err.splitlines()) == 1


def test_a_run_is_told_page_by_page(wikisweep, ran):
    run = ran()
    head, *items, last = wikisweep("history", run[:4].upper()).lines
    assert re.fullmatch(rf"Run {run} of plan \w{{6}}: task on small as Offline, .*", head)
    assert items[0] == "saved           Planet"
    assert len(items) == 3
    assert last == f"Run {run} done: 3 saved"
    *items, last = wikisweep("history", run, "--format", "json").objects
    assert [list(one) for one in items] == [OUTCOME] * 3
    assert (items[0]["title"], items[0]["outcome"], items[0]["diff"]) == ("Planet", "saved", None)
    assert list(last) == ["type", *KEYS, *FURTHER]


def test_what_nobody_knows_the_outcome_of_says_how_to_find_out(wikisweep, ran, tmp_path):
    run = ran()
    with closing(sqlite3.connect(tmp_path / "state/ledger.sqlite")) as ledger, ledger:
        ledger.execute("UPDATE record SET code = NULL, revid = NULL WHERE number = 2")
    lines = wikisweep("history", run).lines
    assert lines[2].startswith("unknown ")
    assert lines[2].endswith(f"wikisweep resume {run} finds out")


def test_diffs_are_linked_without_asking_the_wiki(wikisweep, ran, tmp_path, home):
    run = ran()
    with closing(sqlite3.connect(tmp_path / "state/ledger.sqlite")) as ledger, ledger:
        ledger.execute("UPDATE run SET site = 'wiki.invalid/w', wiki = 'far'")
    revid = wikisweep("history", run, "--format", "json").objects[0]["revid"]
    link = f"https://wiki.invalid/w/index.php?diff={revid}"
    assert wikisweep("history", run).lines[1].endswith(f"  {link}")
    assert wikisweep("history", run, "--format", "json").objects[0]["diff"] == link
    (home / "user-config.yaml").write_text(
        "contact: User:T on meta\nwikis:\n  far: {api: 'http://wiki.invalid/w/api.php'}\n"
    )
    assert wikisweep("history", run).lines[1].endswith(link.replace("https", "http"))


def test_show_knows_runs_as_well(wikisweep, ran, home):
    run = ran()
    shown = wikisweep("show", run[:5])
    assert shown.code == 0
    assert re.search(r"^\(1\) Planet \[saved as revision \d+\]$", shown.out, re.MULTILINE)
    assert "+The [[Mercury{+ (planet)|Mercury+}]] planet" in shown.out
    assert shown.lines[-1] == f"Run {run} done: 3 saved"
    *items, last = wikisweep("show", run, "--format", "json").objects
    assert items[0]["type"] == "edit"
    assert items[0]["diff"].startswith("--- Planet\n")
    assert (items[0]["outcome"], last["type"]) == ("saved", "run")
    page = wikisweep("show", run, "--html", "run.html", "--format", "json")
    assert f"page written: {home}/run.html" in page.err
    assert (home / "run.html").read_text().count('<details class="item"') == 3


def test_show_tells_what_it_cannot_find_or_do(wikisweep, ran):
    run = ran()
    missing = wikisweep("show", "kkkk")
    assert (missing.code, missing.out) == (2, "")
    assert "no plan 'kkkk'" in missing.err
    assert "no run 'kkkk'" in missing.err
    out = wikisweep("show", run, "--out", "x.plan")
    assert (out.code, out.out) == (2, "")
    assert "--out writes a plan; that of run" in out.err
    nowhere = wikisweep("show", run, "--html", "no/folder/x.html")
    assert (nowhere.code, nowhere.out) == (2, "")


def test_a_name_that_is_a_plans_and_a_runs_is_not_guessed_at(wikisweep, ran, tmp_path):
    run = ran()
    with closing(sqlite3.connect(tmp_path / "state/ledger.sqlite")) as ledger, ledger:
        ledger.execute("UPDATE plan SET id = ?", (f"{run[:4]}00",))
        ledger.execute("UPDATE item SET plan = ?", (f"{run[:4]}00",))
    result = wikisweep("show", run[:4])
    assert (result.code, result.out) == (2, "")
    assert "give more of it" in result.err
    assert wikisweep("show", run).code == 0


def aged(tmp_path) -> None:
    """Let all that was done have been done a year ago."""
    then = "2025-01-01T12:00:00+00:00"
    with closing(sqlite3.connect(tmp_path / "state/ledger.sqlite")) as ledger, ledger:
        ledger.execute("UPDATE plan SET started = ?, finished = ?", (then, then))
        ledger.execute("UPDATE run SET started = ?, finished = ?", (then, then))
        ledger.execute("UPDATE record SET intended = ?", (then,))


def test_prune_drops_old_plans_and_says_so(wikisweep, ran, tmp_path):
    run = ran()
    fresh = wikisweep("prune", "--yes")
    assert (fresh.code, fresh.out) == (0, "No plan is older than 90d.\n")
    assert wikisweep("prune").code == 0
    aged(tmp_path)
    wikisweep("plan", "task.yaml")
    asked = wikisweep("prune")
    assert (asked.code, asked.out) == (2, "")
    assert "1 plan older than 90d is to be dropped; 1 run of them can then" in asked.err
    assert len(wikisweep("show").lines) == 2
    done = wikisweep("prune", "--yes")
    assert (done.code, done.out) == (0, "Dropped 1 plan with 1 run.\n")
    assert len(wikisweep("show").lines) == 1
    assert wikisweep("history").lines[0].split()[0] == run
    told = wikisweep("history", run)
    assert told.lines[-1] == f"Run {run} done: 3 saved"
    assert "wikisweep prune dropped them" in told.err
    undone = wikisweep("undo", run, "--yes")
    assert (undone.code, undone.out) == (2, "")
    assert "prune dropped its texts" in undone.err


def test_prune_in_json_counts_what_was_dropped(wikisweep, tmp_path):
    wikisweep("plan", "task.yaml")
    aged(tmp_path)
    (line,) = wikisweep("prune", "--older-than", "1w", "--yes", "--format", "json").objects
    assert list(line) == ["type", "plans", "runs", "before"]
    assert (line["type"], line["plans"], line["runs"]) == ("prune", 1, 0)


@pytest.mark.parametrize("older", ["soon", "90", "9999y"])
def test_prune_tells_an_age_that_is_none(wikisweep, older):
    result = wikisweep("prune", "--older-than", older)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("wikisweep: --older-than: ")


@pytest.mark.parametrize(("typed", "left"), [("y\n", 0), ("n\n", 2), ("\n", 2)])
def test_prune_asks_on_a_terminal(wikisweep, tmp_path, typed, left):
    wikisweep("plan", "task.yaml")
    wikisweep("plan", "task.yaml")
    aged(tmp_path)
    code, sent = on_terminal(["prune"], typed=typed)
    assert code == 0
    assert "2 plans older than 90d are to be dropped" in sent
    assert ("Dropped 2 plans." if not left else "nothing was dropped") in sent
    assert len(wikisweep("show").lines) == left
