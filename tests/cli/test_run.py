"""`wikisweep run`: tasks planned and applied in turn, one line each, the gravest exit code."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import threading
import time
from contextlib import closing

import pytest

from bot.ledger import Ledger
from tests.cli.conftest import COMMAND, CONFIG, TASK, on_terminal
from tests.offline.exports import entries, export_xml
from tests.processes import started

AFTER = "The [[Mercury (planet)|Mercury]] planet"
NOTHING = TASK.replace("{text: planet}", "{text: nowhere}")
TOO_MANY = f"{TASK}limits: {{refuse_over: 2}}\n"
LOST = "for_each: {titles: Planet}\nwhere: [namespace: Nowhere]\ndo: [report: {}]\n"
REPORT = """
for_each: {titles: Planet}
do: [{report: {columns: {Page: title}}}]
publish: [{file: out.csv}]
"""
SIGNS = "\n".join(
    [
        f"for_each: {{titles: [{', '.join(f'Talk:P {number}' for number in range(25))}]}}",
        "do: [{replace: {find: old, with: '~~~~'}}]",
        "edit: {summary: s}",
    ]
)
RUN = [
    *("type", "run", "plan", "task", "wiki", "account", "started", "finished", "state"),
    *("planned", "saved", "failed", "conflicts", "reason", "notices"),
]


@pytest.fixture
def tasks(home):
    """Writes task files by name and text."""

    def write(**texts: str) -> list[str]:
        for name, text in texts.items():
            (home / f"{name}.yaml").write_text(text)
        return [f"{name}.yaml" for name in texts]

    return write


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "state/ledger.sqlite") as ledger:
        yield ledger


def test_a_task_is_planned_and_applied_and_told_in_one_line(wikisweep, pages):
    result = wikisweep("run", "task.yaml")
    assert result.code == 0
    (line,) = result.lines
    assert line.startswith("task on small: 3 planned, 3 saved; run ")
    assert line.endswith(" done")
    assert pages["Planet"] == AFTER
    assert "wikisweep: saved Planet" in result.err.splitlines()


def test_the_next_task_is_planned_on_what_the_one_before_left(wikisweep, tasks):
    result = wikisweep("run", "task.yaml", *tasks(again=TASK))
    assert result.code == 0
    assert [line.partition(";")[0] for line in result.lines] == [
        "task on small: 3 planned, 3 saved",
        "again on small: nothing to do",
    ]


def test_json_is_an_object_a_task_with_the_keys_of_a_run(wikisweep, tasks):
    result = wikisweep("run", "task.yaml", *tasks(none=NOTHING), "--format", "json")
    one, none = result.objects
    assert list(one) == list(none) == RUN
    assert (one["task"], one["state"], one["planned"], one["saved"]) == ("task", "done", 3, 3)
    assert (none["run"], none["state"], none["planned"]) == (None, "done", 0)
    assert none["plan"] is not None


def test_quiet_says_nothing_unless_something_is_wrong(wikisweep, tasks):
    quiet = wikisweep("run", "task.yaml", "--quiet")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")
    wrong = wikisweep("run", *tasks(none=NOTHING, lost=LOST), "--quiet")
    assert (wrong.code, wrong.err) == (2, "")
    (line,) = wrong.lines
    assert line.startswith("lost on small: nothing written; ")
    assert "no namespace 'Nowhere'" in line


def test_the_log_is_lines_of_json_where_asked(wikisweep, tasks):
    result = wikisweep("run", "task.yaml", *tasks(lost=LOST), "--log", "json")
    told = [json.loads(line) for line in result.err.splitlines()]
    (saved,) = [one for one in told if one["message"] == "saved Planet"]
    assert (saved["level"], saved["task"], saved["wiki"]) == ("info", "task", "small")
    assert saved["run"] in result.lines[0]
    assert (told[-1]["level"], told[-1]["task"]) == ("error", "lost")
    assert "run" not in told[-1]


def test_a_failing_task_keeps_no_other_from_running(wikisweep, tasks, pages):
    result = wikisweep("run", *tasks(lost=LOST), "task.yaml")
    assert result.code == 2
    assert [line.split()[0] for line in result.lines] == ["lost", "task"]
    assert pages["Planet"] == AFTER


@pytest.mark.parametrize(
    "bad",
    ["for_eech: x\n", f"wiki: far\n{TASK}", f"{REPORT}".replace("out.csv", "task.yaml/out.csv")],
)
def test_a_wrong_file_or_config_keeps_all_from_running(wikisweep, tasks, pages, bad):
    result = wikisweep("run", "task.yaml", *tasks(bad=bad))
    assert (result.code, result.out) == (2, "")
    assert "bad.yaml" in result.err
    assert pages["Planet"] == "The [[Mercury]] planet"


def test_a_secret_that_is_not_there_keeps_all_from_running(wikisweep, home, tasks, pages):
    (home / "user-config.yaml").write_text(
        (home / "user-config.yaml").read_text()
        + "  far:\n    api: https://wiki.example.org/w/api.php\n"
        + "    bot_password: {name: A@b, password: {env: WIKISWEEP_NOT_SET}}\n"
        + "contact: User:Tester on wiki.example.org\ndefault_wiki: small\n"
    )
    result = wikisweep("run", "task.yaml", *tasks(far=f"wiki: far\n{TASK}"))
    assert (result.code, result.out) == (2, "")
    assert "WIKISWEEP_NOT_SET" in result.err
    assert pages["Planet"] == "The [[Mercury]] planet"


def test_a_plan_beyond_its_limits_is_kept_and_nothing_written(wikisweep, tasks, pages):
    result = wikisweep("run", *tasks(many=TOO_MANY), "--format", "json")
    assert result.code == 3
    (line,) = result.objects
    assert (line["state"], line["planned"], line["saved"]) == ("stopped", 3, 0)
    assert line["reason"] == "limits: 3 changes are more than refuse_over: 2"
    assert wikisweep("show", line["plan"]).code == 0
    assert pages["Planet"] == "The [[Mercury]] planet"


def test_a_canary_waits_until_somebody_resumes_it(wikisweep, tasks, pages):
    (task,) = tasks(careful=f"{TASK}limits: {{canary: 1}}\n")
    first = wikisweep("run", task, "--format", "json")
    assert (first.code, first.objects[0]["state"], first.objects[0]["saved"]) == (3, "stopped", 1)
    run = first.objects[0]["run"]
    second = wikisweep("run", task)
    assert second.code == 3
    assert f"run {run} of careful waits for a person: canary: " in second.out
    assert f"waits for a look; wikisweep history {run} shows" in second.out
    assert f"wikisweep resume {run}" in second.out
    assert len(wikisweep("show").lines) == 1
    assert wikisweep("resume", run, "--yes").code == 0
    pages["Planet"] = "The [[Mercury]] planet, again"
    assert wikisweep("run", task).code == 0


def test_what_stops_because_another_run_waits_names_that_one_alone(wikisweep, tasks):
    (task,) = tasks(careful=f"{TASK}limits: {{canary: 1}}\n")
    plan = wikisweep("plan", task, "--format", "json").objects[-1]["plan"]
    run = wikisweep("run", task, "--format", "json").objects[0]["run"]
    result = wikisweep("apply", plan, "--yes")
    assert result.code == 3
    assert re.findall(r"wikisweep resume (\w+)", result.out + result.err) == [run]
    own = wikisweep("history", "--format", "json").objects[0]["run"]
    assert own != run
    assert re.findall(r"wikisweep resume (\w+)", wikisweep("history", own).out) == [run]


@pytest.mark.parametrize("log", [[], ["--log", "text"], ["--log", "json"]])
def test_what_a_plan_notes_is_told_before_anything_is_written(wikisweep, home, tasks, log):
    texts = {f"Talk:P {number}": "old" for number in range(25)}
    (home / "export.xml").write_text(export_xml(*entries(texts)), encoding="utf-8")
    (task,) = tasks(signs=SIGNS)
    result = wikisweep("run", task, "--format", "json", *log)
    assert result.code == 0
    assert result.objects[0]["notices"] == {"changed_at_save": 25}
    lines = result.err.splitlines()
    noted = [number for number, line in enumerate(lines) if "to note: " in line]
    saved = [number for number, line in enumerate(lines) if "saved" in line]
    assert max(noted) < min(saved)
    assert len(noted) == 21
    assert "to note: Talk:P 0: `~~~~` becomes a signature or a date" in lines[noted[0]]
    assert "to note: 5 more like these: " in lines[noted[-1]]
    assert "[changed_at_save]" in lines[noted[-1]]
    if log == ["--log", "json"]:
        assert {json.loads(lines[one])["level"] for one in noted} == {"warning"}


def test_a_ledger_that_is_lost_leaves_what_this_process_knows(wikisweep, ledger, tmp_path):
    assert ledger.runs.runs() == []
    with closing(sqlite3.connect(tmp_path / "state/ledger.sqlite")) as database, database:
        database.execute(
            "CREATE TRIGGER lost BEFORE UPDATE ON run BEGIN SELECT RAISE(ABORT, 'lost'); END"
        )
        database.execute(
            "CREATE TRIGGER third BEFORE UPDATE ON record WHEN NEW.code IS NOT NULL AND "
            "(SELECT count(*) FROM record WHERE code = 'saved') = 2 "
            "BEGIN SELECT RAISE(ABORT, 'lost'); END"
        )
    result = wikisweep("run", "task.yaml")
    assert result.code == 1
    (line,) = result.lines
    assert line.startswith("task on small: 3 planned, 2 saved as far as is known; run ")
    assert " broken off; " in line
    (run,) = ledger.runs.runs()
    assert line.endswith(f"; wikisweep resume {run.id} goes on")
    told = wikisweep("history", "--format", "json").objects[0]
    assert (told["state"], told["saved"]) == ("running", 2)


def test_the_log_has_no_colours_where_data_goes_to_a_terminal():
    code, sent = on_terminal(["run", "task.yaml"])
    assert code == 0
    assert "wikisweep: saved Planet\r\n" in sent
    assert "x1b" not in sent


def test_another_process_at_the_same_task_is_named(wikisweep, ledger, pages):
    plan = wikisweep("plan", "task.yaml", "--format", "json").objects[-1]["plan"]
    with ledger.locks.hold(ledger.plan(plan).site, "task", "apply"):
        result = wikisweep("run", "task.yaml", "--format", "json")
    assert result.code == 3
    (line,) = result.objects
    assert (line["run"], line["plan"], line["state"]) == (None, None, "stopped")
    assert "process" in line["reason"]
    assert pages["Planet"] == "The [[Mercury]] planet"


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["none"], 0),
        (["none", "many"], 3),
        (["many", "lost", "none"], 2),
        (["many", "report", "none"], 1),
    ],
)
def test_the_gravest_exit_code_counts(wikisweep, home, tasks, names, code):
    (home / "templates").mkdir()
    (home / "templates/report.csv").write_text("{{ nothing }}")
    (home / "user-config.yaml").write_text(f"{CONFIG}templates: templates\n")
    texts = {
        "none": NOTHING,
        "many": TOO_MANY,
        "lost": LOST,
        "report": REPORT,
    }
    files = tasks(**{name: texts[name] for name in names})
    assert wikisweep("run", *files, "--quiet").code == code


def test_reports_are_published_to_files(wikisweep, home, tasks):
    result = wikisweep("run", *tasks(report=REPORT))
    assert result.code == 0
    assert (home / "out.csv").read_text().splitlines() == ["Page", "Planet"]
    assert f"wikisweep: report written: {home}/out.csv" in result.err.splitlines()
    assert result.lines[0].startswith("report on small: nothing to do; 1 page seen")


def test_a_line_that_nobody_reads_keeps_no_task_from_running(tasks, pages):
    with subprocess.Popen(
        [COMMAND, "run", *tasks(none=NOTHING), "task.yaml"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout
        running.stdout.close()
        assert running.stderr
        told = running.stderr.read()
        assert running.wait(60) == 1
    assert told.splitlines()[-1] == "wikisweep: cannot write the output: Broken pipe"
    assert pages["Planet"] == AFTER


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_planning_says_what_was_written_before(home, tasks, sent):
    os.mkfifo(home / "endless")
    slow = "for_each: {file: endless}\ndo: [report: {}]\npublish: [{file: out.csv}]\n"
    with started(COMMAND, "run", "task.yaml", *tasks(slow=slow, never=TASK)) as running:
        assert running.stdout
        line = running.stdout.readline()
        run = line.split()[-2]
        running.send_signal(sent)
        out, err = running.communicate(timeout=20)
    assert running.returncode == 128 + sent
    assert out == ""
    word = "^C" if sent == signal.SIGINT else sent.name
    assert err.splitlines()[-1] == f"wikisweep: stopped by {word}; run {run} is done"


STOPPED = """
from bot.plugin import Filter


