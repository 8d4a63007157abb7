"""Outcomes and runs as lines for people and objects for programs."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest

from bot.errors import UsageError
from bot.plan import Funnel, Outcome, OutcomeCode, Plan
from bot.render.outcomes import (
    OutcomeView,
    applied_json,
    count_words,
    outcome_json,
    outcome_word,
    run_json,
    swept_json,
)
from bot.run import Run
from bot.titles import Title

WHEN = datetime(2026, 11, 23, 3, 17, 2, 999, tzinfo=UTC)
PAGE = Title(0, "Mercury in fiction")
RUN = Run(
    id="h4wz8c",
    plan="k7m2pq",
    task="mercury",
    wiki="testwiki",
    site="test.example.org/w",
    account="ExampleBot",
    started=WHEN,
    finished=WHEN,
    state="done",
    planned=84,
    outcomes={"saved": 80, "conflict": 1, "failed": 2},
)
PLAN = Plan(
    id="k7m2pq",
    task="mercury",
    task_text="",
    wiki="testwiki",
    account="ExampleBot",
    started=WHEN,
    state="ready",
    funnel=Funnel(seen=1_000, items=Counter(edit=3, row=5, publish=1)),
)
VIEW = OutcomeView()


@pytest.mark.parametrize(
    ("outcome", "url", "line"),
    [
        (Outcome(code="saved", revid=7), "", "saved           Mercury in fiction\n"),
        (
            Outcome(code="saved", revid=7),
            "https://x.example.org/w/index.php?diff=7",
            "saved           Mercury in fiction  https://x.example.org/w/index.php?diff=7\n",
        ),
        (
            Outcome(code="saved", revid=7, merged=True),
            "",
            "saved           Mercury in fiction: merged with another edit that came between\n",
        ),
        (
            Outcome(code="protected", detail="only\nadministrators \x1b[2J"),
            "",
            "protected       Mercury in fiction: only administrators \\x1b[2J\n",
        ),
        (
            Outcome(code="saved", revid=7, merged=True, detail="its answer was lost"),
            "",
            (
                "saved           Mercury in fiction: merged with another edit that came between; "
                "its answer was lost\n"
            ),
        ),
    ],
)
def test_an_item_is_one_line_and_harmless(outcome, url, line):
    assert VIEW.outcome(PAGE, outcome, url) == line


def test_colours_are_the_callers_wish():
    view = OutcomeView(colour=True)
    assert view.outcome(PAGE, Outcome(code="saved")).startswith("\x1b[32msaved         \x1b[0m  ")
    assert "\x1b[31mfailed" in view.outcome(PAGE, Outcome(code="failed"))
    assert "\x1b[33mconflict" in view.outcome(PAGE, Outcome(code="conflict"))


def test_every_outcome_has_words_for_one_and_for_several():
    codes = get_args(OutcomeCode)
    assert len(set(map(outcome_word, codes))) == len(codes)
    assert len(list(count_words(Counter(codes)))) == len(codes)
    assert list(count_words({"failed": 1, "conflict": 2_000, "saved": 1, "exists": 0})) == [
        "1 saved",
        "2,000 conflicts",
        "1 failed",
    ]


@pytest.mark.parametrize(
    ("run", "left", "line"),
    [
        (RUN, 0, "done: 80 saved, 1 conflict, 2 failed"),
        (replace(RUN, outcomes={}), 0, "done: nothing was to do"),
        (
            RUN,
            1_200,
            "done: 80 saved, 1 conflict, 2 failed; 1,200 left; to go on: wikisweep apply k7m2pq",
        ),
        (
            replace(RUN, reason="at_most: 80 edits at a time; 2 are left"),
            2,
            (
                "done: 80 saved, 1 conflict, 2 failed; at_most: 80 edits at a time; 2 are left; "
                "to go on: wikisweep apply k7m2pq"
            ),
        ),
        (
            replace(RUN, state="stopped", reason="the stop page\nsays no", outcomes={}),
            84,
            (
                "stopped: nothing was written; 84 left; the stop page says no; "
                "to go on: wikisweep resume h4wz8c"
            ),
        ),
        (
            replace(RUN, state="stopped", reason="limits: 84 are more than refuse_over: 3"),
            0,
            (
                "stopped: 80 saved, 1 conflict, 2 failed; limits: 84 are more than refuse_over: 3; "
                "change the task or its limits, and plan again"
            ),
        ),
        (
            replace(RUN, state="stopped", reason="first wikisweep resume bbbbbb"),
            1,
            "stopped: 80 saved, 1 conflict, 2 failed; 1 left; first wikisweep resume bbbbbb",
        ),
        (
            replace(RUN, state="failed"),
            1,
            "failed: 80 saved, 1 conflict, 2 failed; 1 left; to go on: wikisweep resume h4wz8c",
        ),
    ],
)
def test_a_run_is_one_line_that_says_what_to_do(run, left, line):
    assert VIEW.run(run, left) == f"Run h4wz8c {line}\n"


@pytest.mark.parametrize(
    ("plan", "run", "left", "error", "line"),
    [
        (PLAN, RUN, 0, "", "84 planned, 80 saved, 1 conflict, 2 failed; run h4wz8c done"),
        (
            PLAN,
            replace(RUN, reason="at_most: 80 edits at a time"),
            4,
            "",
            (
                "84 planned, 80 saved, 1 conflict, 2 failed; run h4wz8c done; at_most: 80 edits "
                "at a time; to go on: wikisweep apply k7m2pq"
            ),
        ),
        (
            PLAN,
            replace(RUN, state="stopped", reason="blocked", outcomes={}),
            84,
            "",
            (
                "84 planned, nothing written, 84 left; run h4wz8c stopped; blocked; "
                "to go on: wikisweep resume h4wz8c"
            ),
        ),
        (
            PLAN,
            replace(RUN, state="failed", reason="no answer"),
            1,
            "no answer; wikisweep resume h4wz8c goes on",
            (
                "84 planned, 80 saved, 1 conflict, 2 failed, 1 left; run h4wz8c failed; no answer; "
                "wikisweep resume h4wz8c goes on"
            ),
        ),
        (
            PLAN,
            replace(RUN, state="running", outcomes={"saved": 3}),
            0,
            "the ledger cannot be reached; wikisweep resume h4wz8c goes on",
            (
                "84 planned, 3 saved as far as is known; run h4wz8c broken off; the ledger cannot "
                "be reached; wikisweep resume h4wz8c goes on"
            ),
        ),
        (
            PLAN,
            replace(RUN, state="running", outcomes={}),
            80,
            "gone",
            (
                "84 planned, nothing written as far as is known; run h4wz8c broken off; gone; "
                "to go on: wikisweep resume h4wz8c"
            ),
        ),
        (
            PLAN,
            replace(RUN, state="stopped", reason="run bbbbbb waits; wikisweep resume bbbbbb"),
            4,
            "",
            (
                "84 planned, 80 saved, 1 conflict, 2 failed, 4 left; run h4wz8c stopped; run "
                "bbbbbb waits; wikisweep resume bbbbbb"
            ),
        ),
        (PLAN, None, 0, "", "nothing to do; 1,000 pages seen"),
        (
            replace(PLAN, funnel=Funnel(seen=1)),
            None,
            0,
            "",
            "nothing to do; 1 page seen",
        ),
        (PLAN, None, 0, "no\nanswer", "nothing written; plan k7m2pq; no answer"),
        (None, None, 0, "no answer", "nothing written; no answer"),
    ],
)
def test_a_task_that_was_run_is_one_line(plan, run, left, error, line):
    told = VIEW.sweep("mercury", "testwiki", plan=plan, run=run, left=left, error=error)
    assert told == f"mercury on testwiki: {line}\n"


def test_a_faulty_template_of_the_users_own_is_named(tmp_path):
    (tmp_path / "run.txt").write_text("{{ run.colour }}\n")
    with pytest.raises(UsageError, match=r"template run.txt, line 1: .*'colour'"):
        OutcomeView(folder=tmp_path).run(RUN, 0)


def test_the_keys_of_an_outcome_are_stable():
    outcome = Outcome(code="saved", revid=7, timestamp=WHEN, merged=True, detail="why")
    assert outcome_json("h4wz8c", 3, PAGE, outcome, "https://x") == {
        "type": "outcome",
        "run": "h4wz8c",
        "item": 3,
        "title": "Mercury in fiction",
        "outcome": "saved",
        "revid": 7,
        "merged": True,
        "detail": "why",
        "diff": "https://x",
    }
    assert outcome_json("h4wz8c", 3, PAGE, Outcome(code="missing"))["diff"] is None


def test_the_keys_of_a_run_are_stable():
    assert run_json(RUN) == {
        "run": "h4wz8c",
        "plan": "k7m2pq",
        "task": "mercury",
        "wiki": "testwiki",
        "account": "ExampleBot",
        "started": "2026-11-23T03:17:02+00:00",
        "finished": "2026-11-23T03:17:02+00:00",
        "state": "done",
        "planned": 84,
        "saved": 80,
        "failed": 2,
        "conflicts": 1,
    }
    assert run_json(replace(RUN, finished=None, outcomes={}))["finished"] is None
    stopped = applied_json(replace(RUN, reason="why"))
    assert stopped == {"type": "run", **run_json(RUN), "reason": "why"}


def test_a_task_that_came_to_no_run_has_the_same_keys():
    none = swept_json("t", "w", plan=None, run=None, state="failed", reason="why")
    assert list(none) == [*applied_json(RUN), "notices"]
    assert (none["run"], none["plan"], none["state"], none["reason"]) == (
        None,
        None,
        "failed",
        "why",
    )
    planned = swept_json("t", "w", plan=PLAN, run=None, state="stopped", reason="why")
    assert (planned["plan"], planned["account"], planned["planned"]) == ("k7m2pq", "ExampleBot", 4)


def test_the_reason_of_a_run_is_its_own_where_no_error_came():
    run = replace(RUN, reason="own")
    told = [
        swept_json("t", "w", plan=PLAN, run=run, state="done", reason=one)["reason"]
        for one in ("", "error")
    ]
    assert told == ["own", "error"]


def test_what_a_wiki_says_is_cut_where_it_stands_among_many_lines():
    words = "[abusefilter-warning] " + "You should not do this.\n\n" * 20
    whole = VIEW.outcome(PAGE, Outcome(code="refused", detail=words))
    short = VIEW.outcome(PAGE, Outcome(code="refused", detail=words, merged=True), "u", short=True)
    assert whole.count("You should not do this.") == 20
    told = short.partition("came between; ")[2]
    assert told.startswith("[abusefilter-warning] You should not do this. You ")
    assert told.endswith(" …  u\n")
    assert len(told) <= 120 + len("  u\n")


@pytest.mark.parametrize("detail", ["", "protected", "x" * 120])
def test_what_is_short_enough_stays_whole(detail):
    outcome = Outcome(code="protected", detail=detail)
    assert VIEW.outcome(PAGE, outcome, short=True) == VIEW.outcome(PAGE, outcome)


@pytest.mark.parametrize("detail", ["x" * 121, "水" * 500])
def test_words_without_an_end_are_cut_all_the_same(detail):
    line = VIEW.outcome(PAGE, Outcome(code="failed", detail=detail), short=True)
    assert line.endswith(f"{detail[:119]}…\n")


def test_the_notices_of_a_plan_are_counted_by_their_code():
    noted = replace(PLAN, funnel=Funnel(noticed=Counter(changed_at_save=2)))
    for plan, notices in ((noted, {"changed_at_save": 2}), (PLAN, {}), (None, {})):
        for run in (RUN, None):
            told = swept_json("t", "w", plan=plan, run=run, state="done", reason="")
            assert told["notices"] == notices
