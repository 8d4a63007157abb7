"""The floors of docs/architecture.md hold, and the check that says so can fail."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(ROOT / "bot", tmp_path / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_no_module_imports_from_its_own_floor_or_above(copy):
    assert "1 kept, 0 broken" in lint_imports(copy).stdout


@pytest.mark.parametrize(
    ("module", "planted"),
    [
        ("bot/titles.py", "from bot.page import Page"),
        ("bot/filters/text.py", "from bot.planner.judge import judge"),
        ("bot/ledger/plans.py", "import bot.cli"),
        ("bot/actions/replace.py", "from bot.filters.text import Text"),
    ],
)
def test_a_planted_upward_or_sideward_import_is_caught(copy, module, planted):
    path = copy / module
    path.write_text(f"{path.read_text()}\n{planted}\n")
    done = lint_imports(copy)
    assert done.returncode == 1
    assert "0 kept, 1 broken" in done.stdout