class Stopped(Filter):
    '''A filter that is broken off.'''

    def keep(self, page):
        raise KeyboardInterrupt
"""


@pytest.fixture
def breaking_off(home):
    """A task that is broken off at its first page, and its config."""
    (home / "own.py").write_text(STOPPED)
    (home / "own.yaml").write_text(f"plugins: own.py\n{CONFIG}")
    (home / "later.yaml").write_text(TASK.replace("{text: planet}", "stopped"))


@pytest.mark.usefixtures("breaking_off")
def test_an_end_before_anything_was_written_says_so(wikisweep):
    result = wikisweep("run", "later.yaml", "--config", "own.yaml")
    assert (result.code, result.out) == (130, "")
    assert result.err.splitlines()[-1] == (
        "wikisweep: stopped by ^C; nothing was written to a wiki"
    )


@pytest.mark.usefixtures("breaking_off")
def test_what_was_written_before_an_end_is_in_its_words(wikisweep, pages):
    result = wikisweep("run", "task.yaml", "later.yaml", "--config", "own.yaml")
    (line,) = result.lines
    assert result.code == 130
    assert result.err.splitlines()[-1] == (
        f"wikisweep: stopped by ^C; run {line.split()[-2]} is done"
    )
    assert pages["Planet"] == AFTER


def test_a_signal_ends_the_task_under_way_and_begins_no_other(wikisweep, home, tasks, tmp_path):
    texts = {f"Page {number}": "old" for number in range(400)}
    (home / "export.xml").write_text(export_xml(*entries(texts)), encoding="utf-8")
    many = (
        "for_each: {all_pages: {}}\ndo: [{replace: {find: old, with: new}}]\nedit: {summary: s}\n"
    )

    def interrupt_after_the_first() -> None:
        with Ledger(tmp_path / "state/ledger.sqlite") as ledger:
            while not any(one.outcomes for one in ledger.runs.runs()):
                time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)

    person = threading.Thread(target=interrupt_after_the_first)
    person.start()
    result = wikisweep("run", *tasks(many=many), "task.yaml")
    person.join()
    assert result.code == 130
    assert result.err.splitlines()[-1] == "wikisweep: task: not begun"
    assert re.search(r"; run \w+ ended; ", result.out)


BROKEN = '''
from bot.plugin import Filter


class Broken(Filter):
    """A filter with a bug."""

    def keep(self, page):
        raise ZeroDivisionError("oops")
'''


def test_a_bug_in_a_plugin_is_told_to_people_too(wikisweep, home):
    (home / "own.py").write_text(BROKEN)
    (home / "own.yaml").write_text("plugins: own.py\nwikis:\n  small: {export: export.xml}\n")
    (home / "task.yaml").write_text(TASK.replace("where: [{text: planet}]", "where: [broken]"))
    result = wikisweep("run", "task.yaml", "--config", "own.yaml")
    assert result.code == 1
    assert "a bug in wikisweep: ZeroDivisionError: oops" in result.err
