"""`wikisweep plan` and `wikisweep show`: diffs, the funnel, JSON, the web page, reports."""

import json
import re
import sqlite3
from contextlib import closing
from html.parser import HTMLParser

import pytest

from bot.ledger import Ledger
from tests.cli.conftest import CONFIG, HOSTILE, TASK

EDIT = ["type", "pageid", "title", "baserevid", "summary", "diff"]
SUMMARY = [
    *("type", "plan", "task", "seen", "planned", "skipped", "items", "requests", "seconds"),
    "notices",
    "pushed_down",
]
LISTED = [
    *("plan", "task", "wiki", "account", "state", "started", "finished"),
    *("seen", "planned", "items", "requests", "seconds"),
]
REPORT = """
for_each: {backlinks: {to: Mercury, through_redirects: true}}
do: [{report: {columns: {Page: title, By: via}}}]
publish: [{file: out/report.csv}, {file: out/report.html}, {page: "User:X/Report"}]
"""


def test_diffs_and_funnel_are_shown_and_nothing_is_written(wikisweep, home):
    before = sorted(home.rglob("*"))
    result = wikisweep("plan", "task.yaml")
    assert result.code == 0
    assert "Planet" in result.out
    assert "-The [[Mercury]] planet" in result.out
    assert "+The [[Mercury{+ (planet)|Mercury+}]] planet" in result.out
    assert "4 pages seen" in result.out
    assert "3 planned: 3 edits" in result.out
    assert "[text]" in result.out
    assert "\x1b" not in result.out + result.err
    assert sorted(home.rglob("*")) == before


def test_json_is_one_object_an_item_and_a_summary_last(wikisweep):
    result = wikisweep("plan", "task.yaml", "--format", "json")
    *edits, summary = result.objects
    assert [list(one) for one in edits] == [EDIT] * 3
    assert list(summary) == SUMMARY
    assert edits[0] == {
        "type": "edit",
        "pageid": 2,
        "title": "Planet",
        "baserevid": 102,
        "summary": "name the planet",
        "diff": "--- Planet\n+++ Planet\n@@ -1 +1 @@\n-The [[Mercury]] planet\n"
        "\\ No newline at end of file\n+The [[Mercury (planet)|Mercury]] planet\n"
        "\\ No newline at end of file\n",
    }
    assert summary["task"] == "task"
    assert (summary["seen"], summary["planned"]) == (4, 3)
    assert summary["skipped"] == {"text": 1}
    assert summary["items"] == {"edit": 3}
    assert summary["requests"] >= 2


def test_show_gives_the_same_again(wikisweep):
    for form in ("text", "json"):
        planned = wikisweep("plan", "task.yaml", "--format", form)
        found = re.search(r'(?:Plan |"plan": ")(\w{6})', planned.out)
        assert found
        plan = found[1]
        for name in (plan, plan[:4].upper()):
            shown = wikisweep("show", name, "--format", form)
            assert (shown.code, shown.out) == (0, planned.out)


def test_show_alone_lists_the_plans_the_newest_first(wikisweep):
    empty = wikisweep("show")
    assert (empty.code, empty.out) == (0, "")
    assert "no plans yet" in empty.err
    first, second = (
        wikisweep("plan", "task.yaml", "--format", "json").objects[-1]["plan"] for _ in range(2)
    )
    listed = wikisweep("show", "--format", "json")
    assert [one["plan"] for one in listed.objects] == [second, first]
    assert list(listed.objects[0]) == LISTED
    assert [line.split()[0] for line in wikisweep("show").lines] == [second, first]


def test_an_unfinished_plan_is_shown_as_one(wikisweep, tmp_path):
    plan = wikisweep("plan", "task.yaml", "--format", "json").objects[-1]["plan"]
    with closing(sqlite3.connect(tmp_path / "state/ledger.sqlite")) as ledger, ledger:
        ledger.execute("UPDATE plan SET state = 'planning', finished = NULL")
    shown = wikisweep("show", plan)
    assert shown.code == 0
    assert "unfinished" in shown.out
    assert "(planning)" in wikisweep("show").out


