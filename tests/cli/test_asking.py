"""What is said before a plan is applied, and what a person must have said."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.cli.asking import Overview, Wishes
from bot.errors import UsageError
from bot.plan import Funnel, Plan
from bot.run import Run
from bot.site import Account, plain_site

PLAN = Plan(
    id="k7m2pq",
    task="mercury",
    task_text="",
    wiki="testwiki",
    account="ExampleBot",
    started=datetime.now(UTC) - timedelta(days=3, minutes=1),
    state="ready",
)
SITE = replace(plain_site("testwiki"), account=Account("ExampleBot", anonymous=False))
OVERVIEW = Overview(
    plan=PLAN,
    task=None,
    site=SITE,
    decisions={"approved": 1_200, "pending": 2},
    left=1_202,
    unsettled=0,
    interval=10,
)


def test_wiki_account_age_counts_and_time_are_told():
    assert list(OVERVIEW.lines()) == [
        "plan k7m2pq: mercury on testwiki as ExampleBot, made 3 days ago",
        "1,202 items to write: 1,200 approved, 2 pending; 1,202 left to do",
        "one edit every 10 s: about 3 hours",
    ]


def test_what_the_planner_noted_is_told_again():
    funnel = Funnel(noticed=Counter(signature=2, template=1))
    told = list(replace(OVERVIEW, plan=replace(PLAN, funnel=funnel), interval=0).lines())
    assert len(told) == 4
    assert told[2].startswith("2 pages to note: ")
    assert told[2].endswith(" [signature]")
    assert told[3].startswith("1 page to note: ")


def test_a_plan_without_an_account_names_none():
    site = replace(SITE, account=Account())
    assert next(replace(OVERVIEW, site=site).lines()).startswith(
        "plan k7m2pq: mercury on testwiki, made"
    )


@pytest.mark.parametrize(
    ("state", "reason", "told"),
    [
        ("stopped", "the stop page", "it was stopped: the stop page"),
        ("running", "", "it was broken off"),
        ("ended", "", "it was ended"),
    ],
)
def test_why_a_run_is_resumed_is_told(state, reason, told):
    run = Run(
        id="h4wz8c",
        plan="k7m2pq",
        task="mercury",
        wiki="testwiki",
        site="",
        account="",
        started=PLAN.started,
        state=state,
        reason=reason,
    )
    lines = list(replace(OVERVIEW, resume=run).lines())
    assert lines[1] == f"run h4wz8c goes on; {told}"


@pytest.mark.parametrize(
    ("pending", "decisions", "with_pending"),
    [
        (None, {"pending": 3}, True),
        (None, {"approved": 3}, True),
        (None, {"approved": 1, "rejected": 1}, True),
        ("apply", {"approved": 1, "pending": 1}, True),
        ("leave", {"rejected": 1, "pending": 1}, False),
        ("leave", {"pending": 1}, False),
    ],
)
def test_pending_items_are_left_where_a_review_has_begun_and_somebody_says_so(
    pending, decisions, with_pending
):
    assert Wishes(pending=pending).with_pending(PLAN, decisions) is with_pending


@pytest.mark.parametrize("decided", ["approved", "rejected"])
def test_a_review_that_is_not_finished_wants_a_word_about_the_rest(decided):
    with pytest.raises(UsageError, match=r"2 items of it are pending; .* --pending leave"):
        Wishes().with_pending(PLAN, {decided: 1, "pending": 2})


@pytest.mark.parametrize(("days", "old"), [(6, False), (8, True)])
def test_an_old_plan_wants_a_word(days, old):
    plan = replace(PLAN, started=datetime.now(UTC) - timedelta(days=days))
    Wishes(old=True).check_age(plan)
    if old:
        with pytest.raises(UsageError, match="made 8 days ago"):
            Wishes().check_age(plan)
    else:
        Wishes().check_age(plan)
