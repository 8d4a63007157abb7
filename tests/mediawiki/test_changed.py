"""Which pages changed since a moment: how far the wiki remembers, and every name of a page."""

from datetime import UTC, datetime

import pytest

from bot.errors import NotOffered
from bot.mediawiki.changed import changed_since
from bot.page import Candidate
from bot.titles import Title
from bot.wiki.changed import ChangedSince
from tests.mediawiki.scripted import SWEEP

SINCE = ChangedSince(since=datetime(2026, 3, 1, 12, tzinfo=UTC))


def changes(*entries, more=None):
    answer = {"query": {"recentchanges": list(entries)}}
    return {**answer, "continue": more} if more else answer


OLD_ENOUGH = changes({"timestamp": "2026-03-01T12:00:00Z"})


@pytest.fixture
def ask(session):
    return lambda: [one for batch in changed_since(session(SWEEP), SINCE) for one in batch]


def test_pages_are_told_once_and_moved_ones_by_both_names(wiki, ask):
    moved = {"target_ns": 1, "target_title": "Talk:New", "suppressredirect": False}
    wiki.will(
        OLD_ENOUGH,
        changes(
            {"ns": 0, "title": "A", "pageid": 1},
            {"ns": 0, "title": "A", "pageid": 1},
            {"ns": 1, "title": "Talk:Old", "pageid": 0, "logtype": "move", "logparams": moved},
            {"actionhidden": True},
            more={"rccontinue": "x"},
        ),
        changes({"ns": 0, "title": "A", "pageid": 1}, {"ns": 0, "title": "B", "pageid": 2}),
    )
    assert ask() == [
        Candidate(Title(0, "A"), 1),
        Candidate(Title(1, "Talk:Old")),
        Candidate(Title(1, "Talk:New")),
        Candidate(Title(0, "B"), 2),
    ]
    first, second, _ = (one.parameters for one in wiki.asked)
    assert (first["rcdir"], first["rclimit"]) == ("newer", "1")
    assert second["rcend"] == "2026-03-01T12:00:00Z"
    assert (second["rctype"], second["rclimit"]) == ("edit|new|log", "max")


@pytest.mark.parametrize(
    ("entries", "reach"),
    [
        ([{"timestamp": "2026-03-01T12:00:01Z"}], "only back to 2026-03-01T12:00:01Z"),
        ([], "nowhere"),
    ],
)
def test_changes_that_do_not_reach_back_so_far_are_refused(wiki, ask, entries, reach):
    wiki.will(changes(*entries))
    with pytest.raises(NotOffered, match=f"reach {reach}, and not to 2026-03-01T12:00:00Z"):
        ask()


def test_nothing_changed(wiki, ask):
    wiki.will(OLD_ENOUGH, changes())
    assert ask() == []
