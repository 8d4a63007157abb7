"""`wikisweep jobs`: what is printed, what is told, what is refused."""

import re
import shlex
import textwrap
from pathlib import Path

import click
import pytest
import yaml

from bot.cli import wikisweep as group
from bot.config import load_config
from tests.cli.conftest import COMMAND, TASK, process
from tests.services.test_crontab import as_cron_reads
from tests.services.test_jobs import KEYS

ROOT = Path(__file__).parents[2]
NIGHTLY = TASK + 'schedule: "17 3 * * *"\n'


@pytest.fixture(autouse=True)
def nightly(home):
    (home / "nightly.yaml").write_text(NIGHTLY)


def test_a_task_with_a_schedule_becomes_a_job_and_one_without_is_told(wikisweep):
    result = wikisweep("jobs", "task.yaml", "nightly.yaml")
    assert result.code == 0
    assert result.err == "wikisweep: task.yaml: left out, for it has no `schedule`\n"
    (job,) = yaml.safe_load(result.out)
    assert set(job) <= KEYS
    assert list(job)[:5] == ["name", "command", "image", "schedule", "retry"]
    assert job["command"] == 'exec "$HOME"/venv/bin/wikisweep run nightly.yaml'


@pytest.mark.parametrize("more", [[], ["--crontab"]])
def test_a_file_named_twice_becomes_one_job(wikisweep, home, more):
    (home / "link.yaml").symlink_to("nightly.yaml")
    named = ["nightly.yaml", "nightly.yaml", home / "nightly.yaml", "link.yaml"]
    result = wikisweep("jobs", *named, *more)
    assert result.out == wikisweep("jobs", "nightly.yaml", *more).out
    assert result.err.splitlines() == [
        f"wikisweep: {one}: named twice, so it is left out the second time" for one in named[1:]
    ]


def test_no_task_with_a_schedule_is_wrong_usage(wikisweep):
    result = wikisweep("jobs", "task.yaml")
    assert (result.code, result.out) == (2, "")
    assert "task.yaml: no `schedule`; say when to run, such as" in result.err


def test_quiet_says_nothing_of_what_was_left_out(wikisweep):
    assert wikisweep("jobs", "task.yaml", "nightly.yaml", "--quiet").err == ""


def test_wishes_and_common_options_come_to_stand_in_the_job(wikisweep):
    options = (
        *("--image", "python3.11", "--venv", "v", "--folder", "f", "--logs", "l", "--mem", "1Gi"),
        *("--cpu", "1", "--timeout", "600", "--emails", "all", "--wiki", "small"),
        *("--config", "user-config.yaml", "--state", "s"),
    )
    (job,) = yaml.safe_load(wikisweep("jobs", "nightly.yaml", *options).out)
    assert job == {
        "name": "nightly",
        "command": 'cd "$HOME"/f && exec "$HOME"/v/bin/wikisweep run --wiki small '
        "--config user-config.yaml --state s nightly.yaml",
        "image": "python3.11",
        "schedule": "17 3 * * *",
        "retry": 0,
        "mem": "1Gi",
        "cpu": "1",
        "emails": "all",
        "timeout": 600,
        "mount": "all",
        "filelog": True,
        "filelog-stdout": "l/nightly.out",
        "filelog-stderr": "l/nightly.err",
    }


def test_the_build_service_gets_a_plain_command(wikisweep):
    result = wikisweep("jobs", "nightly.yaml", "--build", "tool-s/b:latest", "--state", "/data/s")
    (job,) = yaml.safe_load(result.out)
    assert (job["command"], job["mount"]) == ("wikisweep run --state /data/s nightly.yaml", "all")
    assert not any("filelog" in key for key in job)


