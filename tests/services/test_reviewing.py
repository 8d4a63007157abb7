"""Decisions on a plan's items: by number, by page, one after the other."""

from datetime import UTC, datetime

import pytest

from bot.errors import UsageError
from bot.ledger import Ledger
from bot.plan import Edit, Numbered, Outcome, Row
from bot.services.reviewing import Review, Walk, ranges
from bot.titles import Title


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        yield ledger


def edit(title):
    return Edit(
        title=Title(0, title),
        baserevid=1,
        read_at=datetime(2026, 1, 1, tzinfo=UTC),
        before="a",
        after="b",
        summary="s",
    )


def row(title):
    return Row(title=Title(0, title), report="r", columns={"page": title})


def planned(ledger, *items, state="ready"):
    plan = ledger.begin(task="t", task_text="…", wiki="w", account="", versions={})
    ledger.add(plan.id, items)
    return ledger.finish(plan, plan.funnel, 0, 0.0, state)


@pytest.fixture
def review(ledger):
    """Four edits, of which two are of one page, and a row as number 3."""
    items = [edit("A"), edit("B c"), row("A"), edit("A"), edit("D")]
    return Review(ledger, planned(ledger, *items))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3", [range(3, 4)]),
        ("1-20,25", [range(1, 21), range(25, 26)]),
        (" 1 - 2 , 3 ", [range(1, 3), range(3, 4)]),
        ("7-7", [range(7, 8)]),
    ],
)
def test_numbers_and_ranges_are_read(text, found):
    assert ranges(text, "--approve") == found


@pytest.mark.parametrize(
    "text", ["", "x", "1-", "-1", "0", "0-3", "3-1", "1,,2", "1;2", "1.5", "¹", "9" * 20]
)
def test_what_is_no_number_is_told_with_the_option(text):
    with pytest.raises(UsageError, match=r"^--approve: .*ranges of them: 1-20,25$"):
        ranges(text, "--approve")


def test_decisions_are_in_the_ledger_at_once(review, ledger):
    review.decide("approved", [1, 4])
    review.decide("rejected", [2])
    assert dict(ledger.decided(review.plan.id)) == {
        1: "approved",
        2: "rejected",
        4: "approved",
        5: "pending",
    }
    assert review.counts == {"approved": 2, "rejected": 1, "pending": 1}
    assert review.counts == ledger.decisions(review.plan.id)
    assert review.pending == [5]
    assert review.decision(2) == "rejected"


def test_the_next_review_goes_on_with_what_is_pending(review, ledger):
    review.decide("approved", [1])
    again = Review(ledger, review.plan)
    assert (again.pending, again.numbers) == ([2, 4, 5], [1, 2, 4, 5])
    assert again.entry(2) == Numbered(2, edit("B c"))


def test_a_range_passes_over_rows_and_no_further_than_the_plan(review):
    assert review.within([range(1, 5)]) == [1, 2, 4]
    assert review.within([range(5, 6), range(1, 2)]) == [5, 1]
    for wrong in (range(3, 4), range(4, 7), range(6, 7), range(1, 10**9)):
        with pytest.raises(UsageError, match=r"has no item \d+ that can be written; .* is 5$"):
            review.within([wrong])


def test_pages_are_named_as_people_write_them(review):
    assert review.of_pages([]) == []
    assert review.of_pages(["A"]) == [1, 4]
    assert review.of_pages(["B_c", " D "]) == [2, 5]
    with pytest.raises(UsageError, match="no item for the page 'b c'"):
        review.of_pages(["A", "b c"])


def test_what_a_run_has_tried_is_not_asked_about_again(review, ledger):
    run = ledger.runs.begin(review.plan, account="Bot")
    ledger.runs.settle(run.id, 2, Outcome(code="conflict"))
    again = Review(ledger, review.plan)
    assert again.pending == [1, 4, 5]
    assert again.counts["pending"] == 4


@pytest.mark.parametrize("code", ["saved", "conflict", "no_change"])
def test_what_is_settled_is_not_decided_on(review, ledger, code):
    run = ledger.runs.begin(review.plan, account="Bot")
    for number in (1, 2):
        ledger.runs.settle(run.id, number, Outcome(code=code))
    again = Review(ledger, review.plan)
    for wrong in ([range(1, 2)], [range(4, 6), range(2, 5)]):
        with pytest.raises(UsageError, match=rf"is settled \({code}, run {run.id}\)"):
            again.within(wrong)
    with pytest.raises(UsageError, match=r"^item 2 .* is settled"):
        again.of_pages(["D", "B c"])
    assert again.of_pages(["A"]) == [4]
    assert again.within([range(3, 6)]) == [4, 5]


def test_what_nobody_knows_the_outcome_of_can_still_be_rejected(review, ledger):
    run = ledger.runs.begin(review.plan, account="Bot")
    ledger.runs.intend(run.id, Numbered(2, edit("B c")))
    again = Review(ledger, review.plan)
    assert again.within([range(2, 3)]) == again.of_pages(["B c"]) == [2]


def test_an_unfinished_plan_is_not_reviewed(ledger):
    with pytest.raises(UsageError, match="unfinished, so it cannot be applied"):
        Review(ledger, planned(ledger, edit("A"), state="broken"))


def test_a_plan_of_rows_alone_has_nothing_to_decide_on(ledger):
    with pytest.raises(UsageError, match="has nothing to write"):
        Review(ledger, planned(ledger, row("A")))


def test_the_way_goes_forward_through_what_is_pending(review):
    review.decide("approved", [2])
    walk = Walk(review)
    assert (walk.current, walk.left) == (1, 3)
    walk.decide("approved")
    assert walk.current == 4
    walk.skip()
    assert walk.current == 5
    walk.decide("rejected")
    assert walk.left == 0
    assert review.counts == {"approved": 2, "rejected": 1, "pending": 1}
    assert Walk(review).current == 4


def test_the_way_back_leads_to_what_was_decided_and_lets_it_be_decided_anew(review):
    walk = Walk(review)
    assert walk.back() is False
    walk.decide("approved")
    walk.skip()
    assert walk.back()
    assert walk.back()
    assert walk.current == 1
    assert review.decision(1) == "approved"
    walk.decide("rejected")
    assert (review.decision(1), walk.current) == ("rejected", 2)


def test_all_the_rest_is_approved_but_for_what_was_rejected_before(review):
    walk = Walk(review)
    walk.skip()
    walk.decide("rejected")
    walk.decide("rejected")
    walk.back()
    walk.back()
    walk.back()
    assert walk.current == 1
    walk.approve_rest()
    assert walk.current is None
    decided = [review.decision(number) for number in (1, 2, 4, 5)]
    assert decided == ["approved", "rejected", "rejected", "approved"]


def test_to_approve_the_rest_counts_for_the_item_that_is_shown(review):
    walk = Walk(review)
    walk.decide("rejected")
    walk.back()
    walk.approve_rest()
    assert review.counts == {"approved": 4}
