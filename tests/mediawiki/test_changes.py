"""Changes, logs, contributions, the watchlist: the requests, and each page once, newest first."""

from datetime import UTC, datetime

import pytest

from bot.errors import ApiError, UsageError
from bot.wiki import Contributions, LogEvents, RecentChanges, Watchlist
from tests.mediawiki.asking import entry, own
from tests.mediawiki.lists import answer, everything, titles, values
from tests.mediawiki.scripted import SWEEP, error, siteinfo

SINCE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
UNTIL = datetime(2026, 2, 1, tzinfo=UTC)
TIMES = {"start": "2026-02-01T00:00:00Z", "end": "2026-01-02T03:04:05Z"}
RC = {"list": "recentchanges", "rcprop": "ids|title|timestamp", "rclimit": "max"}
LE = {"list": "logevents", "leprop": "ids|title|timestamp", "lelimit": "max"}
UC = {"list": "usercontribs", "ucprop": "ids|title|timestamp", "uclimit": "max"}


def change(number, day, **more):
    return entry(number, timestamp=f"2026-01-{day:02}T00:00:00Z", **more)


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        (RecentChanges(), {"rctype": "edit|new"}),
        (
            RecentChanges(types=("log",), since=SINCE, until=UNTIL, namespaces=(0, 4, 99)),
            {
                "rctype": "log",
                "rcnamespace": "0|4",
                **{f"rc{name}": value for name, value in TIMES.items()},
            },
        ),
        (
            RecentChanges(
                bots="exclude", minor="only", anonymous="exclude", patrolled="only", users=("A",)
            ),
            {"rctype": "edit|new", "rcshow": "!bot|minor|!anon|patrolled", "rcuser": "A"},
        ),
        (
            RecentChanges(newest_only=True, tags=("t",), request_size=9),
            {"rctype": "edit|new", "rctoponly": "1", "rctag": "t", "rclimit": "9"},
        ),
    ],
)
def test_recent_changes_are_asked_for_as_they_are_meant(wiki, session, query, parameters):
    wiki.will(answer("recentchanges"))
    assert everything(session(SWEEP), query) == []
    assert own(wiki.asked[0]) == {**RC, **parameters}


def test_a_page_comes_once_by_its_newest_change(wiki, session):
    wiki.will(
        answer("recentchanges", change(1, 9), change(2, 8), change(1, 7), more={"rccontinue": "x"}),
        answer("recentchanges", change(2, 6), {"type": "log", "timestamp": "…"}, change(3, 5)),
    )
    found = everything(session(SWEEP), RecentChanges())
    assert [(one.title.text, one.pageid) for one in found] == [("P1", 1), ("P2", 2), ("P3", 3)]


def test_lists_of_several_users_and_tags_are_joined_by_their_times(wiki, session):
    wiki.will(
        answer("recentchanges", change(1, 9), change(2, 3)),
        answer("recentchanges", change(3, 8), change(1, 5), change(4, 2)),
        answer("recentchanges", change(5, 4)),
        answer("recentchanges"),
    )
    query = RecentChanges(users=("A", "B"), tags=("t", "u"))
    assert titles(session(SWEEP), query) == ["P1", "P3", "P5", "P2", "P4"]
    asked = [(one.parameters["rcuser"], one.parameters["rctag"]) for one in wiki.asked]
    assert asked == [("A", "t"), ("A", "u"), ("B", "t"), ("B", "u")]


def test_what_happened_within_a_second_is_in_the_order_of_its_numbers(wiki, session):
    wiki.will(
        answer("recentchanges", change(1, 9, rcid=13), change(2, 9, rcid=11)),
        answer("recentchanges", change(3, 9, rcid=14), change(4, 9, rcid=12)),
    )
    assert titles(session(SWEEP), RecentChanges(users=("A", "B"))) == ["P3", "P1", "P4", "P2"]


@pytest.mark.parametrize(
    "query",
    [
        RecentChanges(namespaces=(99,)),
        LogEvents(namespaces=(99,)),
        Contributions(users=("A",), namespaces=(-1,)),
        Watchlist(namespaces=(99,)),
    ],
)
def test_namespaces_that_no_page_is_in_are_not_asked_for(session, query):
    assert everything(session(SWEEP), query) == []


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        (LogEvents(), {}),
        (LogEvents(types=("move",), namespaces=(4,)), {"letype": "move", "lenamespace": "4"}),
        (LogEvents(types=("move/m",), tags=("t",)), {"leaction": "move/m", "letag": "t"}),
        (
            LogEvents(since=SINCE, until=UNTIL, users=("A",)),
            {"leuser": "A", **{f"le{name}": value for name, value in TIMES.items()}},
        ),
        (LogEvents(namespaces=(0, 4)), {}),
    ],
)
def test_logs_are_asked_for_as_they_are_meant(wiki, session, query, parameters):
    wiki.will(answer("logevents"))
    assert everything(session(SWEEP), query) == []
    assert own(wiki.asked[0]) == {**LE, **parameters}


