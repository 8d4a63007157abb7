import pytest

from bot.errors import UsageError
from tests.ledger.making import edit, planned, row


@pytest.fixture
def plan(ledger):
    return planned(ledger, [edit(1), row(a="1"), edit(2), edit(3)])


def test_nobody_has_decided_on_a_new_plan(ledger, plan):
    assert ledger.decisions(plan.id) == {"pending": 3}


def test_all_that_can_be_written_is_decided_at_once(ledger, plan):
    assert ledger.decide(plan.id, "approved") == 3
    assert ledger.decisions(plan.id) == {"approved": 3}


def test_some_items_are_decided(ledger, plan):
    assert ledger.decide(plan.id, "approved", [1, 3]) == 2
    assert ledger.decide(plan.id, "rejected", iter([3, 3])) == 1
    assert ledger.decisions(plan.id) == {"approved": 1, "rejected": 1, "pending": 1}
    assert ledger.decide(plan.id, "pending", []) == 0
    assert ledger.decide(plan.id, "pending") == 3
    assert ledger.decisions(plan.id) == {"pending": 3}


@pytest.mark.parametrize(
    ("number", "words"), [(0, "no item 0"), (5, "no item 5"), (2, "item 2 .* is a row of a report")]
)
def test_all_or_none_are_decided(ledger, plan, number, words):
    with pytest.raises(UsageError, match=words):
        ledger.decide(plan.id, "approved", [1, number, 3])
    assert ledger.decisions(plan.id) == {"pending": 3}


def test_many_items_are_decided_one_by_one(ledger):
    plan = planned(ledger, [edit(number) for number in range(1, 1_204)])
    assert ledger.decide(plan.id, "approved", range(2, 1_204)) == 1_202
    assert ledger.decisions(plan.id) == {"approved": 1_202, "pending": 1}
    with pytest.raises(UsageError, match="no item 1204"):
        ledger.decide(plan.id, "rejected", range(1, 1_205))
    assert ledger.decisions(plan.id) == {"approved": 1_202, "pending": 1}


def test_other_plans_are_left_alone(ledger, plan):
    other = planned(ledger, [edit(1)])
    ledger.decide(plan.id, "approved")
    assert ledger.decisions(other.id) == {"pending": 1}
    assert ledger.decide("zzzzzz", "approved") == 0
    assert ledger.decisions("zzzzzz") == {}


def test_the_decision_on_each_item_and_on_one_is_told(ledger, plan):
    ledger.decide(plan.id, "approved", [3])
    ledger.decide(plan.id, "rejected", [4])
    assert ledger.decided(plan.id) == {1: "pending", 3: "approved", 4: "rejected"}
    assert list(ledger.decided(plan.id)) == [1, 3, 4]
    assert [ledger.decision(plan.id, number) for number in (1, 3, 4)] == [
        *("pending", "approved", "rejected")
    ]
    assert ledger.decided("zzzzzz") == {}
    with pytest.raises(UsageError, match="has no item 5"):
        ledger.decision(plan.id, 5)
