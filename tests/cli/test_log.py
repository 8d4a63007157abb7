"""The log: a line for each thing told, for people or for programs, and for errors as well."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from bot.cli.endings import exit_code
from bot.cli.log import Log, asked_log
from bot.cli.status import Status
from bot.errors import InvalidFile, Place, Problem, UsageError
from tests.cli.conftest import on_terminal, process

LINE = re.compile(r"(?P<time>\S+Z) (?P<level>DEBUG|INFO|WARNING|ERROR) +(?P<rest>.*)")


def test_a_line_of_text_has_time_level_and_what_it_is_about(capsys):
    log = Log("text")
    log.write("waiting 5 s for testwiki")
    log.set(task="mercury", wiki="testwiki", run="")
    log.write("no such page", "warning")
    log.set(run="k3fd7m", wiki="")
    log.error("it failed")
    told = capsys.readouterr()
    assert told.out == ""
    first, second, third = (LINE.fullmatch(line) for line in told.err.splitlines())
    assert first
    assert datetime.now(UTC) - datetime.fromisoformat(first["time"]) < timedelta(minutes=1)
    assert (first["level"], first["rest"]) == ("INFO", "waiting 5 s for testwiki")
    assert second
    assert (second["level"], second["rest"]) == (
        "WARNING",
        "task=mercury wiki=testwiki: no such page",
    )
    assert third
    assert (third["level"], third["rest"]) == ("ERROR", "task=mercury run=k3fd7m: it failed")


def test_a_line_of_json_is_one_object_with_the_same(capsys):
    log = Log("json")
    log.write("ждём 5 s")
    log.set(task="mercury", run="k3fd7m")
    log.write("a\nb\x1b[2J\u202e\ud800", "error")
    first, second = capsys.readouterr().err.splitlines()
    assert "ждём" in first  # letters stay letters
    told = json.loads(first)
    assert list(told) == ["time", "level", "message"]
    assert told["level"] == "info"
    assert datetime.fromisoformat(told["time"]).utcoffset() == timedelta(0)
    assert second.isascii()
    assert json.loads(second) == {
        "time": json.loads(second)["time"],
        "level": "error",
        "message": "a\nb\x1b[2J\u202e\ud800",
        "task": "mercury",
        "run": "k3fd7m",
    }


def test_no_text_breaks_a_line_of_text(capsys):
    Log("text").write("a\nb\r\x1b[2J\u2028c")
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith(r"a\nb\r\x1b[2J\u2028c")


def test_threads_do_not_mix_their_lines(capsys):
    log = Log("json")

    def write() -> None:
        for _ in range(50):
            log.write("x" * 500)

    threads = [Thread(target=write) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 200
    assert all(json.loads(line)["message"] == "x" * 500 for line in lines)


def test_a_standard_error_that_is_gone_ends_nothing():
    code = "from bot.cli.log import Log; Log('json').write('lost'); print('went on')"
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=full, check=False
        )
    assert done.stdout == b"went on\n"


@pytest.mark.parametrize(
    ("arguments", "form"),
    [
        (["run", "t.yaml"], None),
        (["run", "--log", "json", "t.yaml"], "json"),
        (["run", "t.yaml", "--log=text"], "text"),
        (["run", "--log", "json", "--log", "text"], "text"),
        (["run", "--log=xml"], None),
        (["run", "--log"], None),
        (["run", "--logs", "json"], None),
        (["run", "json"], None),
        ([], None),
    ],
)
def test_the_log_is_known_before_the_command_line_is_understood(arguments, form):
    log = asked_log(arguments)
    assert (log.form if log else None) == form


def test_errors_are_lines_of_the_log(capsys):
    problems = [Problem(Place("t.yaml", line, 1), "wrong") for line in (1, 2)]
    assert exit_code(InvalidFile(problems), tell=Log("json").error) == 2
    assert exit_code(UsageError("no such thing"), tell=Log("json").error) == 2
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [one["message"] for one in told] == [
        "t.yaml:1:1: wrong",
        "t.yaml:2:1: wrong",
        "no such thing",  # without the name of the program: that is for people
    ]
    assert {one["level"] for one in told} == {"error"}


def test_notices_are_lines_of_the_log_and_nothing_is_drawn(capsys):
    status = Status(log=Log("json"))
    status.about(task="mercury")
    status.show("12 pages")
    status.say("waiting")
    status.say("worse", "warning")
    status.clear()
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(one["level"], one["message"], one["task"]) for one in told] == [
        ("info", "waiting", "mercury"),
        ("warning", "worse", "mercury"),
    ]


def test_quiet_silences_all_but_errors(capsys):
    for status in (Status(quiet=True, log=Log("text")), Status(quiet=True)):
        status.say("waiting")
        status.say("worse", "warning")
        assert capsys.readouterr().err == ""
        status.say("it failed", "error")
        assert "it failed" in capsys.readouterr().err


def test_without_a_log_there_is_nothing_to_be_about(capsys):
    status = Status()
    status.about(task="mercury")
    status.say("waiting")
    assert capsys.readouterr().err == "wikisweep: waiting\n"


def test_a_run_tells_its_errors_in_the_log(home):
    result = process("run", "none.yaml", "--log", "json", cwd=home)
    assert result.code == 2
    (line,) = result.err.splitlines()
    told = json.loads(line)
    assert told["level"] == "error"
    assert "there is no such file" in told["message"]
    assert result.out == ""


def test_a_traceback_goes_into_the_log_line_by_line(home):
    result = process("run", "none.yaml", "--log", "json", "--debug", cwd=home)
    told = [json.loads(line)["message"] for line in result.err.splitlines()]
    assert told[0] == "Traceback (most recent call last):"


def test_wrong_usage_is_told_in_the_log_that_was_asked_for(home):
    result = process("run", "--log", "json", "--no-such-option", cwd=home)
    assert result.code == 2
    assert "no such option" in json.loads(result.err)["message"]


def test_a_log_draws_nothing_on_a_terminal():
    code, sent = on_terminal(["run", "task.yaml", "--log", "text"])
    assert code == 0, sent
    assert "\x1b[K" not in sent
