"""The words of a notice; what comes from a wiki or a task does nothing in them."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Stopped, Unreachable
from bot.services.notices import of_failure, of_run, of_test
from bot.services.notices.wording import as_json, heading, mail, subject, wikitext
from tests.services.notices.conftest import BEGUN, a_run

STOPPED = replace(of_run(a_run("stopped", "the stop page says 'no'")), host="tool-host")
FAILED = replace(of_failure("t.yaml", Unreachable("no answer")), host="tool-host", time=BEGUN)


@pytest.mark.parametrize(
    ("notice", "line"),
    [
        (of_run(a_run("done")), "wikisweep: mercury on testwiki: done"),
        (of_run(a_run(outcomes={"failed": 1})), "wikisweep: mercury on testwiki: done with errors"),
        (STOPPED, "wikisweep: mercury on testwiki: stopped by a guard"),
        (of_run(a_run("ended")), "wikisweep: mercury on testwiki: ended before its end"),
        (of_run(a_run("failed")), "wikisweep: mercury on testwiki: failed"),
        (FAILED, "wikisweep: t: failed"),
        (of_failure("t.yaml", Stopped("x"), wiki="w"), "wikisweep: t on w: stopped by a guard"),
        (of_test("testwiki"), "wikisweep: a test notice on testwiki"),
        (of_test(""), "wikisweep: a test notice"),
    ],
)
def test_the_subject_says_it_in_a_line(notice, line):
    assert subject(notice) == line


def test_a_mail_tells_all_there_is():
    assert mail(STOPPED).splitlines() == [
        "wikisweep: mercury on testwiki: stopped by a guard",
        "",
        "Why:      the stop page says 'no'",
        "Run:      k3fd7m of plan pj3vdh",
        "Items:    12 of 40 tried: 11 saved, 1 conflict",
        "When:     2026-01-02 03:17 to 2026-01-02 03:29 UTC",
        "Account:  SweepBot",
        "Host:     tool-host",
        "To go on: wikisweep resume k3fd7m",
    ]


def test_a_mail_of_a_task_without_a_run_leaves_out_what_there_is_not():
    assert mail(FAILED).splitlines()[2:] == [
        "Why:      no answer",
        "When:     2026-01-02 03:17 UTC",
        "Host:     tool-host",
        "To go on: wikisweep doctor t.yaml",
    ]


def test_a_run_that_tried_nothing_counts_nothing():
    assert "Items:    0 of 40 tried\n" in mail(of_run(a_run("stopped", outcomes={"saved": 0})))


def test_a_section_is_a_signed_list_in_which_nothing_is_markup():
    notice = replace(STOPPED, reason="</nowiki>{{Delete}} [[Category:X]] ~~~~ & <ref>\n== x ==")
    lines = wikitext(notice).splitlines()
    assert lines[0] == (
        "* Why: <nowiki>&lt;/nowiki&gt;{{Delete}} [[Category:X]] ~~~~ &amp; &lt;ref&gt; == x =="
        "</nowiki>"
    )
    assert lines[-2:] == ["", "~~~~"]
    assert all(line.startswith("* ") for line in lines[:-2])


def test_a_heading_keeps_letters_and_drops_markup():
    notice = replace(STOPPED, task="my_[[task]] {{x}} жβ é no. 1 == ''<b>'' ~~~~ | \n&amp;")
    assert heading(notice) == (
        "wikisweep: my task x жβ é no. 1 b amp; on testwiki: stopped by a guard"
    )


@given(st.text(), st.text())
def test_no_text_gets_out_of_its_nowiki_or_its_line(task, reason):
    notice = replace(STOPPED, task=task, reason=reason)
    for line in wikitext(notice).splitlines()[:-2]:
        name, _, rest = line.removeprefix("* ").partition(": <nowiki>")
        assert name.replace(" ", "").isalpha()
        assert rest.endswith("</nowiki>")
        assert "<" not in rest.removesuffix("</nowiki>")
    assert not set("[]{}<>|=~'&\n") & set(heading(notice))
    assert "\n" not in subject(notice)


def test_the_object_has_all_keys_whatever_is_known():
    keys = [
        *("type", "text", "task", "wiki", "state", "reason", "plan", "run", "account", "planned"),
        *("outcomes", "started", "finished", "time", "host", "command"),
    ]
    for notice in (STOPPED, FAILED, of_test("w")):
        told = json.loads(json.dumps(as_json(notice)))
        assert list(told) == keys
        assert told["type"] == "notice"
        assert told["text"] == subject(notice)
    stopped = as_json(STOPPED)
    assert stopped["started"] == "2026-01-02T03:17:04+00:00"
    assert stopped["outcomes"] == {"saved": 11, "conflict": 1}
    assert as_json(FAILED)["started"] is None
