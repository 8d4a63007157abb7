"""`bots.check_every` without a stop page: the pace of all that a run looks at while it edits."""

from dataclasses import replace

from bot.applier import Manner
from tests.applier.conftest import codes

PAGES = {f"Page {number}": f"old {number}" for number in range(6)}


def looks(house, more=""):
    run, done = house.run(more)
    assert (run.state, codes(done)) == ("done", ["saved"] * len(PAGES))
    return house.wiki.looks


def test_it_says_how_often_the_wiki_is_looked_at(house):
    assert looks(house(PAGES)) == 1
    assert looks(house(PAGES), "bots: {check_every: 3}") == 2
    assert looks(house(PAGES), "bots: {check_every: 1}") == 6


def test_a_message_on_the_talk_page_is_seen_at_that_pace(house):
    house = house(PAGES)

    def leave_message(item):
        if item.title.text == "Page 1":
            house.wiki.standing = lambda one: replace(one, messages=True, talk=7)

    house.wiki.before_write = leave_message
    run, done = house.run("bots: {check_every: 2}", Manner(interval=0, unattended=True))
    assert run.state == "stopped"
    assert len(done) == 2
