"""The benchmark itself, live: that everything runs and the answers agree. It asserts no time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.contenders import missing
from devwiki import mediawiki

BENCH = Path(__file__).resolve().parents[2] / "benchmarks" / "bench.py"


def bench(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(BENCH), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.live
@pytest.mark.skipif(
    bool(mediawiki.missing()) and os.environ.get("WIKISWEEP_REQUIRE_LIVE") != "1",
    reason="MediaWiki is not installed",
)
def test_the_quick_run_measures_everyone_and_the_answers_agree(tmp_path: Path) -> None:
    answer = bench("--quick", "--dir", str(tmp_path))
    assert answer.returncode == 0, answer.stderr
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in answer.stdout.splitlines()
        if line.startswith("|")
    ]
    bare = [row[1] for row in rows if row[0] == "bare"]
    _, _, redirects, tree, filters, orphans, _, _, edits = bare
    assert redirects == "2 + 2"  # the redirects, then the links to all of them
    assert tree == "2 + 55"  # each category, then the texts
    assert filters == "2 + 1"
    assert orphans == "2 + 4"  # the articles, their links, those of redirects, and of these
    assert edits == "4 + 50"  # login, texts and token; then nothing but the edits
    names = {row[0] for row in rows}
    assert {"bare", "wikisweep", "mwclient"} <= names
    assert ("pywikibot" in names) != bool(missing())
    assert "500 articles link to the target" in answer.stdout
    assert sum(row[-1] in ("reached", "**not reached**") for row in rows) == 16


def test_a_quick_run_is_not_written_down() -> None:
    answer = bench("--quick", "--write")
    assert answer.returncode == 2
    assert "too short to be written down" in answer.stderr


def test_without_php_it_says_what_to_install(tmp_path: Path) -> None:
    kept = dict.fromkeys(("CI", "WIKISWEEP_INSTALL"), "")
    answer = bench("--quick", "--dir", str(tmp_path), PATH=str(tmp_path), **kept)
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert "devwiki needs php" in answer.stderr
    assert "Traceback" not in answer.stderr