def test_several_tasks_are_planned_one_after_the_other(wikisweep, home):
    (home / "second.yaml").write_text(f"name: the other\n{TASK}")
    result = wikisweep("plan", "task.yaml", "second.yaml", "--format", "json")
    summaries = [one for one in result.objects if one["type"] == "summary"]
    assert [one["task"] for one in summaries] == ["task", "the other"]
    assert result.objects[-1] == summaries[-1]


def test_nothing_is_planned_where_one_of_several_files_is_invalid(wikisweep, home):
    (home / "bad.yaml").write_text("for_eech: x\n")
    (home / "worse.yaml").write_text("")
    result = wikisweep("plan", "task.yaml", "bad.yaml", "worse.yaml", "none.yaml")
    assert (result.code, result.out) == (2, "")
    told = result.err.splitlines()
    assert told[0].startswith("bad.yaml:1:1: a task has no key `for_eech`")
    assert "worse.yaml:1:1: the file is empty" in told
    assert told[-1] == "wikisweep: none.yaml: there is no such file"
    assert wikisweep("show").out == ""


def test_nothing_is_planned_where_one_of_several_wikis_is_unknown(wikisweep, home):
    (home / "far.yaml").write_text(f"wiki: far\n{TASK}")
    result = wikisweep("plan", "task.yaml", "far.yaml")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("wikisweep: far.yaml: user-config.yaml: no wiki is called 'far'")
    assert wikisweep("plan", "far.yaml", "--wiki", "small").code == 0
    far = wikisweep("plan", "task.yaml", "--wiki", "far")
    assert far.err.startswith("wikisweep: user-config.yaml: no wiki is called 'far'")


@pytest.mark.parametrize(
    ("task", "code"),
    [
        (TASK, 10),
        (TASK.replace("{text: planet}", "{text: nowhere}"), 0),
        (REPORT, 10),  # the page that it is published on
        (REPORT.replace(', {page: "User:X/Report"}', ""), 0),
    ],
)
def test_the_exit_code_can_tell_whether_there_is_something_to_apply(wikisweep, home, task, code):
    (home / "task.yaml").write_text(task)
    assert wikisweep("plan", "task.yaml", "--detailed-exitcode").code == code
    assert wikisweep("plan", "task.yaml").code == 0


def test_limits_are_told_as_what_applying_would_do(wikisweep, home):
    (home / "task.yaml").write_text(f"{TASK}limits: {{refuse_over: 2, max_share: 50%}}\n")
    told = [
        "limits: 3 changes are more than refuse_over: 2, so applying would refuse this plan",
        (
            "limits: 3 of 4 pages seen are 75%, more than max_share: 50%, "
            "so applying would refuse this plan"
        ),
    ]
    text = wikisweep("plan", "task.yaml")
    assert (text.code, text.lines[-2:]) == (0, told)
    as_json = wikisweep("plan", "task.yaml", "--format", "json")
    assert list(as_json.objects[-1]) == SUMMARY
    assert as_json.err.splitlines() == [f"wikisweep: {line}" for line in told]


def test_a_quota_is_told_and_limits_that_hold_are_not(wikisweep, home):
    (home / "task.yaml").write_text(
        TASK.replace("name the planet}", "name the planet, at_most: 2}")
        + "limits: {refuse_over: 3, max_share: 75%}\n"
    )
    assert wikisweep("plan", "task.yaml").lines[-2:][1] == (
        "at_most: 2 of 3 changes would be made at a time"
    )


def test_reports_go_to_their_files_and_are_told(wikisweep, home):
    (home / "report.yaml").write_text(REPORT)
    result = wikisweep("plan", "report.yaml")
    assert (home / "out/report.csv").read_text().splitlines()[:2] == ["Page,By", "Planet,"]
    assert "</html>" in (home / "out/report.html").read_text()
    told = result.err.splitlines()
    assert f"wikisweep: report written: {home}/out/report.csv" in told
    assert "User:X/Report" in result.out
    assert "publish on wiki pages" in result.out
    row = wikisweep("plan", "report.yaml", "--format", "json").objects[0]
    assert list(row) == ["type", "Page", "By"]


