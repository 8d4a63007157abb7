"""Filters by dates: when a page was created, by whom, and when it was last edited."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from bot.errors import InvalidTitle
from bot.wiki import Edited, FirstRevision
from tests.filters.facts import NOW, asks_no_more, make, page_with, revision
from tests.pairs import SITE


def day(year, month, date, hour=0, minute=0, second=0):  # noqa: PLR0917 - as `datetime` has them
    return datetime(year, month, date, hour, minute, second, tzinfo=UTC)


TIMES = [  # NOW is noon on 1 March 2026
    ({"after": "2026-01-01"}, [day(2026, 1, 1), day(2026, 2, 1)], [day(2025, 12, 31, 23, 59, 59)]),
    ({"before": "2026-01-01"}, [day(2025, 12, 31, 23, 59, 59)], [day(2026, 1, 1)]),
    (
        {"after": "2026-01-01", "before": "2026-02-01"},
        [day(2026, 1, 1), day(2026, 1, 31, 23)],
        [day(2026, 2, 1), day(2025, 12, 1)],
    ),
    ({"after": "2026-01-01T12:00"}, [day(2026, 1, 1, 12)], [day(2026, 1, 1, 11, 59)]),
    ({"after": "20260101120000"}, [day(2026, 1, 1, 12)], [day(2026, 1, 1, 11, 59)]),
    ({"after": "2026-01-01T12:00+02:00"}, [day(2026, 1, 1, 10)], [day(2026, 1, 1, 9)]),
    ({"after": "30 days"}, [day(2026, 2, 1), day(2026, 1, 30, 12)], [day(2026, 1, 30, 11)]),
    ({"before": "2 weeks"}, [day(2026, 2, 15, 11)], [day(2026, 2, 15, 12), day(2026, 2, 20)]),
    ({"after": "1y", "before": "12 h"}, [day(2026, 2, 28, 23)], [day(2026, 3, 1), day(2025, 1, 1)]),
]


@pytest.mark.parametrize(("options", "kept", "dropped"), TIMES, ids=str)
def test_pages_are_kept_by_when_they_were_edited_and_created(options, kept, dropped):
    edited, created = make("last_edited", **options), make("created", **options)
    for at in kept + dropped:
        page = page_with({Edited(): at, FirstRevision(): revision(at=at)})
        assert edited.keep(page) is (at in kept)
        assert created.keep(page) is (at in kept)


def test_what_was_never_saved_is_neither_old_nor_new():
    page = page_with({Edited(): None, FirstRevision(): None}, read_at=None)
    for name in ("last_edited", "created"):
        for options in ({"after": "1y"}, {"before": "1y"}):
            one = make(name, **options)
            assert not one.keep(page)
            assert one.finding(page) == ""
            asks_no_more(one, page)


def test_ages_count_from_the_moment_at_which_the_wiki_was_asked():
    at = day(2026, 2, 28)
    one = make("last_edited", after="2 days")
    assert one.keep(page_with({Edited(): at}, read_at=NOW))
    assert not one.keep(page_with({Edited(): at}, read_at=day(2026, 3, 2, 1)))
    # in a task's own tests nobody was asked
    assert one.keep(page_with({Edited(): datetime.now(UTC)}, read_at=None))


def test_created_by():
    one = make("created", by=["ann", "Old_bot"])
    one.fits(SITE)
    assert one.keep(page_with({FirstRevision(): revision("Old bot")}))
    assert not one.keep(page_with({FirstRevision(): revision("Ben")}))
    both = make("created", by="Ann", after="1 day")
    assert both.keep(page_with({FirstRevision(): revision()}))
    assert not both.keep(page_with({FirstRevision(): revision(at=day(2020, 1, 1))}))
    with pytest.raises(InvalidTitle):
        make("created", by="A|b").fits(SITE)


def test_findings_are_times_as_the_wiki_writes_them():
    page = page_with({Edited(): NOW, FirstRevision(): revision("Ann")})
    assert make("last_edited", after="1y").finding(page) == "2026-03-01T12:00:00Z"
    assert make("created", after="1y").finding(page) == "2026-03-01T12:00:00Z Ann"
    hidden = page_with({FirstRevision(): revision("")})
    assert make("created", after="1y").finding(hidden) == "2026-03-01T12:00:00Z"


@pytest.mark.parametrize("name", ["last_edited", "created"])
@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "say when"),
        ({"after": "soon"}, "is no time"),
        ({"before": "2026-13-01"}, "is no time"),
        ({"before": "3 months"}, "is no time"),
        ({"after": "99999999999999y"}, "is no time"),
    ],
)
def test_times_that_are_none_are_refused(name, options, words):
    with pytest.raises(ValidationError, match=words):
        make(name, **options)
