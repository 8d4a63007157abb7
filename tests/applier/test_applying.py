"""A run from its begin to its end, whatever the end; nothing lost, doubled or laid over others."""

from dataclasses import replace

import pytest

from bot.applier import Ending, Manner
from bot.errors import BotError, Stopped, Unreachable, UsageError
from bot.plan import Outcome
from bot.site import Account
from tests.applier.conftest import AT_ONCE, codes
from tests.applier.stormy import answering, lost_reply, lost_request, no_wiki
from tests.planner.conftest import make_task

PAGES = {f"Page {number}": f"old {number}" for number in range(5)}


def texts(house):
    return {title: house.wiki.page(title).text for title in PAGES}


ALL_NEW = {title: text.replace("old", "new") for title, text in PAGES.items()}


def test_every_item_is_written_as_it_was_shown(house):
    house = house(PAGES)
    run, done = house.run()
    assert (run.state, run.reason) == ("done", "")
    assert codes(done) == ["saved"] * 5
    assert texts(house) == ALL_NEW
    assert [one.sent for one in done] == house.wiki.sent
    assert [one.number for one in done] == [1, 2, 3, 4, 5]
    assert run.finished
    assert dict(run.outcomes) == {"saved": 5}
    assert (run.planned, run.wiki, run.account) == (5, "testwiki", "Offline")


def test_a_second_apply_does_only_what_is_left(house):
    house = house(PAGES)
    task = make_task("edit: {summary: s, at_most: 2}")
    plan = house.plan(task)
    first, done = house.apply(plan, task)
    assert codes(done) == ["saved", "saved"]
    assert first.state == "done"
    assert first.reason == "at_most: 2 edits at a time; 3 are left for the next apply"
    _, more = house.apply(plan, task)
    last, rest = house.apply(plan, task)
    assert [one.number for one in (*done, *more, *rest)] == [1, 2, 3, 4, 5]
    assert last.reason == ""
    _, nothing = house.apply(plan, task)
    assert nothing == []
    assert len(house.wiki.sent) == 5


def test_only_what_was_approved_is_written(house):
    house = house(PAGES)
    task = make_task()
    plan = house.plan(task)
    house.ledger.decide(plan.id, "approved", [1, 2])
    house.ledger.decide(plan.id, "rejected", [3])
    _, done = house.apply(plan, task, Manner(interval=0, pending=False))
    assert [one.number for one in done] == [1, 2]
    _, done = house.apply(plan, task)
    assert [one.number for one in done] == [4, 5]
    assert house.wiki.page("Page 2").text == "old 2"


@pytest.mark.parametrize("first", [True, False])
def test_a_lost_answer_is_settled_by_the_history(house, first):
    house = house(PAGES)
    house.wiki.faults.append(lost_reply(house.wiki) if first else lost_request)
    run, done = house.run()
    assert codes(done) == ["saved"] * 5
    assert texts(house) == ALL_NEW
    assert len(house.wiki.sent) == (5 if first else 6)
    assert all(len(history) == 1 for history in house.wiki.history.values())
    assert all(one.outcome.revid for one in done)
    assert run.state == "done"


def test_a_wiki_that_is_gone_fails_the_run_and_resuming_finishes_it(house):
    house = house(PAGES)
    task = make_task()
    plan = house.plan(task)
    house.wiki.before_write = lambda item: (
        house.wiki.faults.append(no_wiki) if item.title.text == "Page 2" else None
    )
    applying = house.applying(plan, task)
    with pytest.raises(Unreachable):
        list(applying)
    run = applying.run
    assert (run.state, run.reason) == ("failed", "it refuses the connection")
    assert dict(run.outcomes) == {"saved": 2}
    assert house.ledger.runs.open_intents(plan.id) == []
    house.wiki.before_write = lambda _: None
    again, done = house.apply(plan, task, resume=run)
    assert (again.id, again.state, again.reason) == (run.id, "done", "")
    assert [one.number for one in done] == [3, 4, 5]
    assert dict(again.outcomes) == {"saved": 5}