def test_quiet_leaves_stdout_alone_and_stderr_empty(wikisweep, home):
    (home / "report.yaml").write_text(REPORT)
    result = wikisweep("plan", "report.yaml", "--quiet", "--html", "page.html")
    assert result.err == ""
    assert "pages seen" in result.out


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("file/page.html", "{home}/file is no folder"),
        ("no/page.html", "there is no folder {home}/no"),
    ],
)
def test_nothing_is_planned_where_the_page_cannot_be_written(wikisweep, home, page, told):
    (home / "file").touch()
    result = wikisweep("plan", "task.yaml", "--html", page)
    assert (result.code, result.out) == (2, "")
    told = told.format(home=home)
    assert result.err == f"wikisweep: {home}/{page}: cannot write it: {told}\n"
    assert wikisweep("show").out == ""
    assert not (home / "no").exists()


def test_nothing_is_planned_where_a_report_of_one_of_several_tasks_cannot_be_written(
    wikisweep, home
):
    (home / "file").touch()
    (home / "report.yaml").write_text(REPORT.replace("out/report.html", "file/report.html"))
    result = wikisweep("plan", "task.yaml", "report.yaml")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        f"wikisweep: report.yaml: `publish`: {home}/file/report.html: cannot write it: "
        f"{home}/file is no folder\n"
    )
    assert wikisweep("show").out == ""
    assert not (home / "out").exists()


def test_a_page_that_fails_after_the_plan_leaves_the_plan_and_says_so(wikisweep):
    result = wikisweep("plan", "task.yaml", "--html", "/dev/full")
    assert result.code == 1
    assert "pages seen" in result.out
    (plan,) = wikisweep("show", "--format", "json").objects
    assert plan["state"] == "ready"
    assert result.err.splitlines()[-1] == (
        "wikisweep: /dev/full: cannot write it: No space left on device; "
        f"plan {plan['plan']} is kept; wikisweep show {plan['plan']} --html FILE makes the page"
    )
    assert wikisweep("show", plan["plan"], "--html", "no/page.html").code == 2
    assert wikisweep("show", plan["plan"], "--html", "page.html").code == 0


def test_a_report_that_fails_after_the_plan_leaves_the_plan_and_says_so(wikisweep, home):
    (home / "full.csv").symlink_to("/dev/full")
    (home / "report.yaml").write_text(REPORT.replace("out/report.csv", "full.csv"))
    result = wikisweep("plan", "report.yaml")
    assert result.code == 1
    (plan,) = wikisweep("show", "--format", "json").objects
    assert result.err.endswith(f"left on device; plan {plan['plan']} is kept with all rows\n")


class Page(HTMLParser):
    """What a browser would load or run of a page, and its texts."""

    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []
        self.handlers: list[str] = []
        self.scripts = 0
        self.texts: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.scripts += tag == "script"
        for name, value in attrs:
            if name.startswith("on"):
                self.handlers.append(name)
            if name in {"src", "srcset", "data", "action"} or (tag == "link" and name == "href"):
                self.outside.append(value)

    def handle_data(self, data):
        self.texts.append(data)


def test_the_web_page_stands_alone_and_runs_nothing_of_the_wikis(wikisweep, home):
    (home / "task.yaml").write_text(
        TASK.replace("name the planet", "'<img src=x onerror=alert(3)> </script> {title}'")
    )
    (home / "sub").mkdir()
    result = wikisweep("plan", "task.yaml", "--html", "sub/page.html")
    assert f"wikisweep: page written: {home}/sub/page.html" in result.err.splitlines()
    text = (home / "sub/page.html").read_text()
    page = Page()
    page.feed(text)
    shown = "".join(page.texts)
    assert (page.outside, page.handlers) == ([], [])
    assert page.scripts <= 1
    assert HOSTILE in shown
    assert "<script>alert(1)</script>" in shown
    assert "<img src=x onerror=alert(3)>" in shown
    assert "\u202e" not in text
    plan = wikisweep("show", "--format", "json").objects[0]["plan"]
    wikisweep("show", plan, "--html", "again.html")
    again = (home / "again.html").read_text()
    assert again.count("<ins>") == text.count("<ins>")


