"""What must hold before anything is written."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.applier.checks import made_by_nobody, too_old
from bot.plan import Plan

NOW = datetime(2026, 5, 8, 12, tzinfo=UTC)


def plan(account="SweepBot", started=NOW):
    return Plan(id="abcdef", task="t", task_text="", wiki="w", account=account, started=started)


@pytest.mark.parametrize(
    ("age", "old"), [(timedelta(days=7), False), (timedelta(days=7, seconds=1), True)]
)
def test_a_plan_is_too_old_after_seven_days(age, old):
    assert too_old(plan(started=NOW - age), NOW) is old


def test_a_plan_made_just_now_is_not_too_old():
    assert not too_old(plan(started=datetime.now(UTC)))


@pytest.mark.parametrize("account", ["127.0.0.1", "2001:db8::1", ""])
def test_a_plan_made_under_an_address_was_made_by_nobody(account):
    assert made_by_nobody(plan(account))


@pytest.mark.parametrize("account", ["SweepBot", "127.0.0", "Offline"])
def test_a_plan_made_by_an_account_was_made_by_somebody(account):
    assert not made_by_nobody(plan(account))