@pytest.mark.parametrize("landed", [True, False])
def test_an_intent_left_open_by_a_killed_process_is_settled_first(house, landed):
    house = house(PAGES)
    task = make_task()
    plan = house.plan(task)

    def killed(_wiki, item):
        if landed:
            house.wiki.save(item)
        raise SystemExit

    house.wiki.faults.extend((lambda _, item: house.wiki.save(item), killed))
    applying = house.applying(plan, task)
    with pytest.raises(SystemExit):
        list(applying)
    assert [one.number for one in house.ledger.runs.open_intents(plan.id)] == [2]
    _, done = house.apply(plan, task)
    assert [one.number for one in done] == [2, 3, 4, 5]
    assert codes(done) == ["saved"] * 4
    assert texts(house) == ALL_NEW
    assert all(len(history) == 1 for history in house.wiki.history.values())
    assert len(house.wiki.sent) == (5 if landed else 6)
    assert house.ledger.runs.open_intents(plan.id) == []


def test_an_open_intent_that_was_rejected_since_is_not_sent_again(house):
    house = house(PAGES)
    task = make_task()
    plan = house.plan(task)

    def killed(_wiki, _item):
        raise SystemExit

    house.wiki.faults.append(killed)
    with pytest.raises(SystemExit):
        list(house.applying(plan, task))
    house.ledger.decide(plan.id, "rejected", [1])
    _, done = house.apply(plan, task)
    assert [one.number for one in done] == [2, 3, 4, 5]
    assert house.wiki.page("Page 0").text == "old 0"


def test_the_end_comes_after_the_item_under_way(house):
    house = house(PAGES)
    house.wiki.before_write = lambda item: (
        house.ending.ask() if item.title.text == "Page 1" else None
    )
    run, done = house.run()
    assert (run.state, run.reason) == ("ended", "the end was asked for")
    assert codes(done) == ["saved", "saved"]


def test_a_wiki_that_is_told_to_wait_no_longer_ends_the_run_in_order(house):
    house = house(PAGES)

    def hurried(_wiki, _item):
        house.ending.ask()
        raise Unreachable("the connection was closed")

    house.wiki.faults.append(hurried)
    task = make_task()
    plan = house.plan(task)
    run, done = house.apply(plan, task)
    assert run.state == "ended"
    assert done == []
    house.ending = Ending()
    _, done = house.apply(plan, task, resume=run)
    assert len(done) == 5


def test_a_reader_that_goes_away_ends_the_run(house):
    house = house(PAGES)
    task = make_task()
    applying = house.applying(house.plan(task), task)
    steps = iter(applying)
    next(steps)
    steps.close()
    assert applying.run.state == "ended"


def test_a_bug_flies_and_the_run_says_so(house):
    house = house(PAGES)

    def bug(_wiki, _item):
        raise ZeroDivisionError("oops")

    house.wiki.faults.append(bug)
    task = make_task()
    applying = house.applying(house.plan(task), task)
    with pytest.raises(ZeroDivisionError):
        list(applying)
    assert (applying.run.state, applying.run.reason) == ("failed", "ZeroDivisionError: oops")


def test_there_is_no_run_before_the_first_step(house):
    house = house(PAGES)
    task = make_task()
    applying = house.applying(house.plan(task), task)
    with pytest.raises(LookupError):
        _ = applying.run
    assert applying.left == 5


def test_a_plan_larger_than_its_task_allows_is_stopped_before_the_first_write(house):
    house = house(PAGES)
    run, done = house.run("limits: {refuse_over: 4}")
    assert (run.state, done, house.wiki.sent) == ("stopped", [], [])
    assert run.reason == "limits: 5 changes are more than refuse_over: 4"


