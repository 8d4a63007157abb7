"""Runs in a list, and all that one did, as text, JSON and a web page."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.plan import Funnel, Numbered, Outcome, Publish
from bot.render.outcomes import outcome_json, run_json
from bot.render.runs import (
    change_url,
    decision_note,
    history_json,
    history_text,
    noted,
    open_text,
    record_json,
    run_page,
    run_text,
    unapplied_json,
    unapplied_text,
)
from bot.render.sections import NO_NOTE
from bot.render.text import TextView
from bot.run import Record, Run
from bot.titles import Title
from tests.render.conftest import HOSTILE, edit

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
RUN = Run(
    id="bcdfgh",
    plan="zzzzzz",
    task="mercury",
    wiki="testwiki",
    site="wiki.example.org/w",
    account="SweepBot",
    started=NOON,
    finished=NOON + timedelta(minutes=3),
    state="done",
    planned=30,
    outcomes={"saved": 1025},
)
FUNNEL = Funnel(items=Counter(edit=5, publish=1, row=3))
SAVED = Outcome(code="saved", revid=7)


def record(outcome, number=1, sent=None):
    sent = sent or edit("Caduceus", "old", "new")
    return Record(run="bcdfgh", number=number, sent=sent, intended=NOON, outcome=outcome)


def link(outcome):
    return change_url("wiki.example.org/w", "https", outcome)


def when(moment):
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("site", "outcome", "url"),
    [
        ("en.wikipedia.org/w", SAVED, "https://en.wikipedia.org/w/index.php?diff=7"),
        ("127.0.0.1:8080", SAVED, "https://127.0.0.1:8080/index.php?diff=7"),
        ("en.wikipedia.org/w", Outcome(code="no_change"), ""),
        ("en.wikipedia.org/w", None, ""),
        ("offline:export-1a2b", SAVED, ""),
        ("", SAVED, ""),
    ],
)
def test_a_change_has_an_address_where_there_is_one(site, outcome, url):
    assert change_url(site, "https", outcome) == url


def test_a_run_is_a_line_with_what_is_unusual_behind():
    assert history_text(RUN) == f"bcdfgh  {when(NOON)}   1,025 saved  mercury on testwiki\n"
    run = replace(RUN, state="stopped", undoes="kkkkkk", outcomes={"conflict": 2, "failed": 1})
    assert history_text(run) == (
        f"bcdfgh  {when(NOON)}       0 saved  mercury on testwiki"
        "  (stopped, 2 conflicts, 1 failed, takes back run kkkkkk)\n"
    )


def test_a_plan_that_was_never_applied_is_a_line_below_the_runs(sample):
    plan = replace(sample.plan, task="mercury", funnel=FUNNEL)
    assert unapplied_text(plan) == (
        "bcdfgh  " + when(plan.started) + "       6 items  mercury on testwiki  (never applied)\n"
    )
    assert unapplied_text(replace(plan, state="broken")).endswith("(plan, broken)\n")


def test_a_runs_name_cannot_break_its_line():
    run = replace(RUN, task="a\nb\x1b[31m", wiki="w\n")
    for text in (history_text(run), run_text(run)):
        assert text.count("\n") == 1
        assert "\x1b" not in text


def test_json_has_the_keys_of_a_run_and_more_behind(sample):
    keys = list(history_json(RUN))
    assert keys[: len(run_json(RUN))] == list(run_json(RUN))
    assert keys[len(run_json(RUN)) :] == ["undoes", "reason", "unattended", "outcomes"]
    assert list(unapplied_json(sample.plan)) == keys
    assert unapplied_json(replace(sample.plan, funnel=FUNNEL))["planned"] == 6
    assert unapplied_json(sample.plan)["run"] is None
    assert history_json(replace(RUN, undoes="kkkkkk"))["undoes"] == "kkkkkk"
    assert unapplied_json(replace(sample.plan, finished=None))["finished"] is None


def test_the_head_of_a_run_says_what_it_was_and_when():
    assert run_text(RUN) == (
        f"Run bcdfgh of plan zzzzzz: mercury on testwiki as SweepBot, {when(NOON)} to "
        f"{when(NOON + timedelta(minutes=3))}\n"
    )
    run = replace(RUN, account="", undoes="kkkkkk", finished=None)
    assert run_text(run) == (
        f"Run bcdfgh of plan zzzzzz: mercury on testwiki, takes back run kkkkkk, {when(NOON)}\n"
    )


def test_a_record_is_as_apply_tells_it():
    one = record(replace(SAVED, merged=True, detail="d"))
    assert record_json(one, "https://x") == outcome_json(
        "bcdfgh", 1, one.title, replace(SAVED, merged=True, detail="d"), "https://x"
    )
    assert list(record_json(one)) == list(record_json(record(None)))
    assert record_json(one)["diff"] is None


def test_a_record_whose_outcome_nobody_knows_says_how_to_find_out():
    told = record_json(record(None))
    assert (told["outcome"], told["revid"], told["merged"]) == (None, None, False)
    assert "wikisweep resume bcdfgh finds out" in told["detail"]
    line = open_text(record(None))
    assert line.startswith("unknown         Caduceus: sent, and nobody knows")
    assert line.endswith("wikisweep resume bcdfgh finds out\n")


def test_with_its_diff_a_record_is_an_item_with_its_outcome():
    told = record_json(record(SAVED), "https://x", diff=True)
    assert told["type"] == "edit"
    assert "-old\n" in told["diff"]
    assert (told["outcome"], told["revid"], told["link"], told["item"]) == (
        "saved",
        7,
        "https://x",
        1,
    )


@pytest.mark.parametrize(
    ("outcome", "word", "style", "detail"),
    [
        (SAVED, "saved as revision 7", "good", ""),
        (Outcome(code="no_change"), "without change", "good", ""),
        (Outcome(code="conflict", detail="d"), "conflict", "warning", "d"),
        (Outcome(code="failed", detail="d"), "failed", "bad", "d"),
        (
            replace(SAVED, merged=True, detail="d"),
            "saved as revision 7",
            "good",
            "merged with another edit that came between; d",
        ),
    ],
)
def test_what_became_of_an_item_stands_beside_it(outcome, word, style, detail):
    entries, notes = noted([record(outcome)], link)
    assert [one.number for one in entries] == [1]
    note = notes(1)
    assert (note.word, note.style, note.detail) == (word, style, detail)
    assert note.url == link(outcome)
    assert notes(1) == NO_NOTE


def test_the_text_of_a_run_has_outcome_and_address_with_each_diff():
    entries, notes = noted([record(SAVED), record(None, 2)], link)
    text = "".join(TextView().items(entries, notes))
    assert "(1) Caduceus [saved as revision 7]\n" in text
    assert "    https://wiki.example.org/w/index.php?diff=7\n" in text
    assert "(2) Caduceus [unknown]\n" in text
    assert "    sent, and nobody knows" in text
    assert text.count("-old\n+new\n") == 2


def test_a_decision_is_a_word_and_no_decision_nothing():
    assert decision_note("approved").word == "approved"
    assert decision_note("rejected").style == "bad"
    assert decision_note("pending") == NO_NOTE


def test_a_report_is_shown_by_its_diff():
    report = Publish(
        title=Title(2, "User:X/R"), baserevid=3, read_at=None, before="a", after="b", summary="s"
    )
    text = "".join(TextView().items([Numbered(4, report)]))
    assert text.startswith("(4) User:X/R publish\n    s\n@@ -1 +1 @@\n")


def test_the_page_of_a_run_has_every_diff_and_nothing_of_a_wikis_own():
    run = replace(RUN, state="stopped", reason=HOSTILE, task=HOSTILE, undoes="kkkkkk")
    records = [
        record(SAVED),
        record(Outcome(code="refused", detail=HOSTILE), 2, edit(HOSTILE, HOSTILE, "b", HOSTILE)),
        record(None, 3),
    ]
    page = "".join(run_page(run, records, link))
    assert page.count('<details class="item"') == 3
    assert 'href="https://wiki.example.org/w/index.php?diff=7"' in page
    assert "<img" not in page
    assert '<a href="javascript' not in page
    assert page.count("<script>") == 1
    assert "takes back run kkkkkk" in page
    assert "unknown" in page
    done = "".join(run_page(replace(RUN, account="", finished=None, outcomes={}), [], link))
    assert "done: nothing was written" in done


def test_the_users_own_template_for_a_run_comes_first(tmp_path):
    (tmp_path / "run.html").write_text(
        "{{ run.id }}{% for one, _ in sections %}{{ one.note.word }}{% endfor %}"
    )
    assert "".join(run_page(RUN, [record(SAVED)], link, tmp_path)) == "bcdfghsaved as revision 7"
