"""Times as people give them: dates, dates with a time, ages."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.cli.moments import age, moment
from bot.errors import UsageError

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def somewhere(monkeypatch):
    """Two hours east of Greenwich."""
    monkeypatch.setenv("TZ", "XYZ-2")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("90d", timedelta(days=90)),
        ("1 day", timedelta(days=1)),
        ("12h", timedelta(hours=12)),
        ("2W", timedelta(weeks=2)),
        ("30min", timedelta(minutes=30)),
        ("1y", timedelta(days=365)),
        ("0d", timedelta()),
    ],
)
def test_an_age_is_a_number_with_a_unit(text, length):
    assert age(text, "--older-than") == length
    assert moment(text, "--since", now=NOW) == NOW - length


@pytest.mark.parametrize("text", ["", "90", "d", "-1d", "1.5d", "9 months", "٣d", "9" * 30 + "d"])
def test_what_is_no_age_is_told_with_the_option(text):
    with pytest.raises(UsageError, match=r"^--older-than: .* is no age; give one like 90d"):
        age(text, "--older-than")


@pytest.mark.parametrize(
    ("text", "end", "found"),
    [
        ("2026-05-01", False, "2026-04-30T22:00:00+00:00"),
        ("2026-05-01", True, "2026-05-01T22:00:00+00:00"),
        ("20260501", True, "2026-05-01T22:00:00+00:00"),
        ("2026-05-01T12:30", True, "2026-05-01T10:30:00+00:00"),
        ("2026-05-01 12:30", False, "2026-05-01T10:30:00+00:00"),
        ("2026-05-01T12:30Z", False, "2026-05-01T12:30:00+00:00"),
        ("2026-05-01T12:30+05:00", False, "2026-05-01T07:30:00+00:00"),
    ],
)
def test_a_date_is_local_unless_it_says_otherwise_and_ends_with_its_day(text, end, found):
    assert moment(text, "--since", end=end).isoformat() == found


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "9999-12-31", "99999y", "9d9h"])
def test_what_is_no_time_is_told_with_the_option(text):
    with pytest.raises(UsageError, match=r"^--until: .* is no time; give a date like 2026-11-01"):
        moment(text, "--until", end=True, now=NOW)


def test_an_age_counts_from_now():
    assert abs(datetime.now(UTC) - moment("1h", "--since") - timedelta(hours=1)) < timedelta(
        seconds=5
    )
