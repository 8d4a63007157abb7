"""A fuse refuses a plan as a whole, a quota divides it; rows of reports count for neither."""

from collections import Counter

import pytest

from bot.plan import Funnel
from bot.planner.limits import Bounds
from bot.task import EditSettings, LimitSettings


def words(
    *,
    edits=0,
    rows=0,
    reports=0,
    planned=None,
    seen=None,
    refuse_over=None,
    max_share=None,
    at_most=None,
    canary=None,
):
    planned = edits if planned is None else planned
    funnel = Funnel(
        seen=planned if seen is None else seen,
        planned=planned,
        items=Counter({"edit": edits, "row": rows, "publish": reports}),
    )
    given = {"refuse_over": refuse_over, "max_share": max_share, "canary": canary}
    limits = LimitSettings(**{name: value for name, value in given.items() if value is not None})
    return list(Bounds(limits, EditSettings(at_most=at_most), funnel).words())


@pytest.mark.parametrize("edits", [0, 1, 500])
def test_a_task_without_limits_says_nothing(edits):
    assert words(edits=edits, rows=9) == []


def test_a_plan_of_more_changes_than_the_fuse_lets_through_would_be_refused():
    assert words(edits=1_720, refuse_over=1_000) == [
        "limits: 1,720 changes are more than refuse_over: 1,000, so applying would refuse this plan"
    ]
    assert words(edits=172, refuse_over=172) == []


def test_a_plan_that_changes_too_large_a_share_of_the_pages_seen_would_be_refused():
    assert words(edits=3, seen=4, max_share="50%") == [
        (
            "limits: 3 of 4 pages seen are 75%, more than max_share: 50%, "
            "so applying would refuse this plan"
        )
    ]
    assert words(edits=2, seen=4, max_share="50%") == []
    assert words(edits=1, seen=200, max_share="0.5%") == []


def test_every_reason_is_told():
    assert len(words(edits=3, seen=3, refuse_over=2, max_share="50%")) == 2


def test_rows_of_reports_are_no_changes():
    assert words(rows=9, planned=9, refuse_over=1, max_share="1%", at_most=1) == []
    assert words(edits=1, rows=9, planned=9, seen=10, max_share="10%") == []


def test_reports_on_wiki_pages_are_no_changes():
    most = {"refuse_over": 1, "max_share": "1%", "at_most": 1, "canary": 1}
    assert words(rows=9, reports=5, planned=9, **most) == []
    assert words(edits=1, reports=5, planned=1, seen=100, **most) == []
    assert words(edits=2, reports=5, planned=2, seen=400, at_most=1) == [
        "at_most: 1 of 2 changes would be made at a time"
    ]


def test_a_canary_says_how_much_is_made_before_somebody_looks():
    told = (
        "canary: the first 5 of 172 changes would be made, and the rest wait until somebody has "
        "looked at them, unless that was done for this task"
    )
    assert words(edits=172, canary=5) == [told]
    assert words(edits=172, canary=5, at_most=50)[1:] == [told]
    assert words(edits=5, canary=5) == words(edits=4, canary=5) == []
    assert len(words(edits=172, canary=5, refuse_over=100)) == 1


def test_a_plan_of_nothing_is_never_refused():
    assert words(refuse_over=1, max_share="1%") == []


def test_a_quota_says_how_much_would_be_done_at_a_time():
    assert words(edits=172, at_most=2) == ["at_most: 2 of 172 changes would be made at a time"]
    assert words(edits=2, at_most=2) == words(edits=1, at_most=2) == []


def test_a_plan_that_is_refused_is_not_divided():
    assert [line.partition(":")[0] for line in words(edits=9, at_most=2, refuse_over=8)] == [
        "limits"
    ]


def test_one_change_is_one_change():
    (line,) = words(edits=1, seen=1, max_share="99%")
    assert line.startswith("limits: 1 of 1 page seen is 100%")
