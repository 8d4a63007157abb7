"""Toolforge jobs: their keys, their names, their commands as a shell and a launcher read them."""

import re
import shlex
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.loading import load_task
from bot.loading.installed import installed_tables
from bot.services.jobs import (
    BuiltImage,
    StandardImage,
    Wishes,
    job_names,
    toolforge_jobs,
)
from bot.shipped import TASKS
from bot.sources.titles import Titles
from bot.task import Task

# `toolforge jobs run` of toolforge-jobs-cli 16.2.3: any other key would be an unknown option.
KEYS = {
    *("name", "command", "image", "schedule", "continuous", "webservice", "mem", "cpu", "retry"),
    *("timeout", "emails", "mount", "filelog", "no-filelog", "filelog-stdout", "filelog-stderr"),
    *("replicas", "port", "publish", "health-check-script", "health-check-http", "wait"),
}
NAME = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")


def task(name="mercury", file="tasks/mercury.yaml", schedule="17 3 * * *") -> Task:
    source = Titles.model_validate({"titles": ["Mercury"]})
    return Task(name=name, file=file, text="", source=source, do=(), schedule=schedule)


def job(image=None, wishes=None, **changed):
    one = task(**changed)
    made = toolforge_jobs([one], [one.name], image or StandardImage(), wishes or Wishes())
    return dict(made[0])


def test_a_standard_image_runs_the_venv_in_the_shells_place_and_keeps_its_logs():
    assert job() == {
        "name": "mercury",
        "command": 'exec "$HOME"/venv/bin/wikisweep run tasks/mercury.yaml',
        "image": "python3.13",
        "schedule": "17 3 * * *",
        "retry": 0,
        "mount": "all",
        "filelog": True,
        "filelog-stdout": "mercury.out",
        "filelog-stderr": "mercury.err",
    }


def test_a_built_image_mounts_the_folder_that_state_lies_in_and_has_no_shell():
    assert job(BuiltImage(image="tool-sweep/bot:latest", options=["--wiki", "testwiki"])) == {
        "name": "mercury",
        "command": "wikisweep run --wiki testwiki tasks/mercury.yaml",
        "image": "tool-sweep/bot:latest",
        "schedule": "17 3 * * *",
        "retry": 0,
        "mount": "all",
    }


def test_folders_are_below_the_tools_home_unless_they_are_absolute():
    image = StandardImage(venv="~/envs/3.13/", folder="sweep", logs="sweep/logs/")
    found = job(image)
    assert found["command"] == (
        'cd "$HOME"/sweep && exec "$HOME"/envs/3.13/bin/wikisweep run tasks/mercury.yaml'
    )
    assert found["filelog-stderr"] == "sweep/logs/mercury.err"
    absolute = StandardImage(venv="/data/project/sweep/venv", folder="/data/project/sweep")
    assert job(absolute)["command"] == (
        "cd /data/project/sweep && exec /data/project/sweep/venv/bin/wikisweep "
        "run tasks/mercury.yaml"
    )


def test_every_key_that_any_choice_leads_to_is_one_that_toolforge_knows():
    wishes = Wishes(mem="1Gi", cpu="500m", emails="onfailure", timeout=3600)
    standard = job(StandardImage(folder="a", logs="b", options=["--state", "c"]), wishes)
    built = job(BuiltImage(image="tool-sweep/bot:latest"), wishes)
    assert {*standard, *built} <= KEYS
    assert {"mem", "cpu", "emails", "timeout"} <= standard.keys() & built.keys()


def test_what_toolforge_does_anyway_is_left_out():
    assert job(wishes=Wishes(mem="512Mi", cpu="100m", emails="none", timeout=0)) == job()


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        (Wishes(mem="1GB"), "--mem should be such as 1Gi, not '1GB'"),
        (Wishes(mem=""), "--mem should be"),
        (Wishes(cpu="half"), "--cpu should be such as 500m or 1, not 'half'"),
        (Wishes(cpu="1.5m"), "--cpu should be"),
    ],
)
def test_what_is_no_quantity_is_refused(wishes, words):
    with pytest.raises(UsageError, match=words):
        job(wishes=wishes)


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (StandardImage(image="tool-sweep/bot:latest"), "is named by --build"),
        (StandardImage(image="Python"), "one of `toolforge jobs images`"),
        (StandardImage(image="python3.9"), "needs Python 3.11 or newer"),
        (BuiltImage(image="python3.13"), "should be like tool-NAME/IMAGE:latest"),
        (BuiltImage(image="tool-sweep/bot"), "should be like tool-NAME/IMAGE:latest"),
        (BuiltImage(image="tool-s/b:latest", state="state"), "folder below /data/project/"),
    ],
)
def test_an_image_that_cannot_be_is_refused(image, words):
    with pytest.raises(UsageError, match=words):
        job(image)


