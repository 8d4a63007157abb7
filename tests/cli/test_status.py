"""Numbers and lengths of time for people."""

import pytest

from bot.cli.status import counted, lasting


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (89, "89 seconds"),
        (300, "5 minutes"),
        (3600 * 3, "3 hours"),
        (86400 * 9.5, "9 days"),
    ],
)
def test_a_length_of_time_is_told_in_one_unit(seconds, words):
    assert lasting(seconds) == words


def test_a_number_has_its_noun():
    assert (counted(1, "page"), counted(2000, "page")) == ("1 page", "2,000 pages")
