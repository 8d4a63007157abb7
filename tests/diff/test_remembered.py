"""Giant texts are compared once; what is kept is bounded."""

from bot.diff import hunks, spans
from bot.diff.alignment import Change
from bot.diff.remembered import Remembered

GIANT = "x" * 60_000


class Work:
    """Counts how often it is done."""

    def __init__(self, count=1):
        self.done = 0
        self.count = count

    def __call__(self):
        self.done += 1
        return [Change(at, at + 1, at, at + 2) for at in range(0, 10 * self.count, 10)]


def test_giant_texts_are_compared_once():
    work, remembered = Work(3), Remembered()
    first = remembered.changes(GIANT, GIANT + "y", work)
    assert remembered.changes(GIANT, GIANT + "y", work) == first == Work(3)()
    assert all(isinstance(change, Change) for change in first)
    assert work.done == 1


def test_other_giant_texts_are_compared_anew():
    work, remembered = Work(), Remembered()
    for pair in [(GIANT, GIANT + "y"), (GIANT + "y", GIANT), (GIANT, GIANT + "\ud800")]:
        remembered.changes(*pair, work)
    assert work.done == 3


def test_small_texts_are_not_kept():
    work, remembered = Work(), Remembered()
    for _ in range(2):
        remembered.changes("a", "b", work)
    assert work.done == 2


def test_what_was_asked_for_longest_ago_is_forgotten_first():
    work, remembered = Work(2), Remembered(most=16)
    first, second, third = ((GIANT, GIANT + letter) for letter in "abc")
    for pair in (first, second, first, third, first):
        remembered.changes(*pair, work)
    assert work.done == 3
    remembered.changes(*second, work)
    assert work.done == 4


def test_more_changes_than_may_be_kept_are_not_kept():
    work, remembered = Work(5), Remembered(most=16)
    for _ in range(2):
        assert len(remembered.changes(GIANT, GIANT + "y", work)) == 5
    assert work.done == 2


def test_what_is_remembered_says_the_same():
    before = " ".join(f"[[Mercury]] w{number}" for number in range(4_000))
    after = before.replace("[[Mercury]]", "[[Mercury (planet)]]")
    assert spans(before, after) == spans(before, after)
    assert hunks(before, after) == hunks(before, after)
    assert len(spans(before, after)) == 4_000