def test_a_log_names_pages_that_are_gone_and_others_that_are_none(wiki, session):
    entries = [
        {"timestamp": "2026-01-09T00:00:00Z", "actionhidden": True},
        change(0, 8, ns=-1) | {"title": "Special:Log"},
        change(0, 7) | {"title": "Gone"},
        change(0, 6) | {"title": "Gone"},
        change(7, 5, ns=4),
    ]
    wiki.will(answer("logevents", *entries), answer("logevents", *entries))
    found = everything(session(SWEEP), LogEvents())
    assert [(one.title.text, one.pageid) for one in found] == [("Gone", None), ("P7", 7)]
    assert titles(session(SWEEP), LogEvents(namespaces=(4, 6))) == ["P7"]


@pytest.mark.parametrize(
    ("types", "code", "told"),
    [
        (("move", "delet"), "badvalue", "has no log called 'delet'; did you mean `delete`"),
        (("move/mov",), "unknown_leaction", "has no action in a log called 'move/mov'"),
    ],
)
def test_a_log_that_is_none_is_told_with_what_was_meant(wiki, session, types, code, told):
    known = values(type=["", "move", "delete"], action=["move/move", "x/*"], other="string")
    wiki.will(*([answer("logevents")] * (len(types) - 1)), error(code), known)
    with pytest.raises(UsageError, match=told):
        everything(session(SWEEP), LogEvents(types=types))


def test_an_error_about_logs_that_is_not_about_their_names_stays_what_it_is(wiki, session):
    known = values(type=["move"], action=["x/*"])
    wiki.will(error("badvalue"), known, error("missingparam"))
    with pytest.raises(ApiError, match="badvalue"):
        everything(session(SWEEP), LogEvents(types=("move",)))
    with pytest.raises(ApiError, match="missingparam"):
        everything(session(SWEEP), LogEvents(types=("x/any",)))


def test_contributions_are_asked_for_together(wiki, session):
    wiki.will(
        answer("usercontribs", change(1, 9), change(2, 8), change(1, 7), more={"uccontinue": "x"}),
        answer("usercontribs", change(2, 9), change(3, 1)),
    )
    query = Contributions(
        users=("A", "B", "A"), minor="exclude", created="only", newest="only", namespaces=(0,)
    )
    assert titles(session(SWEEP), query) == ["P1", "P2", "P3"]
    assert own(wiki.asked[0]) == {
        **UC,
        "ucuser": "A|B",
        "ucshow": "!minor|new|top",
        "ucnamespace": "0",
    }


def test_more_users_than_one_request_takes_are_asked_for_in_parts(wiki, session):
    wiki.about = siteinfo(rights=("read",))
    wiki.will(
        answer("usercontribs", change(1, 9)),
        answer("usercontribs", change(1, 8), change(2, 7)),
        answer("usercontribs"),
        answer("usercontribs", change(2, 5), change(3, 4)),
    )
    query = Contributions(users=tuple(f"U{number}" for number in range(60)), tags=("t", "u"))
    assert titles(session(SWEEP), query) == ["P1", "P2", "P3"]
    sizes = [len(one.parameters["ucuser"].split("|")) for one in wiki.asked]
    assert sizes == [50, 50, 10, 10]


def test_a_name_that_the_wiki_takes_for_none_is_told(wiki, session):
    wiki.will(error("baduser_ucuser", 'Invalid value "@" for user'), error("missingparam"))
    with pytest.raises(UsageError, match='testwiki: Invalid value "@" for user'):
        everything(session(SWEEP), Contributions(users=("@",)))
    with pytest.raises(ApiError, match="missingparam"):
        everything(session(SWEEP), Contributions(users=("A",)))


def test_a_watchlist_stands_beside_the_query_in_the_answer(wiki, session):
    wiki.will(
        {"watchlistraw": [{"ns": 0, "title": "A"}], "continue": {"wrcontinue": "0|B"}},
        {"watchlistraw": [{"ns": 0, "title": "B"}, {"ns": 1, "title": "Talk:B"}]},
    )
    query = Watchlist(namespaces=(0, 1), changed=True)
    assert titles(session(SWEEP), query) == ["A", "B", "Talk:B"]
    asked = {"list": "watchlistraw", "wrlimit": "max", "wrnamespace": "0|1", "wrshow": "changed"}
    assert own(wiki.asked[0]) == asked
    assert own(wiki.asked[1]) == {**asked, "wrcontinue": "0|B"}


def test_nobody_has_no_watchlist(wiki, session):
    wiki.about = siteinfo(anonymous=True)
    with pytest.raises(UsageError, match="nobody is logged in, so there is no watchlist"):
        everything(session(), Watchlist())
