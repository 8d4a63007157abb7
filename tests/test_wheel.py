"""The built wheel, in an empty venv outside the checkout, does the main job."""

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wikisweep(tmp_path_factory):
    """The command as a stranger installs it."""
    folder = tmp_path_factory.mktemp("stranger")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("wikisweep-*.whl")
    venv.create(folder / "venv", with_pip=True)
    subprocess.run(
        [folder / "venv/bin/python", "-m", "pip", "install", "--quiet", wheel],
        check=True,
        capture_output=True,
    )
    return folder / "venv/bin/wikisweep"


def test_a_shipped_task_plans_on_the_shipped_corpus(wikisweep, tmp_path):
    site = subprocess.run(
        [wikisweep.parent / "python", "-c", "import bot.shipped; print(bot.shipped.TASKS)"],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    ).stdout.strip()
    assert not Path(site).is_relative_to(ROOT)
    run = subprocess.run(
        [wikisweep, "plan", f"{site}/mercury.yaml", "--format", "json", "--state", tmp_path],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    *items, summary = (json.loads(line) for line in run.stdout.splitlines())
    assert summary["items"] == {"edit": len(items)}
    assert summary["planned"] == len(items) > 0


def test_the_templates_are_found_there(wikisweep, tmp_path):
    page = tmp_path / "page.html"
    (task,) = wikisweep.parent.parent.rglob("shipped/tasks/mercury.yaml")
    subprocess.run(
        [wikisweep, "plan", task, "--html", page, "--state", tmp_path],
        check=True,
        capture_output=True,
        cwd=tmp_path,
    )
    assert "</html>" in page.read_text()
