"""`wikisweep explain`: the requests before they are made, and one page's way."""

import re
from pathlib import Path

from tests.cli.conftest import TASK

DOCS = Path(__file__).resolve().parents[2] / "docs"

REAL = "contact: User:Tester on example.org\nwikis: {real: {api: 'http://127.0.0.1:9/w/api.php'}}\n"


def test_the_requests_are_told_and_no_wiki_is_asked(wikisweep, home):
    (home / "user-config.yaml").write_text(REAL)
    result = wikisweep("explain", "task.yaml")
    assert (result.code, result.err) == (0, "")
    assert result.lines[0] == "task on real"
    assert "     prop=redirects rdprop=pageid|title rdlimit=max titles=Mercury" in result.lines
    assert (
        "       1 request for each 500 pages; without the right apihighlimits 50 pages"
        in result.lines
    )
    assert "     then judge: `text`" in result.lines
    assert "Then act: `retarget_link`" in result.lines


def test_an_offline_wiki_needs_no_export_for_it(wikisweep, home):
    (home / "export.xml").unlink()
    result = wikisweep("explain", "task.yaml")
    assert result.code == 0
    assert result.lines[0] == "task on small, an offline wiki"


def test_json_is_one_object_a_stage(wikisweep):
    objects = wikisweep("explain", "task.yaml", "--format", "json").objects
    assert [one["type"] for one in objects] == ["task", "stage", "stage", "rules"]


def test_one_page_is_told_whole(wikisweep, home):
    (home / "task.yaml").write_text(
        TASK.replace(
            "[{text: planet}]", "[{text: planet}, {any: [{title: Planet}, {longer_than: 9999}]}]"
        )
        .replace("redirects: follow}}]", "redirects: follow}}, {report: {columns: [title]}}]")
        .replace("tests:", "require: [{keeps: [links]}]\ntests:")
    )
    result = wikisweep("explain", "task.yaml", "--page", "planet", "--quiet")
    assert (result.code, result.err) == (0, "")
    assert result.lines[0] == "Planet on small, by task"
    assert "  keeps  `text`" in result.out
    assert "    drops  `longer_than`" in result.out
    assert "    +The [[Mercury (planet)|Mercury]] planet" in result.lines
    assert "    row: title: Planet" in result.lines
    assert "  passes `skip_if: only_cosmetic` does not hold" in result.lines
    assert "  stops  `require: keeps` does not hold" in result.lines
    assert result.lines[-1] == "Planned: row"


def test_a_page_that_would_be_edited(wikisweep):
    result = wikisweep("explain", "task.yaml", "--page", "Planet")
    assert result.lines[-1] == "Planned: edit (name the planet)"
    again = wikisweep("explain", "task.yaml", "--page", "Element")
    assert again.lines[-1] == "Left out [text]"


def test_pages_that_are_missing_or_impossible(wikisweep):
    missing = wikisweep("explain", "task.yaml", "--page", "Nowhere")
    assert missing.lines == [
        "Nowhere on small, by task",
        "  there is no such page",
        "  fails  `text`: there is nothing to look at",
        "",
        "Left out [missing]",
    ]
    bad = wikisweep("explain", "task.yaml", "--page", "a{b")
    assert (bad.code, bad.out) == (2, "")


def test_the_example_of_the_manual_is_what_is_told(wikisweep, home):
    text = (DOCS / "explain.md").read_text(encoding="utf-8")
    task, shown = re.findall(
        r"^```(?:yaml\n# mercury\.yaml)?\n(.*?)^```$", text, re.DOTALL | re.MULTILINE
    )
    (home / "mercury.yaml").write_text(task)
    (home / "user-config.yaml").write_text(REAL.replace("real:", "testwiki:"))
    assert wikisweep("explain", "mercury.yaml").out == shown
