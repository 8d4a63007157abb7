"""The sources of what happened: how their options reach the questions to the wiki."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from bot import wiki
from bot.errors import NotOffered, UsageError
from bot.outside import Outside
from bot.plugin import QuerySource, Reach
from bot.sources import SOURCES
from bot.sources.contributions import Contributions
from bot.sources.log_events import LogEvents
from bot.sources.new_files import NewFiles
from bot.sources.new_pages import NewPages
from bot.sources.recent_changes import RecentChanges
from bot.sources.watchlist import Watchlist
from tests.sources.conftest import made

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)


@pytest.fixture
def asked(reach, tmp_path):
    """The question that a source asks at noon on a day in May."""

    def ask(source, **options):
        one = made(source, **options)
        one.fits(reach.wiki.site)
        return one.query(Reach(reach.wiki, Outside(tmp_path), lambda: NOW))

    return ask


def test_recent_changes_take_every_option(asked):
    assert asked(RecentChanges) == wiki.RecentChanges()
    found = asked(
        RecentChanges,
        since="2 days",
        until="2026-05-09",
        namespace=["0", "Talk"],
        type="log",
        user=["User:A_b", "A b", "192.0.2.1"],
        tag="mobile edit",
        bots="exclude",
        minor="only",
        anonymous="only",
        patrolled="exclude",
        newest_only="true",
        request_size="7",
    )
    assert found == wiki.RecentChanges(
        since=datetime(2026, 5, 8, 12, tzinfo=UTC),
        until=datetime(2026, 5, 10, tzinfo=UTC),
        namespaces=(0, 1),
        types=("log",),
        users=("A b", "192.0.2.1"),
        tags=("mobile edit",),
        bots="exclude",
        minor="only",
        anonymous="only",
        patrolled="exclude",
        newest_only=True,
        request_size=7,
    )


def test_new_pages_are_changes_of_one_type(asked):
    found = asked(NewPages, since="2026-05-01", user="A", bots="exclude", patrolled="only")
    assert found == wiki.RecentChanges(
        since=datetime(2026, 5, 1, tzinfo=UTC),
        types=("new",),
        users=("A",),
        bots="exclude",
        patrolled="only",
    )


def test_new_files_are_uploads_and_new_versions_where_asked(asked):
    assert asked(NewFiles, until="1 h", user="A") == wiki.LogEvents(
        until=datetime(2026, 5, 10, 11, tzinfo=UTC), users=("A",), types=("upload/upload",)
    )
    found = asked(NewFiles, new_versions=True)
    assert found.types == ("upload/upload", "upload/overwrite")


def test_log_events_take_every_option(asked):
    found = asked(
        LogEvents, type=["move", "delete/restore"], user="A", tag="x", since="1 d", namespace="0"
    )
    assert found == wiki.LogEvents(
        types=("move", "delete/restore"),
        users=("A",),
        tags=("x",),
        since=datetime(2026, 5, 9, 12, tzinfo=UTC),
        namespaces=(0,),
    )


def test_contributions_take_every_option(asked):
    found = asked(
        Contributions,
        user=["A", "user:B"],
        since="2026-05-01T10:00",
        until="20260502100000",
        tag=["x", "y"],
        minor="exclude",
        created="only",
        newest="only",
        namespace="2",
    )
    assert found == wiki.Contributions(
        users=("A", "B"),
        since=datetime(2026, 5, 1, 10, tzinfo=UTC),
        until=datetime(2026, 5, 2, 10, tzinfo=UTC),
        tags=("x", "y"),
        minor="exclude",
        created="only",
        newest="only",
        namespaces=(2,),
    )


def test_the_watchlist_takes_every_option(asked):
    found = asked(Watchlist, namespace="0", changed="true", limit=3)
    assert found == wiki.Watchlist(namespaces=(0,), changed=True, request_size=3)


@pytest.mark.parametrize("name", ["", "User:", "A|B", "A#b", "{{A}}"])
def test_what_is_no_user_is_refused(asked, name):
    for source in (RecentChanges, NewPages, NewFiles, LogEvents, Contributions):
        with pytest.raises(UsageError, match="is not the name of a user"):
            asked(source, user=name)


def test_names_of_people_without_an_account_are_names(asked):
    found = asked(Contributions, user=["2001:DB8::1", "meta>Somebody", "Talk:X"])
    assert found.users == ("2001:DB8::1", "meta>Somebody", "Talk:X")


@pytest.mark.parametrize(
    ("source", "options"),
    [
        (RecentChanges, {"since": "last week"}),
        (RecentChanges, {"until": ""}),
        (RecentChanges, {"type": "categorize"}),
        (RecentChanges, {"type": []}),
        (Contributions, {}),
        (Contributions, {"user": []}),
        (NewPages, {"since": "3 months"}),
    ],
)
def test_what_makes_no_sense_is_refused(source, options):
    with pytest.raises(ValidationError):
        made(source, **options)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("recent_changes", {}),
        ("new_pages", {}),
        ("new_files", {}),
        ("log_events", {}),
        ("contributions", {"user": "A"}),
        ("watchlist", {}),
        ("search", {"query": "x"}),
        ("with_property", {"name": "noindex"}),
        ("lint_errors", {}),
        ("special", {"page": "Wantedpages"}),
        ("wanted_pages", {}),
        ("category", {"category": "X", "sort": "timestamp"}),
    ],
)
def test_an_offline_wiki_refuses_what_it_cannot_know(reach, name, options):
    source = made(SOURCES[name], **options)
    assert isinstance(source, QuerySource)
    assert not reach.wiki.offers(source.query(reach))
    with pytest.raises(NotOffered, match="testwiki is an offline wiki"):
        list(source.candidates(reach))