def test_a_canary_waits_for_a_look_and_then_goes_on(house):
    house = house(PAGES)
    task = make_task("limits: {canary: 2}")
    plan = house.plan(task)
    run, done = house.apply(plan, task)
    assert len(done) == 2
    assert run.state == "stopped"
    assert run.reason.startswith("canary: the first 2 edits of ")
    other, nothing = house.apply(house.plan(task), task)
    assert nothing == []
    assert f"wikisweep resume {run.id}" in other.reason
    again, rest = house.apply(plan, task, resume=run)
    assert len(rest) == 3
    assert (again.state, again.approved) == ("done", True)


def test_a_task_whose_canary_was_looked_at_waits_no_more(house):
    house = house(PAGES)
    task = make_task("limits: {canary: 2}")
    plan = house.plan(task)
    run, _ = house.apply(plan, task)
    house.apply(plan, task, resume=run)
    for title in PAGES:
        house.wiki.somebody(title, "another old line")
    later, done = house.apply(house.plan(task), task)
    assert (later.state, len(done)) == ("done", 5)


def test_a_plan_of_another_wiki_account_or_state_is_refused(house):
    house = house(PAGES)
    task = make_task()
    plan = house.plan(task)
    for wrong, words in (
        (replace(plan, site="en.wikipedia.org/w"), "was made for en.wikipedia.org/w"),
        (replace(plan, account="SomeBot"), "was made as SomeBot, and we are Offline"),
        (replace(plan, state="broken"), "is unfinished"),
    ):
        with pytest.raises(UsageError, match=words):
            house.applying(wrong, task)
    with pytest.raises(UsageError, match="its task can no longer be read"):
        house.applying(plan, None)


def test_an_error_of_the_wiki_that_no_item_explains_fails_the_run(house):
    house = house(PAGES)

    def refused(_wiki, _item):
        raise BotError("badtags")

    house.wiki.faults.append(refused)
    task = make_task()
    plan = house.plan(task)
    with pytest.raises(BotError, match="badtags"):
        list(house.applying(plan, task))
    assert house.ledger.runs.open_intents(plan.id) == []
    assert house.ledger.runs.count_left(plan.id) == 5


def test_a_block_stops_the_run_and_leaves_the_item(house):
    house = house(PAGES)

    def blocked(_wiki, _item):
        raise Stopped("testwiki: blocked: you have been blocked")

    house.wiki.faults.append(blocked)
    task = make_task()
    plan = house.plan(task)
    run, _ = house.apply(plan, task)
    assert (run.state, run.reason) == ("stopped", "testwiki: blocked: you have been blocked")
    assert house.ledger.runs.count_left(plan.id) == 5


def test_outcomes_of_the_wiki_are_kept_and_not_tried_again(house):
    house = house(PAGES)
    house.wiki.faults.extend(
        answering(Outcome(code=code)) for code in ("protected", "refused", "too_big")
    )
    task = make_task()
    plan = house.plan(task)
    run, done = house.apply(plan, task)
    assert codes(done) == ["protected", "refused", "too_big", "saved", "saved"]
    assert run.state == "done"
    assert house.apply(plan, task)[1] == []


def test_a_plan_made_without_an_account_is_judged_by_bots_again(house):
    house = house({**PAGES, "Page 1": "{{bots|deny=Offline}} old"})
    task = make_task("bots: {respect: false, reason: to plan it}")
    plan = replace(house.plan(task), account="127.0.0.1")
    _, done = house.apply(plan, make_task(), AT_ONCE)
    assert codes(done) == ["saved", "refused", "saved", "saved", "saved"]


def test_rights_that_are_gone_stop_the_run(house):
    house = house(PAGES)
    nobody = Account("Offline", anonymous=False, rights=frozenset({"read"}))
    house.wiki.standing = lambda one: replace(one, account=nobody)
    run, done = house.run()
    assert (run.state, done) == ("stopped", [])
    assert "may not edit" in run.reason
