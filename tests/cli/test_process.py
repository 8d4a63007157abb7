"""The command as a process: pipes, signals, terminals, odd surroundings, a quick start."""

import os
import re
import signal
import subprocess
import time

import pytest

from tests.cli.conftest import COMMAND, Result, on_terminal, process
from tests.processes import started

FAR = "no config at all.yaml"


def piped(command: str) -> Result:
    """Run a shell's pipeline; the code is that of its first command."""
    done = subprocess.run(
        ["bash", "-c", f"{command}; exit ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "W": str(COMMAND)},
    )
    return Result(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def many(home):
    """A task that shows more than a pipe holds."""
    (home / "list.txt").write_text("".join(f"Missing {number}\n" for number in range(30_000)))
    (home / "rows.yaml").write_text(
        "for_each: [{titles: Planet}, {file: list.txt}]\n"
        "do: [{replace: {find: planet, with: world}}, {report: {}}]\nedit: {summary: s}\n"
    )


def test_data_goes_to_stdout_and_all_else_to_stderr():
    result = process("list", "titles", "A", "B")
    assert result == Result(
        0, "A\nB\n", "wikisweep: imported export.xml: 9 pages\nwikisweep: 2 pages in 1 request\n"
    )
    assert process("plan", FAR).out == ""


@pytest.mark.usefixtures("many")
def test_a_reader_that_has_seen_enough_ends_a_list_well():
    result = piped('"$W" list file list.txt | head -1')
    assert (result.code, result.out) == (0, "Missing 0\n")
    assert "Traceback" not in result.err
    assert "Exception" not in result.err


def test_a_reader_that_has_seen_enough_leaves_a_plan_unfinished(home):
    text = "[[Mercury]] planet " * 20_000
    export = (home / "export.xml").read_text()
    (home / "export.xml").write_text(export.replace("The [[Mercury]] planet", text))
    result = piped('"$W" plan task.yaml --format json | head -c 100')
    assert result.code == 1
    told = result.err.splitlines()[-1]
    found = re.match(r"wikisweep: nobody reads the output any more; plan (\w+) is unfinished", told)
    assert found
    assert "unfinished" in process("show", found[1]).out


def test_a_reader_that_was_never_there_is_no_trouble():
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [COMMAND, "list", "titles", "A", "-q"], stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk_is_told():
    result = piped('"$W" list titles A > /dev/full')
    assert result.code == 1
    assert result.err.splitlines()[-1] == (
        "wikisweep: cannot write the output: No space left on device"
    )


def test_closed_streams_disturb_nothing():
    assert piped('"$W" list titles A 2>&-') == Result(0, "A\n", "")
    assert piped('"$W" list titles A >&-').code == 0
    assert piped('"$W" plan none.yaml >&- 2>&-').code == 2


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_the_middle_of_a_plan_keeps_what_there_is(home, sent):
    (home / "list.txt").write_text("Planet\n" + "".join(f"M {one}\n" for one in range(600)))
    os.mkfifo(home / "endless")
    (home / "slow.yaml").write_text(
        "for_each: {union: {sources: [{file: list.txt}, {file: endless}], ways: first}}\n"
        "do: [{replace: {find: planet, with: world}}]\nedit: {summary: s}\n"
    )
    with started(COMMAND, "plan", "slow.yaml", "--format", "json") as running:
        assert running.stdout
        assert '"title": "Planet"' in running.stdout.readline()
        began = time.monotonic()
        running.send_signal(sent)
        _, err = running.communicate(timeout=10)
    assert time.monotonic() - began < 3
    assert running.returncode == 128 + sent
    unfinished, stopped = err.splitlines()[-2:]
    plan = unfinished.split()[2]
    assert unfinished.endswith(f"wikisweep show {plan} shows how far it came")
    assert stopped.startswith("wikisweep: stopped by ")
    shown = process("show", plan)
    assert "-The [[Mercury]] [-planet-]" in shown.out
    assert "500 pages seen" in shown.out
    assert "unfinished" in shown.out


def test_letters_that_the_locale_does_not_have_go_into_pipes_as_utf8():
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "latin-1"}
    assert process("list", "titles", "水星", env=environment).out == "水星\n"


def test_a_terminal_gets_colours_and_progress_and_a_pipe_neither():
    code, sent = on_terminal(["plan", "task.yaml"])
    assert code == 0
    assert "\x1b[31" in sent
    assert "\x1b[32" in sent
    assert re.search(r"\r\x1b\[Ktask: 4 pages, 3 planned, \d+ requests", sent)
    piped_result = process("plan", "task.yaml")
    assert "\x1b" not in piped_result.out + piped_result.err


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colours_can_be_refused(environment):
    _, sent = on_terminal(["plan", "task.yaml", "--quiet"], **environment)
    assert "3 planned" in sent
    assert "\x1b" not in sent


def test_an_empty_no_color_refuses_nothing():
    _, sent = on_terminal(["plan", "task.yaml", "--quiet"], NO_COLOR="")
    assert "\x1b[31" in sent


def test_the_progress_line_is_no_wider_than_the_terminal():
    _, sent = on_terminal(["list", "all_pages", "--request-size", "1"], columns=20)
    lines = re.findall(r"\r\x1b\[K([^\r\x1b]*)", sent)
    drawn = [line for line in lines if line.strip()]
    assert drawn
    assert all(len(line.partition("\n")[0]) <= 19 for line in drawn if "pages," in line)


def test_the_progress_line_is_gone_at_the_end():
    _, sent = on_terminal(["list", "titles", "A"])
    assert sent.replace("\r\n", "\n").endswith("\r\x1b[Kwikisweep: 2 pages in 1 request\n") or (
        "\r\x1b[Kwikisweep: 1 page in 1 request" in sent
    )


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_is_there_at_once_and_imports_nothing_heavy(arguments):
    result = subprocess.run(
        [COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPROFILEIMPORTTIME": "1"},
    )
    imported = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines()}
    assert "bot.cli" in imported
    heavy = {"pydantic", "sqlalchemy", "jinja2", "yaml", "mwclient", "requests", "bot.config"}
    assert not heavy & imported
    fastest = min(_seconds(arguments) for _ in range(3))
    assert fastest < 0.5, "the promise is 0.15 s on a quiet machine"


def _seconds(arguments: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run([COMMAND, *arguments], capture_output=True, check=True)
    return time.perf_counter() - started
