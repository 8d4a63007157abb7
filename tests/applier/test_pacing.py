"""One edit every so many seconds, and slower while the wiki asks for it."""

import time
from itertools import pairwise

from bot.applier import Manner
from bot.applier.ending import Ending
from bot.applier.pacing import Pacing


def test_edits_are_so_far_apart(house):
    house = house({f"Page {number}": "old" for number in range(3)})
    times = []
    house.wiki.before_write = lambda _: times.append(time.monotonic())
    house.run(manner=Manner(interval=0.2))
    gaps = [late - early for early, late in pairwise(times)]
    assert len(gaps) == 2
    assert all(gap >= 0.15 for gap in gaps)


def test_a_wiki_that_made_us_wait_is_edited_more_slowly(house):
    house = house({"Page": "old"})
    who = (house.wiki.site.identity, house.wiki.site.account.name)
    pacing = Pacing(house.ledger, house.wiki, 0.0, Ending(), house.said.append)
    pacing.made(good=True)
    assert house.said == []
    house.wiki.slowed = 1
    pacing.made(good=True)
    assert house.said == ["testwiki is busy: one edit every 1 s from now on"]
    assert house.ledger.pace.slower(*who, 0.0) == 2
    pacing.made(good=False)
    assert house.ledger.pace.faster(*who, 0.0) < 2
    assert len(house.said) == 1
