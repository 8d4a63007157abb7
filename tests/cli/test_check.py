"""`wikisweep check` and `wikisweep test`: every problem, then the tests; no wiki."""

import pytest

from bot.shipped import TASKS
from tests.cli.conftest import TASK

FAILING = (
    TASK
    + """\
  - about: the metal
    given: {text: "The [[Mercury]] planet metal", redirects: []}
    expect: {text: "The [[Mercury (element)|Mercury]] planet metal"}
  - given: {text: "[[Mercury]]", redirects: []}
    expect: {skip: texts}
  - given: {text: "[[Venus]] planet", redirects: []}
    expect: {unchanged: true}
"""
)
UNTESTED = TASK.partition("tests:")[0]


@pytest.mark.parametrize("command", ["check", "test"])
def test_one_line_tells_that_a_task_is_well(wikisweep, home, command):
    (home / "none.yaml").write_text(UNTESTED)
    result = wikisweep(command, "task.yaml", "none.yaml")
    assert (result.code, result.err) == (0, "")
    assert result.lines == ["ok: task.yaml (1 test)", "ok: none.yaml (no tests)"]


@pytest.mark.parametrize("command", ["check", "test"])
def test_a_failing_test_is_told_with_its_place_and_a_diff(wikisweep, home, command):
    (home / "bad.yaml").write_text(FAILING)
    result = wikisweep(command, "bad.yaml", "task.yaml")
    assert result.code == 1
    assert result.out.replace("\n\n", "\n") == (
        "bad.yaml:9:5: test 2 (the metal): the new text is not the expected one\n"
        "--- expected\n+++ got\n@@ -1 +1 @@\n"
        "-The [[Mercury ([-element-])|Mercury]] planet metal\n"
        "+The [[Mercury ({+planet+})|Mercury]] planet metal\n"
        "bad.yaml:12:5: test 3: should be skipped by `texts`, but is skipped by `text` "
        "(did you mean `text`?)\n"
        "failed: bad.yaml (2 of 4 tests)\n"
        "ok: task.yaml (1 test)\n"
    )


def test_json_has_an_object_a_test_and_one_a_task(wikisweep, home):
    (home / "bad.yaml").write_text(FAILING)
    result = wikisweep("check", "bad.yaml", "--format", "json")
    *tests, task = result.objects
    assert [list(one) for one in tests] == [
        ["type", "task", "number", "about", "passed", "failures"]
    ] * 4
    assert [one["passed"] for one in tests] == [True, False, False, True]
    (failure,) = tests[1]["failures"]
    assert list(failure) == ["file", "line", "column", "message", "hint", "diff"]
    assert (failure["file"], failure["line"], failure["column"]) == ("bad.yaml", 9, 5)
    assert failure["diff"].startswith("@@ -1 +1 @@\n") or failure["diff"].startswith("---")
    assert tests[2]["failures"][0]["diff"] is None
    assert task == {
        "type": "task", "task": "bad", "file": "bad.yaml", "tests": 4, "passed": 2, "failed": 2,
    }  # fmt: skip


def test_check_tells_the_problems_of_all_files_and_tests_the_valid_ones(wikisweep, home):
    (home / "bad.yaml").write_text("for_eech: x\nwhere: [{txt: a}]\n")
    (home / "fails.yaml").write_text(FAILING)
    result = wikisweep("check", "bad.yaml", "none.yaml", "fails.yaml", "task.yaml")
    assert result.code == 2
    assert "failed: fails.yaml (2 of 4 tests)" in result.lines
    assert result.lines[-1] == "ok: task.yaml (1 test)"
    told = result.err.splitlines()
    assert [line.partition(" ")[0] for line in told] == ["bad.yaml:1:1:"] * 2 + [
        "bad.yaml:2:10:",
        "wikisweep:",
    ]
    assert "did you mean `for_each`?" in result.err


def test_problems_are_objects_in_json(wikisweep, home):
    (home / "bad.yaml").write_text("for_eech: x\n")
    result = wikisweep("check", "bad.yaml", "none.yaml", "--format", "json")
    assert result.code == 2
    assert [list(one) for one in result.objects] == [
        ["type", "file", "line", "column", "message", "hint"]
    ] * len(result.objects)
    assert result.objects[0]["type"] == "problem"
    assert result.objects[-1] == {
        "type": "problem", "file": "none.yaml", "line": None, "column": None,
        "message": "none.yaml: there is no such file", "hint": "",
    }  # fmt: skip


def test_test_runs_nothing_where_a_file_is_invalid(wikisweep, home):
    (home / "bad.yaml").write_text("for_eech: x\n")
    result = wikisweep("test", "task.yaml", "bad.yaml")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("bad.yaml:1:1: ")


def test_a_title_that_no_wiki_can_have_is_a_problem(wikisweep, home):
    (home / "bad.yaml").write_text(TASK.replace("to: Mercury, namespace", "to: 'a{b', namespace"))
    result = wikisweep("check", "bad.yaml")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "wikisweep: bad.yaml: `backlinks`: 'a{b' is not a page title: '{' may not stand in one\n"
    )


NAMESPACES = """
wiki: elsewhere
for_each: {all_pages: {namespace: Portal}}
where: [{namespace: [Portal, 102, 0]}, {not: {namespace: Portal}}]
do: [{replace: {find: a, with: b}}]
edit: {summary: s}
tests:
  - given: {title: "Portal:X", text: a}
    expect: {skip: not}
  - given: {text: a, namespace: Lexicon}
    expect: {skip: namespace}
  - given: {title: X, text: a}
    expect: {text: b}
"""


def test_namespaces_that_only_the_wiki_has_can_be_tested(wikisweep, home):
    (home / "portal.yaml").write_text(NAMESPACES)
    result = wikisweep("check", "portal.yaml")
    assert (result.out, result.err) == ("ok: portal.yaml (3 tests)\n", "")


def test_no_wiki_and_no_state_is_touched(wikisweep, home, tmp_path):
    (home / "user-config.yaml").write_text("wikis: {x: {export: nothing.xml}}\n")
    assert wikisweep("check", "task.yaml").code == 0
    assert wikisweep("test", "task.yaml").code == 0
    assert not (tmp_path / "state").exists()


def test_plugins_of_the_config_are_known(wikisweep, home):
    (home / "own.py").write_text(
        "from bot.plugin import Filter\n\n\nclass Short(Filter):\n"
        '    """Keep short pages."""\n\n    def keep(self, page):\n        return page.length < 9\n'
    )
    (home / "task.yaml").write_text(TASK.replace("{text: planet}", "short"))
    assert wikisweep("check", "task.yaml").code == 2
    (home / "other.yaml").write_text("plugins: own.py\n")
    result = wikisweep("check", "task.yaml", "--config", "other.yaml")
    assert result.code == 1
    assert "is skipped by `short`" in result.out


@pytest.mark.parametrize("name", ["first", "link-report", "mercury", "spelling"])
def test_the_shipped_tasks_pass(wikisweep, name):
    assert wikisweep("check", TASKS / f"{name}.yaml").code == 0


def test_what_only_the_wiki_can_tell_is_no_problem_of_the_file(wikisweep, home):
    (home / "task.yaml").write_text("for_each: {category: 'Talk:X'}\ndo: [{report: {}}]\n")
    assert wikisweep("check", "task.yaml").lines == ["ok: task.yaml (no tests)"]