def test_a_page_that_a_pattern_runs_away_on_is_told_and_the_rest_is_planned(wikisweep, home):
    (home / "task.yaml").write_text(
        "for_each: {titles: [Bad, Planet]}\n"
        "do: [{replace: {matches: '(x|x)+(x|x)+y|planet', with: world}}]\nedit: {summary: s}\n"
    )
    export = (home / "export.xml").read_text()
    (home / "export.xml").write_text(
        export.replace("may be many things", "x" * 200).replace("<title>Mercury<", "<title>Bad<")
    )
    result = wikisweep("plan", "task.yaml", "--format", "json")
    assert result.objects[-1]["skipped"] == {"runaway": 1}
    assert [one["title"] for one in result.objects[:-1]] == ["Planet"]
    assert "Bad: " in wikisweep("show", result.objects[-1]["plan"]).out


def test_state_lies_where_it_is_told(wikisweep, home, monkeypatch, tmp_path):
    wikisweep("plan", "task.yaml", "--state", "here")
    assert (home / "here/ledger.sqlite").exists()
    assert not (tmp_path / "state").exists()
    monkeypatch.delenv("WIKISWEEP_STATE")
    monkeypatch.setenv("TOOL_DATA_DIR", str(tmp_path / "tool"))
    wikisweep("plan", "task.yaml")
    assert (tmp_path / "tool/.wikisweep/ledger.sqlite").exists()
    monkeypatch.delenv("TOOL_DATA_DIR")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    wikisweep("plan", "task.yaml")
    assert (tmp_path / "xdg/wikisweep/ledger.sqlite").exists()


def test_a_config_is_found_where_it_is_told(wikisweep, home, tmp_path):
    (home / "user-config.yaml").rename(home / "other.yaml")
    assert "3 planned" in wikisweep("plan", "task.yaml", "--config", "other.yaml").out
    (tmp_path / "config/wikisweep").mkdir(parents=True)
    (tmp_path / "config/wikisweep/user-config.yaml").write_text(
        f"wikis:\n  small: {{export: {home}/export.xml}}\n"
    )
    assert "3 planned" in wikisweep("plan", "task.yaml").out


def test_the_ledger_keeps_what_was_shown(wikisweep, tmp_path):
    *edits, summary = wikisweep("plan", "task.yaml", "--format", "json").objects
    with Ledger(tmp_path / "state/ledger.sqlite") as ledger:
        plan = ledger.plan(summary["plan"])
        assert plan.task_text == TASK
        assert [one.item.title.text for one in ledger.items(plan.id)] == [
            one["title"] for one in edits
        ]
        assert json.dumps(dict(plan.funnel.skipped)) == json.dumps(summary["skipped"])


def test_templates_of_the_users_own_come_first(wikisweep, home):
    (home / "mine").mkdir()
    (home / "mine/item.txt").write_text("Look: {{ item.title }}\n")
    (home / "mine/report.md").write_text("My report on {{ report.columns|join }}\n")
    (home / "user-config.yaml").write_text(f"templates: mine\n{CONFIG}")
    planned = wikisweep("plan", "task.yaml")
    assert planned.out.startswith("Look: Planet\n")
    plan = wikisweep("show", "--format", "json").objects[0]["plan"]
    assert wikisweep("show", plan).out == planned.out
    (home / "report.yaml").write_text(REPORT.replace("out/report.csv", "out/report.md"))
    assert wikisweep("plan", "report.yaml").code == 0
    assert (home / "out/report.md").read_text() == "My report on PageBy\n"
    (home / "mine/item.txt").write_text("{{ item.titel }}\n")
    faulty = wikisweep("plan", "task.yaml")
    assert faulty.code == 2
    assert "template item.txt, line 1: " in faulty.err
    assert "unfinished" in faulty.err
