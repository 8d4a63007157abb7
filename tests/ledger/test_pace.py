import itertools
import json

import pytest

from bot.ledger.database import Database
from bot.ledger.opening import open_ledger
from bot.ledger.pace import Pace
from tests.ledger.making import SITE, together

BOT = "SweepBot"
SHARING = """
import json, sys, time
from bot.ledger import Ledger
from bot.ledger.pace import Pace

def clock():
    global now
    now = time.time()
    return now

with Ledger(sys.argv[1]) as ledger:
    pace = Pace(ledger.database, clock)
    print("ready", flush=True)
    sys.stdin.readline()
    turns = []
    for _ in range(int(sys.argv[3])):
        wait = pace.turn("here", "me", float(sys.argv[2]))
        turns.append(now + wait)
        time.sleep(wait)
    print(json.dumps(turns))
"""


class Clock:
    """A clock that goes on when it is told to."""

    now = 1_800_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def pace(where, clock):
    engine = open_ledger(where)
    yield Pace(Database(engine), clock)
    engine.dispose()


def test_the_first_edit_waits_for_nothing_and_each_further_one_an_interval(pace, clock):
    assert [pace.turn(SITE, BOT, 10) for _ in range(3)] == [0, 10, 20]
    clock.now += 12.5
    assert pace.turn(SITE, BOT, 10) == 17.5


def test_time_that_went_by_counts(pace, clock):
    assert pace.turn(SITE, BOT, 10) == 0
    clock.now += 10
    assert pace.turn(SITE, BOT, 10) == 0
    clock.now += 1_000
    assert pace.turn(SITE, BOT, 10) == 0
    assert pace.turn(SITE, BOT, 10) == 10


def test_accounts_and_wikis_have_paces_of_their_own(pace):
    assert pace.turn(SITE, BOT, 10) == 0
    assert pace.turn(SITE, "sweepBot", 10) == 0
    assert pace.turn("https://another.example/w/api.php", BOT, 10) == 0


def test_without_an_interval_nobody_waits(pace):
    assert [pace.turn(SITE, BOT, 0) for _ in range(3)] == [0, 0, 0]


def test_even_without_an_interval_the_turns_of_others_come_first(pace, clock):
    pace.turn(SITE, BOT, 10)
    assert pace.turn(SITE, BOT, 0) == 10
    clock.now += 10
    assert pace.turn(SITE, BOT, 0) == 0


@pytest.mark.parametrize(
    ("interval", "steps"),
    [
        (0, [1, 2, 4, 8, 16, 32, 60, 60]),
        (0.2, [1, 2, 4]),
        (10, [20, 40, 60, 60]),
        (60, [60, 60]),
        (90, [90, 90]),
    ],
)
def test_a_wiki_that_asks_for_it_gets_double_the_interval_within_bounds(pace, interval, steps):
    assert [pace.slower(SITE, BOT, interval) for _ in steps] == steps


def test_after_the_wiki_asked_the_next_edit_waits_as_long_as_all_others(pace, clock):
    pace.turn(SITE, BOT, 0)
    pace.slower(SITE, BOT, 0)
    pace.slower(SITE, BOT, 0)
    assert pace.turn(SITE, BOT, 0) == 2
    assert pace.turn(SITE, BOT, 0) == 4
    clock.now += 5
    assert pace.turn(SITE, BOT, 0) == 1


def test_turns_that_are_booked_stay_booked(pace):
    assert [pace.turn(SITE, BOT, 10) for _ in range(4)][-1] == 30
    pace.slower(SITE, BOT, 10)
    assert pace.turn(SITE, BOT, 10) == 40


@pytest.mark.parametrize("interval", [0, 10])
def test_good_edits_bring_the_interval_back_slowly_and_wholly(pace, interval):
    for _ in range(9):
        slow = pace.slower(SITE, BOT, interval)
    steps = [slow]
    while steps[-1] > interval:
        steps.append(pace.faster(SITE, BOT, interval))
    assert steps == sorted(steps, reverse=True)
    assert steps[1] == slow * 0.9
    assert steps[-1] == interval
    assert 10 < len(steps) < 99
    assert pace.faster(SITE, BOT, interval) == interval


def test_an_account_that_was_never_slowed_is_as_fast_as_it_may(pace):
    assert pace.faster(SITE, BOT, 10) == 10
    assert pace.faster(SITE, BOT, 0) == 0


def test_a_longer_interval_of_the_config_comes_before_a_shorter_one_of_the_past(pace):
    pace.slower(SITE, BOT, 0)
    assert pace.faster(SITE, BOT, 10) == 10
    assert [pace.turn(SITE, BOT, 10), pace.turn(SITE, BOT, 10)] == [1, 11]


def test_a_clock_that_was_far_ahead_once_stops_nobody(pace, clock):
    clock.now += 86_400 * 365
    pace.turn(SITE, BOT, 10)
    clock.now -= 86_400 * 365
    assert [pace.turn(SITE, BOT, 10) for _ in range(2)] == [0, 10]


def test_two_processes_that_share_an_account_take_turns(where):
    interval, count = 0.05, 20
    open_ledger(where).dispose()
    told = [json.loads(line) for line in together(SHARING, 2, where, interval, count)]
    turns = sorted((turn, index) for index, mine in enumerate(told) for turn in mine)
    gaps = [later[0] - earlier[0] for earlier, later in itertools.pairwise(turns)]
    assert len(turns) == 2 * count
    assert min(gaps) > interval - 0.001  # what a float of seconds since 1970 may be off
    owners = [index for _, index in turns]
    changes = sum(1 for one, other in itertools.pairwise(owners) if one != other)
    assert changes >= count  # interleaved, not one after the other
