"""Times as people give them: ages, dates, times; and every text that is none."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.moments import is_age, read_age, read_moment

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("30 days", timedelta(days=30)),
        (" 2 Weeks ", timedelta(weeks=2)),
        ("12 h", timedelta(hours=12)),
        ("5min", timedelta(minutes=5)),
        ("1y", timedelta(days=365)),
    ],
)
def test_an_age_is_a_number_with_a_unit(text, length):
    assert is_age(text)
    assert read_age(text) == length
    assert read_moment(text, NOW) == NOW - length


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-05-01", "2026-05-01T00:00:00+00:00"),
        ("20260501", "2026-05-01T00:00:00+00:00"),
        ("2026-05-01T12:30", "2026-05-01T12:30:00+00:00"),
        ("2026-05-01T12:30:15Z", "2026-05-01T12:30:15+00:00"),
        ("2026-05-01 12:30+02:00", "2026-05-01T10:30:00+00:00"),
        ("20260501123015", "2026-05-01T12:30:15+00:00"),
    ],
)
def test_a_time_without_a_zone_is_the_wikis(text, found):
    assert not is_age(text)
    assert read_moment(text, NOW).isoformat() == found


def test_the_end_of_a_day_is_that_of_a_date_alone():
    assert read_moment("2026-05-01", NOW, end=True).isoformat() == "2026-05-02T00:00:00+00:00"
    assert read_moment("2026-05-01T00:00", NOW, end=True).day == 1
    assert read_moment("1d", NOW, end=True) == NOW - timedelta(days=1)


@pytest.mark.parametrize(
    "text", ["", "7", "d", "-1d", "1.5 d", "3 months", "2m", "٣d", "9" * 30 + "d", "99999y", "9d9h"]
)
def test_what_is_no_time_is_told(text):
    with pytest.raises(UsageError, match="is no time; give a date like"):
        read_moment(text, NOW)


@pytest.mark.parametrize("text", ["", "2026-05-01", "3 months", "9" * 5000 + "d"])
def test_what_is_no_age_is_told(text):
    with pytest.raises(UsageError, match="is no age; give one like 90d"):
        read_age(text)


@given(st.text(max_size=30))
def test_a_text_is_a_time_in_utc_or_no_time(text):
    with suppress(UsageError):
        assert read_moment(text, NOW).tzinfo is UTC
