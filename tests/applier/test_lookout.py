"""What the wiki's people want of us is looked at, again and again."""

from dataclasses import replace

import pytest

from bot.applier import Manner
from bot.applier.lookout import LOOK_AFTER
from bot.site import Account
from tests.applier.conftest import AT_ONCE, codes
from tests.planner.conftest import make_task

STOP = "Testwiki:Stop"
PAGES = {f"Page {number}": f"old {number}" for number in range(5)}
GUARDED = f"bots: {{stop_page: {STOP}}}"
UNATTENDED = Manner(interval=0, unattended=True)


def talking(revid):
    return lambda one: replace(one, messages=True, talk=revid)


@pytest.mark.parametrize("said", ["run", " Run \n", "<!-- how to stop me -->run"])
def test_a_stop_page_that_says_run_lets_the_task_run(house, said):
    _, done = house({**PAGES, STOP: said}).run(GUARDED)
    assert len(done) == 5


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("stop", "says 'stop'"),
        ("please do not run", "says 'please do not run'"),
        ("", "is empty"),
        ("<!-- run -->", "is empty"),
        ("run <!--", "anything else"),
    ],
)
def test_any_other_text_stops_it(house, said, words):
    house = house({**PAGES, STOP: said})
    run, done = house.run(GUARDED)
    if words == "anything else":  # a comment without an end is one to the end of the page
        assert len(done) == 5
        return
    assert (run.state, done) == ("stopped", [])
    assert f"the stop page {STOP} {words}" in run.reason


def test_a_stop_page_that_is_not_there_stops_it(house):
    run, done = house(PAGES).run(GUARDED)
    assert (run.state, done) == ("stopped", [])
    assert run.reason == (
        f"testwiki: the stop page {STOP} does not exist; create it with the text `run`"
    )


def test_a_stop_page_that_cannot_be_read_stops_it(house):
    house = house({**PAGES, STOP: "run"})
    house.wiki.standing = lambda one: replace(
        one, stop_page=replace(one.stop_page, model="unreadable")
    )
    run, _ = house.run(GUARDED)
    assert run.reason == f"testwiki: the stop page {STOP} cannot be read (unreadable)"


def test_another_word_than_run_may_be_agreed_on(house):
    _, done = house({**PAGES, STOP: "Yes"}).run(f"bots: {{stop_page: {STOP}, run_text: 'yes'}}")
    assert len(done) == 5


def test_a_stop_page_may_have_to_be_empty(house):
    guarded = f"bots: {{stop_page: {STOP}, run_text: ''}}"
    assert len(house({**PAGES, STOP: "<!-- write here to stop -->"}).run(guarded)[1]) == 5
    stopped, _ = house({**PAGES, STOP: "enough"}).run(guarded)
    assert stopped.reason.endswith("says 'enough'; the task runs when it is empty")
    missing, _ = house(PAGES).run(guarded)
    assert missing.reason.endswith("does not exist; create it as an empty page")


def test_the_stop_page_is_looked_at_again_after_so_many_items(house):
    house = house({**PAGES, STOP: "run"})
    house.wiki.before_write = lambda item: (
        house.wiki.somebody(STOP, "no") if item.title.text == "Page 1" else None
    )
    run, done = house.run(f"bots: {{stop_page: {STOP}, check_every: 2}}")
    assert (run.state, len(done)) == ("stopped", 2)
    assert house.wiki.looks == 2


def test_the_stop_page_is_looked_at_again_after_a_minute(house):
    house = house({**PAGES, STOP: "run"})
    time = 0.0

    def later(_):
        nonlocal time
        time += LOOK_AFTER / 2

    house.wiki.before_write = later
    task = make_task(GUARDED)
    applying = house.applying(house.plan(task), task, now=lambda: time)
    assert len(list(applying)) == 5
    assert house.wiki.looks == 3


def test_a_block_stops_the_run(house):
    house = house(PAGES)
    house.wiki.standing = lambda one: replace(one, block="too fast")
    run, done = house.run()
    assert (run.state, done) == ("stopped", [])
    assert run.reason == "testwiki: Offline is blocked: too fast"


def test_a_message_stops_a_run_that_nobody_watches(house):
    house = house(PAGES)
    house.wiki.standing = talking(7)
    run, done = house.run(manner=UNATTENDED)
    assert (run.state, done) == ("stopped", [])
    assert "new messages on the talk page of Offline" in run.reason


def test_a_message_is_only_told_to_somebody_who_watches(house):
    house = house({**PAGES, STOP: "run"})
    house.wiki.standing = talking(7)
    _, done = house.run(f"bots: {{stop_page: {STOP}, check_every: 1}}")
    assert codes(done) == ["saved"] * 5
    assert len(house.said) == 1


def test_a_task_may_run_on_whoever_writes(house):
    house = house(PAGES)
    house.wiki.standing = talking(7)
    _, done = house.run("bots: {stop_on_talk: false}", UNATTENDED)
    assert len(done) == 5


def test_messages_that_a_person_has_read_stop_nothing_until_the_next_one(house):
    house = house(PAGES)
    house.wiki.standing = talking(7)
    _, done = house.run(manner=Manner(interval=0, unattended=True, talk_read=True))
    assert len(done) == 5
    for title in PAGES:
        house.wiki.somebody(title, "another old line")
    again, done = house.run(manner=UNATTENDED)
    assert (again.state, len(done)) == ("done", 5)
    house.wiki.standing = talking(8)
    assert house.run(manner=UNATTENDED)[0].state == "stopped"


def test_an_account_without_a_bot_flag_is_told(house):
    house = house(PAGES)
    person = Account("Offline", anonymous=False, rights=frozenset({"edit"}))
    house.wiki.standing = lambda one: replace(one, account=person)
    house.run()
    assert house.said == ["testwiki: Offline has no bot flag; people see its edits"]
    house.said.clear()
    house.run("edit: {summary: s, bot: false}", AT_ONCE)
    assert house.said == []


def test_a_message_that_comes_while_the_run_goes_on_is_not_read_yet(house):
    house = house({**PAGES, STOP: "run"})
    house.wiki.standing = talking(7)
    house.wiki.before_write = lambda item: (
        setattr(house.wiki, "standing", talking(8)) if item.title.text == "Page 1" else None
    )
    manner = Manner(interval=0, unattended=True, talk_read=True)
    run, done = house.run(f"bots: {{stop_page: {STOP}, check_every: 1}}", manner)
    assert (run.state, len(done)) == ("stopped", 2)
    assert house.run(manner=UNATTENDED)[0].state == "stopped"


def test_nobody_edits_under_an_address(house):
    house = house(PAGES)
    nobody = Account("127.0.0.1", anonymous=True, rights=frozenset({"edit"}))
    house.wiki.standing = lambda one: replace(one, account=nobody)
    run, done = house.run()
    assert (run.state, done) == ("stopped", [])
    assert run.reason.startswith("testwiki: nobody is logged in")