def test_a_name_that_toolforge_would_refuse_is_told_with_the_one_it_gets(wikisweep, home):
    (home / "odd.yaml").write_text(NIGHTLY + "name: Nächtliche Arbeit\n")
    result = wikisweep("jobs", "odd.yaml", "nightly.yaml")
    assert [job["name"] for job in yaml.safe_load(result.out)] == ["nachtliche-arbeit", "nightly"]
    assert "odd.yaml: its job is called nachtliche-arbeit; Toolforge takes small" in result.err
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        ("0-30/10 * * * *", "write '0,10,20,30 * * * *'"),
        ("0 3 1 jan *", "write '0 3 1 1 *'"),
        ("@reboot", "write when it should run"),
        ("0 17 3 * * *", "should be five fields"),
    ],
)
def test_a_schedule_that_toolforge_refuses_is_wrong_usage(wikisweep, home, schedule, words):
    (home / "bad.yaml").write_text(TASK + f"schedule: '{schedule}'\n")
    result = wikisweep("jobs", "nightly.yaml", "bad.yaml")
    assert (result.code, result.out) == (2, "")
    assert "bad.yaml" in result.err
    assert words in result.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--crontab", "--image", "python3.13"], "so it takes no --image"),
        (["--crontab", "--emails", "all"], "so it takes no --emails"),
        (["--crontab", "--timeout", "5"], "so it takes no --timeout"),
        (["--build", "tool-s/b:latest", "--venv", "v"], "so it takes no --venv"),
        (["--build", "tool-s/b:latest", "--logs", "v"], "so it takes no --logs"),
        (["--build", "python3.13"], "should be like tool-NAME/IMAGE:latest"),
        (["--mem", "1GB"], "--mem should be such as 1Gi"),
        (["--emails", "sometimes"], "--emails"),
        (["--timeout", "0"], "--timeout"),
        (["--config", "other.yaml"], "other.yaml: there is no such file"),
    ],
)
def test_options_that_do_not_go_together_or_mean_nothing_are_wrong_usage(wikisweep, options, words):
    result = wikisweep("jobs", "nightly.yaml", *options)
    assert (result.code, result.out) == (2, "")
    assert words in result.err


def test_a_crontab_line_names_everything_by_its_absolute_path(home, tmp_path):
    result = process("jobs", "--crontab", "nightly.yaml", "task.yaml")
    assert result.code == 0
    state = tmp_path / "state"
    assert result.out == (
        f"17 3 * * * cd {home} && {COMMAND} run --config {home}/user-config.yaml "
        f"--state {state} {home}/nightly.yaml >> {state}/nightly.log 2>&1\n"
    )


def test_without_a_config_the_line_names_none(wikisweep, home):
    (home / "user-config.yaml").unlink()
    assert "--config" not in wikisweep("jobs", "--crontab", "nightly.yaml").out


def test_cron_keeps_what_toolforge_refuses(wikisweep, home):
    (home / "months.yaml").write_text(TASK + "schedule: '0-30/10 3 1 jan,jul *'\n")
    result = wikisweep("jobs", "months.yaml", "--crontab", "--wiki", "small", "--state", "s")
    assert result.out.startswith("0-30/10 3 1 jan,jul * cd ")
    words = shlex.split(as_cron_reads(result.out))
    assert words[words.index("run") + 1 : words.index(">>")] == [
        *("--wiki", "small", "--config", str(home / "user-config.yaml")),
        *("--state", str(home / "s"), str(home / "months.yaml")),
    ]


def test_the_job_that_the_manual_shows_is_the_one_that_is_made(wikisweep, home):
    (home / "tasks").mkdir()
    (home / "tasks/mercury.yaml").write_text(NIGHTLY)
    shown = re.findall(
        r"```yaml\n(- name.*?)```", (ROOT / "docs/toolforge.md").read_text(), re.DOTALL
    )
    result = wikisweep("jobs", "tasks/mercury.yaml", "--emails", "onfailure")
    assert [result.out] == shown


def test_the_configs_that_the_manual_shows_are_valid_and_the_task_settings_too(wikisweep, home):
    text = (ROOT / "docs/toolforge.md").read_text()
    blocks = [
        textwrap.dedent(one) for _, one in re.findall(r"(?ms)^( *)```yaml\n(.*?)^\1```$", text)
    ]
    configs = [one for one in blocks if one.startswith("# user-config.yaml")]
    assert len(configs) == 2
    for one in configs:
        (home / "shown.yaml").write_text(one)
        load_config(home / "shown.yaml")
    (settings,) = [one for one in blocks if one.startswith("bots:")]
    (home / "stoppable.yaml").write_text(NIGHTLY + settings)
    assert wikisweep("jobs", "stoppable.yaml").code == 0


def test_every_entry_of_the_procfile_is_a_command_that_can_be_given():
    lines = (ROOT / "Procfile").read_text().splitlines()
    assert lines
    for line in lines:
        entry = re.fullmatch(r"[a-z]+: (.*)", line)
        assert entry
        program, name, *arguments = shlex.split(entry[1])
        assert program == "wikisweep"
        command = group.get_command(click.Context(group), name)
        assert command
        command.make_context(name, arguments)
        assert all((ROOT / one).exists() for one in arguments)
