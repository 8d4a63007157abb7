"""Items in rounds: how many at once, the quota, what comes after what, reports on pages."""

from dataclasses import replace

import pytest

from bot.applier import Manner
from bot.applier.rounds import FRESH, FRESH_IN_HASTE
from bot.plan import Outcome, Publish, Row
from tests.applier.conftest import codes
from tests.applier.stormy import answering
from tests.planner.conftest import make_task

PAGES = {f"Page {number}": f"old {number}" for number in range(5)}


def counting(house):
    """How many pages were read at once, by each question of the run."""
    asked = []
    real = house.wiki

    class Counting:
        """The same wiki."""

        def __getattr__(self, name):
            return getattr(real, name)

        def fetch(self, wanted, facets):
            [batch] = wanted
            asked.append([one.title.text for one in batch])
            return real.fetch([batch], facets)

    return Counting(), asked


def test_pages_are_read_at_once_as_many_as_can_be_edited_in_a_minute(house):
    house = house(PAGES)
    task = make_task()
    plan = house.plan(task)
    real = house.wiki
    house.wiki, asked = counting(house)
    run, done = house.apply(plan, task)
    assert (run.state, len(done)) == ("done", 5)
    assert asked == [sorted(PAGES)]
    house.wiki = real


def test_with_an_interval_a_round_is_smaller(house):
    house = house(PAGES)
    task = make_task()
    plan = house.plan(task)
    house.wiki, asked = counting(house)
    steps = iter(house.applying(plan, task, Manner(interval=30)))
    next(steps)
    steps.close()
    assert asked == [["Page 0", "Page 1"]]


def test_the_pages_of_a_round_that_takes_too_long_are_read_again(house):
    house = house(PAGES)
    clock = 0.0

    def slow(_):
        nonlocal clock
        clock += 25

    house.wiki.before_write = slow
    task = make_task()
    plan = house.plan(task)
    house.wiki, asked = counting(house)
    done = list(house.applying(plan, task, now=lambda: clock))
    assert codes(done) == ["saved"] * 5
    # all five; those still to come, twice; two that are left and three that are watched; the last
    assert [len(one) for one in asked] == [5, 4, 3, 5, 1]


def test_a_page_that_went_away_is_told_without_being_sent(house):
    house = house(PAGES)
    task = make_task()
    plan = house.plan(task)
    gone, asked = counting(house)
    house.wiki = gone
    real = gone.fetch

    def fetch(wanted, facets):
        for batch in real(wanted, facets):
            yield [replace(one, exists=one.title.text != "Page 3") for one in batch]

    gone.fetch = fetch
    _, done = house.apply(plan, task)
    assert codes(done) == ["saved", "saved", "saved", "missing", "saved"]
    assert asked


def test_rows_are_no_items_to_write_and_a_quota_does_not_keep_reports_back(house):
    house = house(PAGES)
    run, done = house.run(
        "do: [{replace: {find: old, with: new}}, {report: {columns: {page: title}}}]\n"
        "edit: {summary: s, at_most: 2}\n"
        "publish: [{page: 'Testwiki:Report'}]"
    )
    assert codes(done) == ["saved"] * 3
    assert isinstance(done[-1].sent, Publish)
    assert not any(isinstance(one.sent, Row) for one in done)
    assert "Page 4" in house.wiki.page("Testwiki:Report").text
    assert run.reason == "at_most: 2 edits at a time; 3 are left for the next apply"


@pytest.mark.parametrize(("first", "second"), [("saved", "saved"), ("protected", "failed")])
def test_an_item_that_comes_after_another_waits_for_its_good_end(house, first, second):
    house = house({"Page 0": "old", "Page 1": "old"})
    task = make_task()
    shown = house.plan(task)
    plan = house.ledger.begin(
        task=shown.task,
        task_text=shown.task_text,
        wiki=shown.wiki,
        account=shown.account,
        site=shown.site,
        versions={},
    )
    one, two = (entry.item for entry in house.ledger.items(shown.id))
    house.ledger.add(plan.id, [one, replace(two, comes_after=(1,))])
    plan = house.ledger.finish(plan, shown.funnel, 0, 0.0)
    if first != "saved":
        house.wiki.faults.append(answering(Outcome(code="protected")))
    _, done = house.apply(plan, task)
    assert codes(done) == [first, second]


def stepping(seconds):
    """A clock that an edit moves on by so much, and the hook that does it."""
    time = 0.0

    def move(_=None):
        nonlocal time
        time += seconds

    return (lambda: time), move


@pytest.mark.parametrize(("interval", "step"), [(0.01, FRESH), (0, FRESH_IN_HASTE)])
def test_what_people_write_on_the_next_pages_meanwhile_is_heeded(house, interval, step):
    house = house(PAGES)
    now, move = stepping(step)

    def meddle(item):
        move()
        if item.title.text == "Page 1":
            house.wiki.somebody("Page 3", "{{nobots}}\nold 3")

    house.wiki.before_write = meddle
    task = make_task()
    plan = house.plan(task)
    done = list(house.applying(plan, task, Manner(interval=interval), now=now))
    assert codes(done) == ["saved", "saved", "saved", "refused", "saved"]
    assert house.wiki.page("Page 3").text == "{{nobots}}\nold 3"


def test_with_an_interval_each_page_is_asked_for_alone(house):
    house = house(PAGES)
    now, move = stepping(FRESH)
    house.wiki.before_write = move
    task = make_task()
    plan = house.plan(task)
    house.wiki, asked = counting(house)
    list(house.applying(plan, task, Manner(interval=0.01), now=now))
    assert asked[1:] == [["Page 1"], ["Page 2"], ["Page 3"], ["Page 4"]]


def test_pages_that_were_asked_for_just_now_are_not_asked_for_again(house):
    house = house(PAGES)
    now, move = stepping(FRESH / 10)
    house.wiki.before_write = move
    task = make_task()
    plan = house.plan(task)
    house.wiki, asked = counting(house)
    list(house.applying(plan, task, Manner(interval=0.01), now=now))
    assert len(asked) == 1