def test_images_that_can_be_are_taken():
    for name in ("python3.11", "python3.13", "python4.0", "php8.2"):
        assert job(StandardImage(image=name))["image"] == name
    state = BuiltImage(image="tool-s/b:latest", state="/data/project/s/state")
    assert job(state)["image"] == "tool-s/b:latest"


def test_all_schedules_that_toolforge_refuses_are_told_at_once():
    tasks = [
        task(file="a.yaml", schedule="0-30/10 * * * *"),
        task(file="b.yaml"),
        task(file="c.yaml", schedule="@reboot"),
    ]
    with pytest.raises(UsageError) as caught:
        toolforge_jobs(tasks, ["a", "b", "c"], StandardImage(), Wishes())
    first, second = str(caught.value).splitlines()
    assert first.startswith("a.yaml: `schedule`: ")
    assert "write '0,10,20,30 * * * *'" in first
    assert second.startswith("c.yaml: `schedule`: Toolforge knows no @reboot")


def test_the_fields_of_a_schedule_stand_one_space_apart():
    assert job(schedule="  17\t3 *  * * ")["schedule"] == "17 3 * * *"


@pytest.mark.parametrize("schedule", ["", "17 3 * * *", "@daily"])
@pytest.mark.parametrize("path", sorted(TASKS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_task_can_be_a_job(path, schedule):
    loaded = load_task(path, installed_tables(()))
    planned = loaded.schedule or schedule or "@weekly"
    (name,) = job_names([loaded.name])
    assert name == loaded.name
    assert job(name=name, schedule=planned)["schedule"] == planned


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["mercury", "a.b", "x1-2"], ["mercury", "a.b", "x1-2"]),
        (["Mercury", "mercury"], ["mercury-2", "mercury"]),
        (["a", "a", "a-2", "A"], ["a", "a-3", "a-2", "a-4"]),
        (["Häufige Fehler!", "日本", "", "-x-"], ["haufige-fehler", "task", "task-2", "x"]),
        (["a..b", "a.-b", "_", "a_b"], ["a-b", "a-b-2", "task", "a-b-3"]),
        (["n" * 53, "n" * 52], ["n" * 50 + "-2", "n" * 52]),
        (["m" * 51 + " m"], ["m" * 51]),
    ],
)
def test_names_are_made_so_that_toolforge_takes_them(names, expected):
    assert job_names(names) == expected


@given(st.lists(st.text(max_size=60) | st.text("ab-. ", max_size=60), max_size=8))
def test_any_names_become_different_names_that_toolforge_takes(names):
    found = job_names(names)
    assert len(set(found)) == len(found) == len(names)
    assert all(NAME.fullmatch(one) and len(one) <= 52 for one in found)
    for before, after in zip(names, found, strict=True):
        if NAME.fullmatch(before) and len(before) <= 52 and names.count(before) == 1:
            assert after == before


HOSTILE = ["a b.yaml", "it's.yaml", '"$(id)`.yaml', "-x.yaml", "a\\%.yaml", "*.yaml", "é;&&.yaml"]


@pytest.mark.parametrize("file", HOSTILE)
def test_a_shell_hands_over_the_path_as_it_is(file, tmp_path):
    home = tmp_path / "to ol's"
    program = home / "ve nv/bin/wikisweep"
    program.parent.mkdir(parents=True)
    (home / "work $HOME").mkdir()
    program.write_text('#!/bin/sh\npwd\nprintf "%s\\n" "$@"\n')
    program.chmod(0o700)
    image = StandardImage(venv="ve nv", folder="work $HOME", options=["--state", "s t"])
    done = subprocess.run(
        ["/bin/sh", "-c", job(image, file=file)["command"]],
        env={"HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    named = f"./{file}" if file.startswith("-") else file
    assert done.stdout.splitlines() == [str(home / "work $HOME"), "run", "--state", "s t", named]


@given(st.text(min_size=1).filter(lambda text: not text.startswith("-")))
def test_the_launcher_splits_a_command_into_what_was_meant(file):
    command = job(BuiltImage(image="tool-s/b:latest"), file=file)["command"]
    assert shlex.split(command) == ["wikisweep", "run", file]
